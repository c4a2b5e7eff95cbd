// Measured gains for people: "38x" and "[30, 48]".
#pragma once
#include <optional>

#include "app/terminal/figures.h"
#include "sim/stats/variance_reduction.h"

namespace outcast::app {

/// Each number with three digits, since the ends of the interval may be far apart by a factor.
/// Without a gain, because the difference is the same in every replication, the interval says so.
EstimateText gain_text(const std::optional<sim::VarianceReduction>& gain);

}  // namespace outcast::app
