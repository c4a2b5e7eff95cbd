// What an experiment is: the part of a store that is known before the first replication.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "models/document/document.h"

namespace outcast::app {

enum class ExperimentKind { run, compare, sweep };
std::string_view name_of(ExperimentKind kind);

/// A coordinate of a point: "/adoption" = 0.3, "/traffic/engine" = "flow".
struct Parameter {
  std::string name;
  std::variant<double, std::string> value;
  bool operator==(const Parameter&) const = default;
};

/// One case: a scenario, a variant of it, or a combination of parameter values.
struct Point {
  std::string label;               ///< what tables call it
  std::string scenario, variant;   ///< path and name; variant "": the scenario as it is
  std::string digest;              ///< of all that was read
  std::uint64_t replications = 0;  ///< that it is to have in the end
  std::vector<Parameter> parameters{};
};

/// Every file that the scenarios were read from, by the path that led there: with them any
/// replication can be run again.
using Files = std::map<std::string, std::string>;

/// Reads from disk and keeps what it has read; `files` must outlive it.
document::FileReader recording_reader(Files& files);
/// Reads what was kept, and nothing else.
document::FileReader reader_of(const Files& files);

struct Manifest {
  static constexpr std::uint64_t standard_batch = 1024;

  ExperimentKind kind = ExperimentKind::run;
  std::string outcast{};  ///< version that simulates; set by the store
  std::uint64_t seed = 1;
  std::uint64_t batch = standard_batch;  ///< replications of a batch at most
  std::vector<Point> points{};
  Files files{};
  /// How it was asked for, where that matters for showing it again; may change when it is resumed.
  std::map<std::string, std::string> settings{};
};

/// The names of the coordinates of all points, in the order of their first mention.
std::vector<std::string> parameter_names(const Manifest& manifest);

/// One line for each thing that tells two experiments apart, such as "seed: 1 there, 2 here"; the
/// replications wanted and the settings may differ.
std::vector<std::string> differences_of(const Manifest& there, const Manifest& here);
/// The same of the settings, but for where the sweep was read from.
std::vector<std::string> settings_differences_of(const Manifest& there, const Manifest& here);

}  // namespace outcast::app
