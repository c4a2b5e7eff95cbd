// The tail of a metric as JSON.
#include <nlohmann/json.hpp>

#include "app/cli/estimate_json.h"
#include "app/cli/tail_report.h"

namespace outcast::app {
namespace {

using Json = nlohmann::ordered_json;
using app::json_of;

Json with_interval(double value, const sim::Interval& interval) {
  return {{"value", value}, {"ci95", json_of(interval)}};
}

Json json_of(const sim::TailFit& fit) {
  return {{"threshold", fit.tail.threshold},
          {"n", fit.n},
          {"exceedances", fit.exceedances},
          {"shape", with_interval(fit.tail.shape, fit.shape)},
          {"scale", with_interval(fit.tail.scale, fit.scale)},
          {"mean_excess", with_interval(fit.mean_excess.mean, fit.mean_excess.interval)},
          {"qq_correlation", fit.qq_correlation},
          {"anderson_darling", fit.anderson_darling},
          {"p_value", fit.p_value}};
}

Json json_of(const Tail& tail, const ReturnLevel& level) {
  Json json = Json::object();
  json[tail.horizon_years > 0 ? "years" : "replications"] = level.period;
  json["probability"] = level.probability;
  if (!level.is_beyond_data())
    json["data"] = with_interval(level.observed.value, level.observed.interval);
  if (level.fitted_interval) {
    json["fit"] = with_interval(level.fitted, *level.fitted_interval);
    json["extrapolated"] = level.is_beyond_data();
  }
  return json;
}

Json json_of(const Tail& tail) {
  Json json = {{"unit", tail.metric.unit}, {"n", tail.n}, {"without_value", tail.absent}};
  if (tail.horizon_years > 0) json["horizon_years"] = tail.horizon_years;
  for (std::size_t i = 0; i < tail.shortfalls.size(); ++i)
    json["expected_shortfall"].push_back(
        {{"worst_share", 1 - tail.shortfalls[i].p},
         {"above", with_interval(tail.edges[i].value, tail.edges[i].interval)},
         {"mean", with_interval(tail.shortfalls[i].value, tail.shortfalls[i].interval)}});
  json["levels"] = Json::array();
  for (const ReturnLevel& level : tail.levels) json["levels"].push_back(json_of(tail, level));
  if (!tail.is_fit_wanted) return json;
  json["fits"] = Json::array();
  for (const sim::TailFit& fit : tail.fits) json["fits"].push_back(json_of(fit));
  if (tail.fit() != nullptr) json["threshold"] = tail.fit()->tail.threshold;
  return json;
}

}  // namespace

std::string to_json(const std::vector<Tail>& tails) {
  Json json = Json::object();
  for (const Tail& tail : tails) json[std::string(tail.metric.name)] = json_of(tail);
  return json.dump();
}

}  // namespace outcast::app
