// Expected shortfall: what the worst replications lose on average.
#pragma once
#include <cstdint>
#include <span>

#include "sim/stats/estimate.h"

namespace outcast::sim {

/// The mean of the largest share 1 - p of the values, in the unit of the sample.
struct Shortfall {
  double p = 0.95;
  std::uint64_t n = 0;  ///< values; replications without one (NaN) are not among them
  double value = 0;
  Interval interval;
};

/// The value at the edge counts by the part of it that belongs to the share (Rockafellar and
/// Uryasev, Conditional value-at-risk for general loss distributions, 2002). The interval is that
/// of the large sample (Manistre and Hancock, Variance of the CTE estimator, 2005), computed as
/// interval_at does for as many values as make the tail, with their skewness. It is nearly right
/// for light tails from about 50 values in the tail on, a little too short for heavy ones
/// (tests/unit/stats measures it). Fewer than two values in the tail: the interval is infinite.
/// n = 0: the value is NaN. 0 < p < 1.
Shortfall estimate_shortfall(std::span<const double> sample, double p,
                             double confidence = default_confidence);

}  // namespace outcast::sim
