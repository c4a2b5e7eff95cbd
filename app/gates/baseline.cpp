// Reads the JSON of an earlier run and tests it against this one.
#include "app/gates/baseline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "app/terminal/exit_code.h"
#include "app/terminal/figures.h"
#include "models/document/nearest_name.h"
#include "sim/stats/significance.h"

namespace outcast::app {
namespace {

using Json = nlohmann::json;
constexpr double infinity = std::numeric_limits<double>::infinity();

bool is_more_better(std::size_t column) {
  return cascade::metrics()[column].better == cascade::Better::higher;
}
double tail_level(std::size_t column) { return is_more_better(column) ? 0.05 : 0.95; }
const char* tail_name(std::size_t column) { return is_more_better(column) ? "p5" : "p95"; }

/// Null stands for what is not finite.
double number_of(const Json& json, double otherwise) {
  return json.is_null() ? otherwise : json.get<double>();
}

sim::Interval interval_of(const Json& json) {
  return {number_of(json.at(0), -infinity), number_of(json.at(1), infinity)};
}

Figures figures_of(const Json& metric, std::size_t column) {
  const double none = std::nan("");
  const auto n = metric.at("n").get<std::uint64_t>();
  const Json& tail = metric.at("quantiles").at(tail_name(column));
  return {{n, number_of(metric.at("mean"), none), number_of(metric.at("sd"), none),
           interval_of(metric.at("ci95"))},
          {tail_level(column), n, number_of(tail.at("value"), none), interval_of(tail.at("ci95"))}};
}

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw Failure(ExitCode::invalid, "the baseline " + document::quoted(path) + ' ' + why);
}

Json read_json(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path)) refuse(path, "cannot be read");
  if (file.peek() == std::ifstream::traits_type::eof())
    refuse(path, "is empty: the run that was to write it did not get so far");
  try {
    return Json::parse(file);
  } catch (const Json::parse_error& error) {
    refuse(path, "is no JSON: it goes wrong at byte " + std::to_string(error.byte) +
                     ", or breaks off there");
  }
}

/// Selections (compare --best) and compared risks have cases too, but without metrics.
bool is_comparison(const Json& json) {
  if (!json.contains("cases") || !json["cases"].is_array() || json["cases"].empty()) return false;
  return json["cases"][0].is_object() && json["cases"][0].contains("metrics");
}
bool is_run(const Json& json) { return json.contains("metrics") && json.contains("replications"); }

/// Another version may simulate otherwise: its differences would not be the scenario's.
void check_origin(const std::string& path, BaselineKind kind, const Json& json) {
  const bool is_of_run = kind == BaselineKind::run;
  const std::string command = is_of_run ? "outcast run SCENARIO" : "outcast compare SCENARIO ..";
  const std::string again = ". Make it anew: " + command + " --json " + path;
  if (!json.is_object() || !json.contains("outcast") || !json["outcast"].is_string())
    refuse(path, "is no result of outcast" + again);
  if (is_of_run && is_comparison(json))
    refuse(path, "is the result of a comparison, not of one run" + again);
  if (!is_of_run && is_run(json))
    refuse(path, "is the result of one run, not of a comparison" + again);
  if (is_of_run ? !is_run(json) : !is_comparison(json))
    refuse(path, "is the result of another command" + again);
  const std::string version = json["outcast"];
  if (version != OUTCAST_VERSION)
    refuse(path, "was written by version " + document::quoted(version) +
                     ", this is " OUTCAST_VERSION ", which may simulate otherwise" + again);
}

void check_metrics(const std::string& path, const Json& metrics,
                   const std::vector<std::size_t>& columns) {
  std::string missing;
  for (const std::size_t column : columns) {
    const cascade::Metric& metric = cascade::metrics()[column];
    const std::string name(metric.name);
    if (!metrics.is_object() || !metrics.contains(name))
      missing += "\n  it has no metric " + document::quoted(name);
    else if (metrics[name].value("unit", "") != metric.unit)
      missing += "\n  its " + name + " is in another unit: " + metrics[name].value("unit", "none") +
                 ", not " + std::string(metric.unit);
  }
  if (!missing.empty()) refuse(path, "does not fit" + missing);
}

Figures estimate_figures(const Case& subject, std::size_t column) {
  const std::vector<double> values = values_of(subject, column);
  const std::array<double, 1> level = {tail_level(column)};
  return {sim::estimate_mean(values), sim::estimate_quantiles(values, level)[0]};
}

/// Larger is worse, for both directions.
Figures turned(Figures figures, std::size_t column) {
  if (!is_more_better(column)) return figures;
  const auto turn = [](double& value, sim::Interval& interval) {
    value = -value;
    interval = {-interval.high, -interval.low};
  };
  turn(figures.mean.mean, figures.mean.interval);
  turn(figures.tail.value, figures.tail.interval);
  return figures;
}

