// How well one order of things agrees with another.
#pragma once
#include <cstdint>
#include <span>

#include "sim/stats/proportion.h"

namespace outcast::sim {

struct RankCorrelation {
  std::uint64_t n = 0;
  double rho = 0;
  Interval interval;
};

/// Spearman's rho: the correlation of ranks, equal values sharing the middle of theirs. The
/// interval is Fisher's z with the variance (1 + rho^2 / 2) / (n - 3): the pairs count as a sample
/// of more such pairs. Source: Bonett and Wright, Sample size requirements for estimating Pearson,
/// Kendall and Spearman correlations, Psychometrika 65 (2000). NaN where one side is constant;
/// fewer than four pairs have the interval -1 .. 1. Same length, no NaN.
RankCorrelation rank_correlation(std::span<const double> x, std::span<const double> y,
                                 double confidence = default_confidence);

/// How many of the k largest by x are among the k largest by y. Of equals the earlier counts as
/// larger. k is at most the length.
Proportion shared_top(std::span<const double> x, std::span<const double> y, std::size_t k);

}  // namespace outcast::sim
