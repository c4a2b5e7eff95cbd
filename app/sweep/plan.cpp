// Reads the sweep file and tries each value of each factor once.
#include "app/sweep/plan.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "models/cascade/metrics.h"
#include "models/document/format.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

using document::Problems;
using document::Value;
using scenario::Edit;

constexpr std::array<std::string_view, 7> design_names = {
    "grid", "list", "latin_hypercube", "sobol", "morris", "saltelli", "one_at_a_time"};

[[noreturn]] void refuse(const std::string& path, const Problems& problems) {
  std::string text = problems.to_text();
  while (text.ends_with('\n')) text.pop_back();
  const std::size_t count = problems.sorted().size();
  throw Failure(ExitCode::invalid, path + " has " + std::to_string(count) +
                                       (count == 1 ? " problem\n" : " problems\n") + text);
}

std::string beside(const std::string& path, const std::string& other) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  return (folder / other).lexically_normal().string();
}

/// The design that is given; none or several are a problem.
void choose_design(Plan& plan, Value design, Problems& problems) {
  const DesignFile& d = plan.file.design;
  const std::array<bool, 7> given = {
      d.grid.has_value(),         d.list.has_value(),   d.latin_hypercube.has_value(),
      d.sobol.has_value(),        d.morris.has_value(), d.saltelli.has_value(),
      d.one_at_a_time.has_value()};
  const auto first = std::ranges::find(given, true);
  if (design.is(document::ValueKind::object) && std::ranges::count(given, true) != 1)
    problems.add({design.position(), "a design is one of several",
                  "as in {\"latin_hypercube\": {\"points\": 100}}",
                  document::did_you_mean("", design_names)});
  if (first != given.end()) plan.kind = static_cast<DesignKind>(first - given.begin());
  if (d.sobol && d.sobol->points < d.sobol->shifts)
    problems.add({design.find("sobol").nearest("points").position(),
                  "each shift of a Sobol sequence has at least one point"});
  if (d.morris && d.morris->levels % 2 != 0)
    problems.add({design.find("morris").nearest("levels").position(),
                  "Morris's design has an even number of levels"});
}

void check_metrics(const SweepFile& file, Value written, Problems& problems) {
  std::vector<std::string_view> names;
  for (const cascade::Metric& metric : cascade::metrics()) names.push_back(metric.name);
  for (std::size_t m = 0; m < file.metrics.size(); ++m)
    if (!cascade::column_of(file.metrics[m]))
      problems.add({written.find("metrics")[m].position(),
                    "unknown metric " + document::quoted(file.metrics[m]),
                    {},
                    document::did_you_mean(file.metrics[m], names)});
}

/// A problem that shows in the scenario's own files names the value that made it.
void attribute(const Problems& found, const Plan& plan, const std::string& to, Problems& problems) {
  for (document::Problem problem : found.sorted()) {
    if (problem.at.file != plan.path) problem.what += " where " + to;
    problems.add(std::move(problem));
  }
}

std::string words(const Factor& factor, double coordinate) {
  return factor.name + " is " + setting_at(factor, coordinate).text;
}

/// Each value of a factor by itself, the others as they are.
void try_values(Plan& plan, const Factor& factor, Problems& problems) {
  for (const double coordinate : probes_of(factor)) {
    if (problems.is_crowded()) return;
    const document::Document::Mark mark = plan.document.mark();
    std::vector<Edit> edits;
    add_edits(factor, coordinate, plan.document, edits);
    Problems found;
    const bool can_apply = std::ranges::all_of(
        edits, [&](const Edit& edit) { return plan.scenario->can_apply(edit, found); });
    if (can_apply) plan.scenario->with(edits, found);
    attribute(found, plan, words(factor, coordinate), problems);
    plan.document.forget_since(mark);
  }
}

void read_scenario(Plan& plan, Value written, Problems& problems) {
  plan.scenario_path = beside(plan.path, plan.file.scenario);
  Problems of_base;
  plan.scenario = std::make_unique<scenario::EditableScenario>(plan.document, plan.scenario_path,
                                                               plan.file.variant, of_base);
  if (of_base.empty()) return;
  problems.add({written.nearest("scenario").position(), "the scenario has problems"});
  for (document::Problem problem : of_base.sorted()) problems.add(std::move(problem));
}

void read_all(Plan& plan, Problems& problems) {
  const Value written = plan.document.read_file(plan.path, problems);
  if (!written || !document::has_format(written, sweep_format, problems)) return;
  plan.file = read_sweep_file(plan.document, written, problems);
  choose_design(plan, written.find("design"), problems);
  check_metrics(plan.file, written, problems);
  plan.factors = make_factors(plan.file, written, problems);
  const std::size_t dimensions = plan.factors.size() * (plan.kind == DesignKind::saltelli ? 2 : 1);
  if (dimensions > sim::most_sobol_dimensions)
    problems.add({written.find("parameters").position(), "too many parameters",
                  "a design has at most 1000 dimensions"});
  if (plan.file.scenario.empty()) return;
  const bool is_in_order = problems.empty();
  read_scenario(plan, written, problems);
  if (!is_in_order || !problems.empty()) return;
  for (const Factor& factor : plan.factors) try_values(plan, factor, problems);
}

