// Importance sampling: means of values that were drawn too often or too seldom, by their weights.
#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/stats/estimate.h"
#include "sim/stats/variance_reduction.h"

namespace outcast::sim {

/// Sums over replications that each have a value and a weight: how likely nature draws it, divided
/// by how likely it was drawn. Sums of groups add up, so no replication is kept.
struct WeightedSums {
  std::uint64_t n = 0;
  double weight = 0, weight_squared = 0;
  double value = 0, value_squared = 0;  ///< of weight x value
  double second_moment = 0;             ///< of weight x (square that plain sampling would see)
  double largest = 0;                   ///< |weight x value|

  void add(double x, double w) { add(x, w, x * x); }
  /// `square`: the mean of the squares of the plain values for which x stands. Where x is the
  /// conditional probability of an event, the plain value is 0 or 1 and the mean square x itself.
  void add(double x, double w, double square) {
    const double contribution = w * x;
    ++n;
    weight += w;
    weight_squared += w * w;
    value += contribution;
    value_squared += contribution * contribution;
    second_moment += w * square;
    largest = std::max(largest, contribution < 0 ? -contribution : contribution);
  }
  void add(const WeightedSums& other);
};

enum class WeightCheck {
  agrees,     ///< the mean weight is 1 as far as the sample can tell
  disagrees,  ///< a weight is wrong, or a region of large weights was hardly visited
};

struct WeightedEstimate {
  Estimate estimate;       ///< mean of weight x value over n, with Student's interval
  double effective_n = 0;  ///< (sum)^2 / sum of squares of weight x value: replications that count
  double largest_share = 0;  ///< of one replication in the sum
  Estimate mean_weight;      ///< its truth is 1 where all that nature draws can be drawn
  WeightCheck check = WeightCheck::agrees;  ///< at 99.9 %: one false alarm in a thousand
  VarianceReduction reduction;              ///< against plain replications; by the jackknife
};

/// The estimate of all groups together. The reduction's interval needs groups of about equal n, ten
/// or more (jackknifed()). Beware: weights with a
/// heavy tail give intervals that are too short; a largest_share of some percent is the sign of it,
/// and none may show where a region was never visited. Source: Owen, Monte Carlo theory, methods
/// and examples (2013), chapter 9.
WeightedEstimate estimate_weighted(std::span<const WeightedSums> groups,
                                   double confidence = default_confidence);

}  // namespace outcast::sim