double chance_of(const Change& change) {
  const Figures before = turned(change.before, change.column);
  const Figures now = turned(change.now, change.column);
  return change.statistic == Statistic::mean
             ? sim::chance_of_larger_mean(before.mean, now.mean)
             : sim::chance_of_larger_quantile(before.tail, now.tail);
}

std::string text_of(const Figures& figures, const Change& change) {
  const cascade::Metric& metric = cascade::metrics()[change.column];
  const Scale scale = scale_of(metric.name, metric.unit, figures.mean.mean);
  const EstimateText text =
      change.statistic == Statistic::mean
          ? estimate_text(figures.mean, scale.factor)
          : estimate_text(figures.tail.value, figures.tail.interval, scale.factor);
  return text.value + ' ' + text.interval +
         (scale.unit.empty() ? "" : ' ' + std::string(scale.unit));
}

/// Of a run, or of one case of a comparison.
BaselineCase read_case(const Json& json, const std::vector<std::size_t>& columns) {
  const Json& scenario = json.at("scenario");
  BaselineCase found{.label = json.value("label", ""), .title = scenario.at("name")};
  if (scenario.contains("variant"))
    found.title += ", variant " + scenario["variant"].get<std::string>();
  found.digest = scenario.at("digest");
  found.replications = json.at("replications");
  for (const std::size_t column : columns)
    found.metrics[column] =
        figures_of(json.at("metrics").at(std::string(cascade::metrics()[column].name)), column);
  return found;
}

std::vector<Change> changes_of(const BaselineCase& earlier, const Case& subject) {
  std::vector<Change> changes;
  for (const auto& [column, before] : earlier.metrics) {
    const Figures now = estimate_figures(subject, column);
    for (const Statistic statistic : {Statistic::mean, Statistic::tail}) {
      changes.push_back({column, statistic, before, now});
      changes.back().chance = chance_of(changes.back());
    }
  }
  return changes;
}

}  // namespace

const BaselineCase* Baseline::find(const Case& subject) const {
  if (kind == BaselineKind::run) return &cases[0];
  const auto found = std::ranges::find(cases, subject.label, &BaselineCase::label);
  return found == cases.end() ? nullptr : &*found;
}

Baseline read_baseline(const std::string& path, BaselineKind kind,
                       const std::vector<std::size_t>& columns) {
  const Json json = read_json(path);
  check_origin(path, kind, json);
  try {
    const Json cases = kind == BaselineKind::run ? Json::array({json}) : json["cases"];
    Baseline baseline{.kind = kind, .path = path};
    for (const Json& one : cases) {
      check_metrics(path, one.at("metrics"), columns);
      baseline.cases.push_back(read_case(one, columns));
    }
    if (baseline.cases.empty()) refuse(path, "has no cases");
    baseline.seed = json.at("seed");
    return baseline;
  } catch (const Json::exception&) {
    refuse(path, "is not as outcast writes it: something is missing, or of another kind");
  }
}

std::vector<std::vector<Change>> changes_since(const Baseline& baseline,
                                               std::span<const Case> cases) {
  std::vector<std::vector<Change>> changes;
  std::vector<double> chances;
  for (const Case& subject : cases) {
    const BaselineCase* earlier = baseline.find(subject);
    changes.push_back(earlier == nullptr ? std::vector<Change>{} : changes_of(*earlier, subject));
    for (const Change& change : changes.back()) chances.push_back(change.chance);
  }
  const std::vector<bool> are_worse = sim::holm(chances, regression_level);
  std::size_t i = 0;
  for (std::vector<Change>& of_case : changes)
    for (Change& change : of_case) {
      if (are_worse[i++]) change.trend = Trend::worse;
      if (std::isnan(change.chance)) change.trend = Trend::untestable;
    }
  return changes;
}

std::string name_of(const Change& change) {
  const std::string function =
      change.statistic == Statistic::mean ? "mean" : tail_name(change.column);
  return function + '(' + std::string(cascade::metrics()[change.column].name) + ')';
}

std::string figures_text(const Change& change) {
  return text_of(change.before, change) + " before, " + text_of(change.now, change) + " now, n " +
         count_text(change.before.mean.n) + " and " + count_text(change.now.mean.n);
}

std::string reason_text(const Change& change) {
  switch (change.trend) {
    case Trend::not_worse:
      return {};
    case Trend::worse:
      return "worse than chance explains: so much or more with probability " +
             short_text(change.chance);
    case Trend::untestable:
      return "not tested: an interval has no length or no end; the mean decides";
  }
  return {};
}

}  // namespace outcast::app
