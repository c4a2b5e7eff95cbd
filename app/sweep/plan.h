// The plan of a sweep: its points, and the scenario that each of them is.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "app/study/sampling.h"
#include "app/sweep/factor.h"
#include "models/cascade/blueprint.h"
#include "sim/design/morris.h"
#include "sim/design/saltelli.h"

namespace outcast::app {

enum class DesignKind { grid, list, latin_hypercube, sobol, morris, saltelli, one_at_a_time };
std::string_view name_of(DesignKind kind);

/// A sweep file that is in order, its scenario read. Thread rule: `prepare` and `sample` from one
/// thread at a time. Invariant: every value of every factor is legal by itself.
struct Plan {
  std::string path;
  document::Document document;
  SweepFile file{};
  std::vector<Factor> factors{};
  std::unique_ptr<scenario::EditableScenario> scenario{};
  std::string scenario_path{}, digest{};  ///< digest: of the scenario without edits
  DesignKind kind = DesignKind::grid;
  sim::Points points{};
  std::vector<std::size_t> moved{};  ///< of a Morris design

  explicit Plan(std::string file_path, document::FileReader files = document::read_from_disk)
      : path(std::move(file_path)), document(std::move(files)) {}
};

/// Reads and checks everything but the points. Throws Failure with every problem.
std::unique_ptr<Plan> read_plan(const std::string& path,
                                document::FileReader files = document::read_from_disk);

/// How many points the design has, as a number that may be beyond counting.
double point_count(const Plan& plan);
/// Makes the points.
void make_points(Plan& plan, std::uint64_t seed);

/// The replications, metrics and luck that the file asks for.
Sampling sampling_of(const SweepFile& file);

/// A point's scenario. Throws Failure, with every problem, where its values do not go together.
scenario::Loaded load_point(Plan& plan, std::size_t point);
/// The scenario without any edit.
scenario::Loaded load_base(Plan& plan);

}  // namespace outcast::app
