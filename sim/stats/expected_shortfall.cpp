// The tail's mean, and the spread of what exceeds its edge.
#include "sim/stats/expected_shortfall.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace outcast::sim {

Shortfall estimate_shortfall(std::span<const double> sample, double p, double confidence) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr double no_value = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> excesses = present_values(sample);
  const std::uint64_t n = excesses.size();
  if (n == 0) return {p, n, no_value, {-infinity, infinity}};
  const double in_tail = (1 - p) * static_cast<double>(n);
  const auto edge_rank =
      std::min(n - 1, static_cast<std::uint64_t>(std::floor(in_tail * (1 + 1e-12))));
  const auto edge_at = excesses.begin() + static_cast<std::ptrdiff_t>(edge_rank);
  std::nth_element(excesses.begin(), edge_at, excesses.end(), std::greater<>());
  const double edge = *edge_at;
  // In the order of the sample, so that rounding does not depend on the partial sort.
  excesses = present_values(sample);
  for (double& value : excesses) value = std::max(0.0, value - edge);
  const Estimate excess = estimate_mean(excesses);
  const double value = edge + excess.mean / (1 - p);
  if (in_tail < 2) return {p, n, value, {-infinity, infinity}};
  // The error of the tail's mean, as if it came from the values in the tail alone.
  const Estimate tail{.n = static_cast<std::uint64_t>(std::round(in_tail)),
                      .mean = value,
                      .sd = excess.sd / std::sqrt(1 - p),
                      .interval = {},
                      .skewness = excess.skewness * std::sqrt(1 - p)};
  return {p, n, value, interval_at(tail, confidence)};
}

}  // namespace outcast::sim
