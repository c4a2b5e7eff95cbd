// The jackknife of a factor's logarithm.
#include "sim/stats/variance_reduction.h"

#include <cmath>
#include <limits>

#include "sim/stats/reference_distributions.h"

namespace outcast::sim {

VarianceReduction jackknifed(std::size_t groups,
                             const std::function<double(std::size_t left_out)>& factor_without,
                             double confidence) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double factor = factor_without(groups);
  if (std::isnan(factor)) return {1, {0, infinity}};
  if (!std::isfinite(factor) || factor <= 0 || groups < 2) return {factor, {0, infinity}};
  std::vector<double> logs;
  for (std::size_t g = 0; g < groups; ++g) logs.push_back(std::log(factor_without(g)));
  const Estimate spread = estimate_mean(logs, confidence);
  if (spread.n < groups || !std::isfinite(spread.sd)) return {factor, {0, infinity}};
  const auto count = static_cast<double>(spread.n);
  const double error = spread.sd * (count - 1) / std::sqrt(count);
  const double reach = std::exp(student_quantile((1 + confidence) / 2, count - 1) * error);
  return {factor, {factor / reach, factor * reach}};
}

}  // namespace outcast::sim
