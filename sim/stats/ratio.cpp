// Linearised around the ratio of the means.
#include "sim/stats/ratio.h"

#include <limits>

namespace outcast::sim {

Estimate estimate_ratio(std::span<const double> above, std::span<const double> below,
                        const MeanOf& mean_of) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  constexpr double no_value = std::numeric_limits<double>::quiet_NaN();
  const double base = estimate_mean(below).mean;
  if (below.empty() || base == 0) return {below.size(), no_value, no_value, {-infinite, infinite}};
  const double ratio = estimate_mean(above).mean / base;
  std::vector<double> residuals;
  for (std::size_t i = 0; i < above.size(); ++i)
    residuals.push_back((above[i] - ratio * below[i]) / base);
  const Estimate residual = mean_of(residuals);
  const double half = residual.half_width();
  return {residual.n, ratio, residual.sd, {ratio - half, ratio + half}};
}

}  // namespace outcast::sim
