// Proportions with Wilson intervals.
#pragma once
#include <cstdint>

#include "sim/stats/estimate.h"

namespace outcast::sim {

/// A share of n trials, 0 .. 1.
struct Proportion {
  std::uint64_t n = 0;
  std::uint64_t successes = 0;
  double share = 0;
  Interval interval;
};

/// The score interval: all p that a test of `successes` among `n` would not reject. It keeps its
/// coverage near 0 and 1 and never leaves 0 .. 1; its coverage for one p swings a few percent
/// around the nominal as n changes, as that of any interval for a count. successes <= n.
/// n = 0: the share is NaN, the interval 0 .. 1.
/// Source: Wilson, Probable inference, the law of succession, and statistical inference, JASA 22
/// (1927).
Proportion estimate_proportion(std::uint64_t successes, std::uint64_t n,
                               double confidence = default_confidence);

}  // namespace outcast::sim
