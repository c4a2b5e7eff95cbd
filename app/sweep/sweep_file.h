// What a sweep file holds: which values of a scenario to vary, at which points, and what to
// measure.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/document/document.h"
#include "sim/kernel/distribution.h"

namespace outcast::app {

inline constexpr std::string_view sweep_format = "outcast-sweep/1";

enum class Spacing { linear, log };

/// From low to high: two numbers, or two durations.
struct RangeFile {
  document::Value low, high;
  Spacing spacing = Spacing::linear;
  bool whole = false;
  unsigned levels = 5;
};

/// A value of the scenario that is varied: a factor, in the words of experimental design.
struct FactorFile {
  std::string name, label, unit;
  document::Value pointer, values, patches;
  std::optional<RangeFile> range;
  std::optional<sim::Distribution> distribution;
};

struct GridFile {};
struct OneAtATimeFile {};
struct ListFile {
  document::Value points;
};
struct LatinHypercubeFile {
  unsigned points = 0;
};
struct SobolFile {
  unsigned points = 0, shifts = 1;
};
struct MorrisFile {
  unsigned trajectories = 20, levels = 4;
};
struct SaltelliFile {
  unsigned rows = 0;
};

/// Exactly one of them is given.
struct DesignFile {
  std::optional<GridFile> grid;
  std::optional<ListFile> list;
  std::optional<LatinHypercubeFile> latin_hypercube;
  std::optional<SobolFile> sobol;
  std::optional<MorrisFile> morris;
  std::optional<SaltelliFile> saltelli;
  std::optional<OneAtATimeFile> one_at_a_time;
};

struct SweepFile {
  std::string name, shows;
  std::vector<std::string> sources;
  std::string scenario, variant;
  std::vector<FactorFile> factors;
  DesignFile design;
  unsigned replications = 1'000;
  std::optional<double> precision;
  unsigned at_most = 100'000;
  std::vector<std::string> metrics;
  unsigned seed = 1;
};

/// What the file's values say; where they are wrong, problems.
SweepFile read_sweep_file(document::Document& document, document::Value file,
                          document::Problems& problems);

/// The JSON Schema of a sweep file.
std::string sweep_schema();

}  // namespace outcast::app
