// Moments from sums.
#include "sim/stats/weighted.h"

#include <cmath>
#include <limits>

#include "sim/stats/reference_distributions.h"

namespace outcast::sim {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double no_value = std::numeric_limits<double>::quiet_NaN();
constexpr double check_confidence = 0.999;

Estimate estimate_of(std::uint64_t n, double sum, double squares, double confidence) {
  if (n == 0) return {n, no_value, no_value, {-infinity, infinity}};
  const auto count = static_cast<double>(n);
  const double mean = sum / count;
  if (n == 1) return {n, mean, no_value, {-infinity, infinity}};
  const double sd = std::sqrt(std::max(0.0, squares - sum * mean) / (count - 1));
  const double half = student_quantile((1 + confidence) / 2, count - 1) * sd / std::sqrt(count);
  return {n, mean, sd, {mean - half, mean + half}};
}

Estimate mean_weight_of(const WeightedSums& sums, double confidence) {
  return estimate_of(sums.n, sums.weight, sums.weight_squared, confidence);
}

WeightCheck check_of(const WeightedSums& sums) {
  const Interval wide = mean_weight_of(sums, check_confidence).interval;
  constexpr double rounding = 1e-9;
  const bool agrees = wide.low <= 1 + rounding && wide.high >= 1 - rounding;
  return agrees ? WeightCheck::agrees : WeightCheck::disagrees;
}

/// Variance of one plain value divided by that of one weighted value.
double factor_of(const WeightedSums& sums) {
  const auto n = static_cast<double>(sums.n);
  const double mean = sums.value / n;
  const double plain = sums.second_moment / n - mean * mean;
  const double achieved = sums.value_squared / n - mean * mean;
  // What rounding leaves of a sum of squares is no variance.
  if (achieved <= 1e-13 * mean * mean) return plain > 0 ? infinity : 1;
  return std::max(plain, 0.0) / achieved;
}

WeightedSums without(WeightedSums all, const WeightedSums& group) {
  all.n -= group.n;
  all.value -= group.value;
  all.value_squared -= group.value_squared;
  all.second_moment -= group.second_moment;
  return all;
}

}  // namespace

void WeightedSums::add(const WeightedSums& other) {
  n += other.n;
  weight += other.weight;
  weight_squared += other.weight_squared;
  value += other.value;
  value_squared += other.value_squared;
  second_moment += other.second_moment;
  largest = std::max(largest, other.largest);
}

WeightedEstimate estimate_weighted(std::span<const WeightedSums> groups, double confidence) {
  WeightedSums all;
  for (const WeightedSums& group : groups) all.add(group);
  const auto factor_without = [&](std::size_t g) {
    return factor_of(g == groups.size() ? all : without(all, groups[g]));
  };
  WeightedEstimate result{.estimate = estimate_of(all.n, all.value, all.value_squared, confidence),
                          .mean_weight = mean_weight_of(all, confidence),
                          .check = check_of(all),
                          .reduction = jackknifed(groups.size(), factor_without, confidence)};
  if (all.value_squared > 0) {
    result.effective_n = all.value * all.value / all.value_squared;
    result.largest_share = all.largest / std::abs(all.value);
  }
  return result;
}

}  // namespace outcast::sim
