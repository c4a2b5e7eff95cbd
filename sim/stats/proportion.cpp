// Wilson's score interval.
#include "sim/stats/proportion.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/kernel/distribution.h"

namespace outcast::sim {
namespace {

/// Wilson's two roots. At 0 and n successes one of them is 0 or 1, which rounding would miss.
Interval wilson(std::uint64_t successes, std::uint64_t n, double z) {
  const auto trials = static_cast<double>(n);
  const double share = static_cast<double>(successes) / trials;
  const double shrink = 1 + z * z / trials;
  const double center = (share + z * z / (2 * trials)) / shrink;
  const double spread = share * (1 - share) / trials + z * z / (4 * trials * trials);
  const double half = z * std::sqrt(spread) / shrink;
  return {successes == 0 ? 0.0 : std::max(0.0, center - half),
          successes == n ? 1.0 : std::min(1.0, center + half)};
}

}  // namespace

Proportion estimate_proportion(std::uint64_t successes, std::uint64_t n, double confidence) {
  if (n == 0) return {0, 0, std::numeric_limits<double>::quiet_NaN(), {0, 1}};
  const double share = static_cast<double>(successes) / static_cast<double>(n);
  return {n, successes, share, wilson(successes, n, normal_quantile((1 + confidence) / 2))};
}

}  // namespace outcast::sim
