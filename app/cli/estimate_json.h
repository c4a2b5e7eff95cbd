// Estimates and their like as JSON. Numbers that are not finite become null when it is written.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "sim/stats/estimate.h"
#include "sim/stats/variance_reduction.h"

namespace outcast::app {

nlohmann::ordered_json json_of(const sim::Interval& interval);            ///< [low, high]
nlohmann::ordered_json json_of(const sim::Estimate& estimate);            ///< n, mean, ci95
nlohmann::ordered_json json_of(const sim::VarianceReduction& reduction);  ///< factor, ci95
/// null: what it is the gain for does not vary.
nlohmann::ordered_json json_of(const std::optional<sim::VarianceReduction>& reduction);

}  // namespace outcast::app