std::vector<std::vector<double>> grid_levels(const Plan& plan) {
  std::vector<std::vector<double>> levels;
  for (const Factor& factor : plan.factors) levels.push_back(levels_of(factor));
  return levels;
}

sim::Points listed(const Plan& plan) {
  sim::Points points{.dimensions = plan.factors.size()};
  for (const Value point : plan.file.design.list->points) {
    for (const Factor& factor : plan.factors) {
      const Value value = point.find(factor.name);
      double coordinate = sim::as_it_is;
      for (std::size_t c = 0; value && c < factor.choices.size(); ++c) {
        const Value choice = factor.choices[c].value;
        const bool is_patch = factor.kind == Edit::Kind::patch;
        if (is_patch ? factor.choices[c].text == value.text()
                     : canonical_text(choice) == canonical_text(value))
          coordinate = coordinate_of(factor, c);
      }
      points.coordinates.push_back(coordinate);
    }
  }
  return points;
}

sim::Points shifted_sobol(const SobolFile& file, std::size_t dimensions, std::uint64_t seed) {
  sim::Points points{.dimensions = dimensions};
  for (unsigned shift = 0; shift < file.shifts; ++shift)
    points.add(sim::sobol(dimensions, file.points / file.shifts, seed, shift).coordinates);
  return points;
}

sim::Points tornado(const Plan& plan) {
  std::vector<sim::Ends> ends;
  for (const Factor& factor : plan.factors) ends.push_back(ends_of(factor));
  return sim::one_at_a_time(ends);
}

}  // namespace

std::string_view name_of(DesignKind kind) { return design_names[static_cast<std::size_t>(kind)]; }

std::unique_ptr<Plan> read_plan(const std::string& path, document::FileReader files) {
  auto plan = std::make_unique<Plan>(path, std::move(files));
  Problems problems;
  read_all(*plan, problems);
  if (!problems.empty()) refuse(path, problems);
  plan->digest = load_base(*plan).digest;
  return plan;
}

double point_count(const Plan& plan) {
  const DesignFile& design = plan.file.design;
  const double factors = static_cast<double>(plan.factors.size());
  switch (plan.kind) {
    case DesignKind::list:
      return static_cast<double>(design.list->points.size());
    case DesignKind::latin_hypercube:
      return design.latin_hypercube->points;
    case DesignKind::sobol:
      return design.sobol->points / design.sobol->shifts * design.sobol->shifts;
    case DesignKind::morris:
      return design.morris->trajectories * (factors + 1);
    case DesignKind::saltelli:
      return design.saltelli->rows * (factors + 2);
    case DesignKind::one_at_a_time:
      return 1 + 2 * factors;
    case DesignKind::grid:
      break;
  }
  double count = 1;
  for (const Factor& factor : plan.factors)
    count *= static_cast<double>(factor.range             ? factor.range->levels
                                 : factor.choices.empty() ? levels_of(factor).size()
                                                          : factor.choices.size());
  return count;
}

void make_points(Plan& plan, std::uint64_t seed) {
  const DesignFile& design = plan.file.design;
  const std::size_t factors = plan.factors.size();
  switch (plan.kind) {
    case DesignKind::grid:
      plan.points = sim::grid(grid_levels(plan));
      return;
    case DesignKind::list:
      plan.points = listed(plan);
      return;
    case DesignKind::latin_hypercube:
      plan.points = sim::latin_hypercube(factors, design.latin_hypercube->points, seed);
      return;
    case DesignKind::sobol:
      plan.points = shifted_sobol(*design.sobol, factors, seed);
      return;
    case DesignKind::morris: {
      sim::MorrisDesign made =
          sim::morris(factors, design.morris->trajectories, design.morris->levels, seed);
      plan.points = std::move(made.points);
      plan.moved = std::move(made.moved);
      return;
    }
    case DesignKind::saltelli:
      plan.points = sim::saltelli(sim::sobol(2 * factors, design.saltelli->rows, seed));
      return;
    case DesignKind::one_at_a_time:
      plan.points = tornado(plan);
      return;
  }
}

Sampling sampling_of(const SweepFile& file) {
  return {.replications = file.replications,
          .precision = file.precision,
          .at_most = file.at_most,
          .metrics = file.metrics,
          .seed = file.seed};
}

scenario::Loaded load_point(Plan& plan, std::size_t point) {
  const document::Document::Mark mark = plan.document.mark();
  std::vector<Edit> edits;
  std::string where;
  for (std::size_t f = 0; f < plan.factors.size(); ++f) {
    const double coordinate = plan.points[point][f];
    add_edits(plan.factors[f], coordinate, plan.document, edits);
    where += (f == 0 ? "" : " and ") + words(plan.factors[f], coordinate);
  }
  Problems found, problems;
  auto loaded = plan.scenario->with(edits, found);
  if (!loaded) attribute(found, plan, where, problems);
  plan.document.forget_since(mark);
  if (!loaded) refuse(plan.path, problems);
  return std::move(*loaded);
}

scenario::Loaded load_base(Plan& plan) {
  Problems problems;
  auto loaded = plan.scenario->with({}, problems);
  if (!loaded) refuse(plan.scenario_path, problems);
  return std::move(*loaded);
}

}  // namespace outcast::app
