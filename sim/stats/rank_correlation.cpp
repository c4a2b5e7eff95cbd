// Ranks, their correlation, and the ends of two orders.
#include "sim/stats/rank_correlation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "sim/kernel/distribution.h"

namespace outcast::sim {
namespace {

/// Positions, the largest value first.
std::vector<std::size_t> order_of(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::size_t i) { return values[i]; });
  return order;
}

std::vector<double> ranks_of(std::span<const double> values) {
  const std::vector<std::size_t> order = order_of(values);
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0, end = 0; first < order.size(); first = end) {
    while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
    const double middle = static_cast<double>(first + end - 1) / 2;
    for (std::size_t i = first; i < end; ++i) ranks[order[i]] = middle;
  }
  return ranks;
}

/// All ranks have the mean (n - 1) / 2.
double correlation_of(std::span<const double> x, std::span<const double> y) {
  const double mean = (static_cast<double>(x.size()) - 1) / 2;
  double xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean) * (x[i] - mean);
    yy += (y[i] - mean) * (y[i] - mean);
    xy += (x[i] - mean) * (y[i] - mean);
  }
  return xx * yy > 0 ? std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0)
                     : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

RankCorrelation rank_correlation(std::span<const double> x, std::span<const double> y,
                                 double confidence) {
  RankCorrelation found{x.size(), correlation_of(ranks_of(x), ranks_of(y)), {-1, 1}};
  if (x.size() < 4 || std::isnan(found.rho)) return found;
  const auto n = static_cast<double>(x.size());
  const double half =
      normal_quantile((1 + confidence) / 2) * std::sqrt((1 + found.rho * found.rho / 2) / (n - 3));
  const double middle = std::atanh(found.rho);
  found.interval = {std::tanh(middle - half), std::tanh(middle + half)};
  return found;
}

Proportion shared_top(std::span<const double> x, std::span<const double> y, std::size_t k) {
  const std::vector<std::size_t> by_x = order_of(x), by_y = order_of(y);
  const auto top = std::span(by_y).first(k);
  const auto shared = std::ranges::count_if(std::span(by_x).first(k), [&](std::size_t i) {
    return std::ranges::find(top, i) != top.end();
  });
  return estimate_proportion(static_cast<std::uint64_t>(shared), k);
}

}  // namespace outcast::sim
