// Updates value by value.
#include "sim/stats/moments.h"

#include <cmath>
#include <limits>

namespace outcast::sim {

void Moments::add(double value) {
  if (std::isnan(value)) return;
  const auto n = static_cast<double>(++n_);
  const double before = value - mean_, step = before / n;
  mean_ += step;
  const double more = before * (value - mean_);
  cubes_ += step * (more * (n - 2) - 3 * squares_);
  squares_ += more;
}

Estimate Moments::estimate(double confidence) const {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double none = std::nan("");
  if (n_ < 2) return {n_, n_ == 0 ? none : mean_, none, {-infinity, infinity}};
  const auto n = static_cast<double>(n_);
  const double sd = std::sqrt(squares_ / (n - 1));
  Estimate estimate{.n = n_, .mean = mean_, .sd = sd, .interval = {}};
  if (sd > 0) estimate.skewness = cubes_ / (n * sd * sd * sd);
  estimate.interval = interval_at(estimate, confidence);
  return estimate;
}

}  // namespace outcast::sim
