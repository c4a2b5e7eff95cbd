// Tango's score interval, its ends found by bisection.
#include "sim/stats/win_probability.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/kernel/distribution.h"

namespace outcast::sim {
namespace {

/// (b - c - n d) / its standard deviation were `d` the true difference; falls as d rises. b wins,
/// c losses; the probability of a loss is then estimated by the root of A q^2 + B q + C.
double score(const PairCounts& pairs, double d) {
  const double n = static_cast<double>(pairs.n), b = static_cast<double>(pairs.wins),
               c = static_cast<double>(pairs.losses);
  const double linear = -b - c + (2 * n - b + c) * d;
  const double constant = -c * d * (1 - d);
  const double root = std::sqrt(std::max(0.0, linear * linear - 8 * n * constant));
  const double q = std::max(0.0, (root - linear) / (4 * n));
  const double deviation = std::sqrt(std::max(0.0, n * (2 * q + d * (1 - d))));
  const double excess = b - c - n * d;
  if (deviation > 0) return excess / deviation;
  return excess == 0 ? 0 : std::copysign(std::numeric_limits<double>::infinity(), excess);
}

/// The difference whose score is `z`, between `low` and `high`.
double difference_at(const PairCounts& pairs, double z, double low, double high) {
  constexpr int halvings = 60;  // beyond the precision of a double
  for (int i = 0; i < halvings; ++i) {
    const double middle = (low + high) / 2;
    (score(pairs, middle) > z ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

WinProbability estimate_win_probability(const PairCounts& pairs, double confidence) {
  if (pairs.n == 0) return {pairs, std::numeric_limits<double>::quiet_NaN(), {0, 1}};
  const double d = (static_cast<double>(pairs.wins) - static_cast<double>(pairs.losses)) /
                   static_cast<double>(pairs.n);
  const double z = normal_quantile((1 + confidence) / 2);
  const double low = pairs.losses == pairs.n ? -1 : difference_at(pairs, z, -1, d);
  const double high = pairs.wins == pairs.n ? 1 : difference_at(pairs, -z, d, 1);
  return {pairs, (1 + d) / 2, {(1 + low) / 2, (1 + high) / 2}};
}

}  // namespace outcast::sim
