// Quantiles with intervals that hold for every distribution.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "sim/stats/estimate.h"
#include "sim/stats/sample.h"

namespace outcast::sim {

/// The value that a share `p` of the replications does not exceed, in the unit of the sample.
struct Quantile {
  double p = 0.5;
  std::uint64_t n = 0;  ///< values; replications without one (NaN) are not among them
  double value = 0;     ///< always one of the sample
  Interval interval;    ///< ends are values of the sample, or infinite
};

/// Places of order statistics, 1 .. n: the low and high end of an interval. 0 and n + 1 say that
/// the sample is too small for that end.
struct Ranks {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

/// The narrowest ranks with at most (1 - confidence) / 2 of the binomial probability beyond each
/// end: P(X(low) <= q <= X(high)) >= confidence for every distribution, ties and lumps included
/// (then it is larger). 0 < p < 1. Source: David and Nagaraja, Order Statistics, 3rd edition
/// (2003), section 7.1.
Ranks quantile_ranks(double p, std::uint64_t n, double confidence = default_confidence);

/// One quantile for each of `ps` (0 < p < 1), in their order. The value is the smallest x of the
/// sample with at least n p values <= x. A sample too small for an end has an infinite one: p99
/// has an upper end from n = 368 on, p95 from 72, p50 from 6. n = 0: the value is NaN.
std::vector<Quantile> estimate_quantiles(std::span<const double> sample, std::span<const double> ps,
                                         double confidence = default_confidence);
/// The same of a sample that need not fit into memory.
std::vector<Quantile> estimate_quantiles(const Sample& sample, std::span<const double> ps,
                                         double confidence = default_confidence);

}  // namespace outcast::sim
