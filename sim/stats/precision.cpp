// Half-widths shrink with the square root of n: that gives the next total.
#include "sim/stats/precision.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace outcast::sim {
namespace {

constexpr double least_growth = 1.2;
constexpr double most_growth = 4;
constexpr double reserve = 1.05;  // else half of all last rounds would end just short

double widest(std::span<const Estimate> estimates) {
  double result = 0;
  for (const Estimate& e : estimates) result = std::max(result, relative_half_width(e));
  return result;
}

}  // namespace

double relative_half_width(const Estimate& estimate) {
  if (estimate.n == 0) return 0;
  const double half = estimate.half_width();
  return half == 0 ? 0 : half / std::abs(estimate.mean);
}

NextRound next_round(std::span<const Estimate> estimates, double target, std::uint64_t n_so_far,
                     std::uint64_t cap) {
  const std::uint64_t least = std::min(smallest_precise_run, cap);
  if (n_so_far < least) return {Precision::open, least};
  const double excess = widest(estimates) / target;
  if (excess <= 1) return {Precision::reached, n_so_far};
  if (n_so_far >= cap) return {Precision::capped, n_so_far};
  const double growth = std::clamp(reserve * excess * excess, least_growth, most_growth);
  const double total = std::ceil(growth * static_cast<double>(n_so_far));
  return {Precision::open, static_cast<std::uint64_t>(std::min(total, static_cast<double>(cap)))};
}

}  // namespace outcast::sim
