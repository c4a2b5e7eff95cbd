// The spread of a sample with an interval.
#pragma once
#include <span>

#include "sim/stats/estimate.h"

namespace outcast::sim {

/// A standard deviation in the unit of its sample.
struct Deviation {
  std::uint64_t n = 0;  ///< values; replications without one (NaN) are not among them
  double value = 0;     ///< divisor n - 1
  Interval interval;
};

/// The interval is ln s -+ z sqrt(var(s^2)) / (2 s^2), with the variance of s^2 from the fourth
/// moment of the sample: for every distribution that has one, once n is large; the longer the tail,
/// the larger (tests/unit/stats measures it). Values that are all equal: 0 .. 0. n < 4: 0 .. inf.
/// Source: Casella and Berger, Statistical Inference, 2nd edition (2002), exercise 5.8 for the
/// variance of s^2; the delta method, section 5.5.4, for its logarithm.
Deviation estimate_deviation(std::span<const double> sample,
                             double confidence = default_confidence);

}  // namespace outcast::sim
