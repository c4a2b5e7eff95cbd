// Reads the JSON of an earlier run and tests it against this one.
#include "app/gates/baseline.h"

#include <algorithm>
#include <array>
#include <cmath>
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
  if (!file) refuse(path, "cannot be read");
  try {
    return Json::parse(file);
  } catch (const Json::exception& error) {
    refuse(path, std::string("is no JSON: ") + error.what());
  }
}

/// Another version may simulate otherwise: its differences would not be the scenario's.
void check_origin(const std::string& path, const Json& json) {
  const std::string again = ". Make it anew: outcast run SCENARIO --json " + path;
  if (!json.is_object() || !json.contains("outcast") || !json["outcast"].is_string())
    refuse(path, "is no result of outcast" + again);
  if (json.contains("cases")) refuse(path, "is the result of a comparison, not of one run" + again);
  if (!json.contains("metrics") || !json.contains("replications"))
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

}  // namespace

Baseline read_baseline(const std::string& path, const std::vector<std::size_t>& columns) {
  const Json json = read_json(path);
  check_origin(path, json);
  check_metrics(path, json["metrics"], columns);
  try {
    const Json& scenario = json.at("scenario");
    Baseline baseline{.path = path, .title = scenario.at("name")};
    if (scenario.contains("variant"))
      baseline.title += ", variant " + scenario["variant"].get<std::string>();
    baseline.digest = scenario.at("digest");
    baseline.seed = json.at("seed");
    baseline.replications = json.at("replications");
    for (const std::size_t column : columns)
      baseline.metrics[column] =
          figures_of(json["metrics"][std::string(cascade::metrics()[column].name)], column);
    return baseline;
  } catch (const Json::exception& error) {
    refuse(path, std::string("is not as outcast writes it: ") + error.what());
  }
}

std::vector<Change> changes_since(const Baseline& baseline, const Case& subject) {
  std::vector<Change> changes;
  std::vector<double> chances;
  for (const auto& [column, before] : baseline.metrics) {
    const Figures now = estimate_figures(subject, column);
    for (const Statistic statistic : {Statistic::mean, Statistic::tail}) {
      changes.push_back({column, statistic, before, now});
      changes.back().chance = chance_of(changes.back());
      chances.push_back(changes.back().chance);
    }
  }
  const std::vector<bool> are_worse = sim::holm(chances, regression_level);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (are_worse[i]) changes[i].trend = Trend::worse;
    if (std::isnan(chances[i])) changes[i].trend = Trend::untestable;
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
