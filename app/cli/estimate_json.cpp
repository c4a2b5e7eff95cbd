// The small objects that every result has many of.
#include "app/cli/estimate_json.h"

#include <nlohmann/json.hpp>

namespace outcast::app {

using Json = nlohmann::ordered_json;

Json json_of(const sim::Interval& interval) { return {interval.low, interval.high}; }

Json json_of(const sim::Estimate& estimate) {
  return {{"n", estimate.n}, {"mean", estimate.mean}, {"ci95", json_of(estimate.interval)}};
}

Json json_of(const sim::VarianceReduction& reduction) {
  return {{"factor", reduction.factor}, {"ci95", json_of(reduction.interval)}};
}

Json json_of(const std::optional<sim::VarianceReduction>& reduction) {
  return reduction ? json_of(*reduction) : Json();
}

}  // namespace outcast::app
