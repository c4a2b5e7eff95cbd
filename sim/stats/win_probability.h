// How probable it is that one variant beats another under the same luck.
#pragma once
#include <cstdint>

#include "sim/stats/estimate.h"

namespace outcast::sim {

/// What became of pairs; the rest of them are equal.
struct PairCounts {
  std::uint64_t n = 0;
  std::uint64_t wins = 0, losses = 0;
};

/// The share of pairs won, with half of the equal ones, 0 .. 1; one half: neither is ahead.
struct WinProbability {
  PairCounts pairs;
  double share = 0;
  Interval interval;
};

/// The share is (1 + d) / 2, where d is the difference of the two proportions won and lost of the
/// same pairs; its score interval makes use of the ties, which Wilson's would count as luck, and
/// keeps a length where all pairs are equal. n = 0: the share is NaN, the interval 0 .. 1.
/// Source: Tango, Equivalence test and confidence interval for the difference in proportions for
/// the paired-sample design, Statistics in Medicine 17 (1998).
WinProbability estimate_win_probability(const PairCounts& pairs,
                                        double confidence = default_confidence);

}  // namespace outcast::sim
