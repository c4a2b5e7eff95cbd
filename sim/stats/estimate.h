// Means with their intervals: the estimate that every metric of a run is printed with.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "sim/stats/sample.h"

namespace outcast::sim {

/// Share of repeated experiments whose intervals cover the truth, unless a caller asks for another.
inline constexpr double default_confidence = 0.95;

/// The closed range low .. high. An infinite end says that the sample cannot tell it.
struct Interval {
  double low = 0;
  double high = 0;
};

/// A mean in the unit of its sample, with what is needed to judge it.
struct Estimate {
  std::uint64_t n = 0;  ///< values; replications without one (NaN) are not among them
  double mean = 0;
  double sd = 0;  ///< standard deviation of one value (divisor n - 1)
  Interval interval;
  double skewness = 0;  ///< of one value: third central moment over sd cubed; 0: not measured

  double half_width() const { return (interval.high - interval.low) / 2; }
};

/// The sample without its NaN, which stand for "this replication has no value"; order kept.
std::vector<double> present_values(std::span<const double> sample);

/// The interval of a mean at any confidence, from n, mean, sd and skewness. Skewed values have a
/// mean whose error is skewed: Student's interval, which this is without skewness, is then too long
/// on one side and too short on the other. Infinite for fewer than two values. Sources: Student,
/// The probable error of a mean, Biometrika 6 (1908); Hall, On the removal of skewness by
/// transformation, JRSS B 54 (1992).
Interval interval_at(const Estimate& estimate, double confidence);

/// Mean of the values that are present, with its interval_at the confidence. Exact for two normal
/// values, close for others once n is large: the more skewed they are, the larger (see
/// is_too_skewed; tests/unit/stats measures it). Sums run in the order of the sample and compensate
/// rounding.
/// n = 0: mean and sd are NaN, the interval is -inf .. inf. n = 1: sd is NaN, the interval the
/// same. Values that are all equal give an interval of length 0, for example 0 .. 0 of an event
/// that never happened; its probability is better bounded by estimate_proportion.
/// Values are finite or NaN.
Estimate estimate_mean(std::span<const double> sample, double confidence = default_confidence);
/// The same of a sample that need not fit into memory, to the last bit.
Estimate estimate_mean(const Sample& sample, double confidence = default_confidence);

/// The values are so skewed that n of them hardly show it: their interval covers the mean less
/// often than it should, and a mean of losses is more likely too low than too high. True below 10
/// values for each square of the skewness. Measured on a region's losses, whose skewness is 33: of
/// intervals with n = 1,000, most of which are so judged, 89 % cover; with n = 10,000, 94 % do.
bool is_too_skewed(const Estimate& estimate);

}  // namespace outcast::sim
