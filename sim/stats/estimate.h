// Means with Student-t intervals: the estimate that every metric of a run is printed with.
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

  double half_width() const { return (interval.high - interval.low) / 2; }
};

/// The sample without its NaN, which stand for "this replication has no value"; order kept.
std::vector<double> present_values(std::span<const double> sample);

/// The third central moment over sd cubed; 0 for values that are all equal or fewer than two. Of
/// `sample`, which is the one that was estimated.
double skewness_of(std::span<const double> sample, const Estimate& estimate);

/// Mean of the values that are present, with the interval mean -+ t sd / sqrt(n) (Student 1908).
/// Exact for normal values, close for others once n is large: the more skewed they are, the larger
/// (tests/unit/stats measures it). Sums run in the order of the sample and compensate rounding.
/// n = 0: mean and sd are NaN, the interval is -inf .. inf. n = 1: sd is NaN, the interval the
/// same. Values that are all equal give an interval of length 0, for example 0 .. 0 of an event
/// that never happened; its probability is better bounded by estimate_proportion.
/// Values are finite or NaN.
Estimate estimate_mean(std::span<const double> sample, double confidence = default_confidence);
/// The same of a sample that need not fit into memory, to the last bit.
Estimate estimate_mean(const Sample& sample, double confidence = default_confidence);

}  // namespace outcast::sim
