// Welford's updates.
#include "sim/stats/moments.h"

#include <cmath>
#include <limits>

#include "sim/stats/reference_distributions.h"

namespace outcast::sim {

void Moments::add(double value) {
  if (std::isnan(value)) return;
  ++n_;
  const double before = value - mean_;
  mean_ += before / static_cast<double>(n_);
  squares_ += before * (value - mean_);
}

Estimate Moments::estimate(double confidence) const {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double none = std::nan("");
  if (n_ < 2) return {n_, n_ == 0 ? none : mean_, none, {-infinity, infinity}};
  const auto n = static_cast<double>(n_);
  const double sd = std::sqrt(squares_ / (n - 1));
  const double half = student_quantile((1 + confidence) / 2, n - 1) * sd / std::sqrt(n);
  return {n_, mean_, sd, {mean_ - half, mean_ + half}};
}

}  // namespace outcast::sim
