// Tests of two estimates, and what many tests at once ask for.
#include "sim/stats/significance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/kernel/distribution.h"
#include "sim/stats/reference_distributions.h"

namespace outcast::sim {
namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

double normal_tail(double z) { return std::erfc(z / std::sqrt(2.0)) / 2; }

/// All of one sample on one side of the other.
double chance_of_separation(double n, double m) {
  return std::exp(std::lgamma(n + 1) + std::lgamma(m + 1) - std::lgamma(n + m + 1));
}

}  // namespace

double chance_of_larger_mean(const Estimate& before, const Estimate& after) {
  if (before.n < 2 || after.n < 2) return no_value;
  const auto n = static_cast<double>(before.n), m = static_cast<double>(after.n);
  const double a = before.sd * before.sd / n, b = after.sd * after.sd / m;
  const double difference = after.mean - before.mean;
  if (a + b == 0) return difference > 0 ? chance_of_separation(n, m) : 1;
  const double freedom = (a + b) * (a + b) / (a * a / (n - 1) + b * b / (m - 1));
  return student_tail(difference / std::sqrt(a + b), freedom);
}

double chance_of_larger_quantile(const Quantile& before, const Quantile& after) {
  const double difference = after.value - before.value;
  if (std::isnan(difference)) return no_value;
  if (difference <= 0) return 1;
  const double up = before.interval.high - before.value, down = after.value - after.interval.low;
  if (!std::isfinite(up) || !std::isfinite(down) || up <= 0 || down <= 0) return no_value;
  const double z = normal_quantile((1 + default_confidence) / 2);
  return normal_tail(z * difference / std::hypot(up, down));
}

std::vector<bool> holm(std::span<const double> chances, double level) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < chances.size(); ++i)
    if (!std::isnan(chances[i])) order.push_back(i);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return chances[i]; });
  std::vector<bool> picked(chances.size(), false);
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (chances[order[i]] > level / static_cast<double>(order.size() - i)) break;
    picked[order[i]] = true;
  }
  return picked;
}

}  // namespace outcast::sim
