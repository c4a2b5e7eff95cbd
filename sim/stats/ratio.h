// Ratios of two means of the same replications.
#pragma once
#include <functional>
#include <span>

#include "sim/stats/estimate.h"

namespace outcast::sim {

/// Estimates the mean of a sample.
using MeanOf = std::function<Estimate(std::span<const double>)>;

/// mean(above) / mean(below), replication by replication under the same luck. The interval is
/// that which `mean_of` gives the residuals above - ratio x below, divided by mean(below): good
/// where the mean below is known to some percent. Source: Cochran, Sampling techniques, 3rd edition
/// (1977), chapter 6. Without values, or where the mean below is 0, the ratio is NaN and the
/// interval infinite. Both spans have the same length and no NaN.
Estimate estimate_ratio(std::span<const double> above, std::span<const double> below,
                        const MeanOf& mean_of);

}  // namespace outcast::sim
