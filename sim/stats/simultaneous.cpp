// Bonferroni's inequality and Hall's transformation.
#include "sim/stats/simultaneous.h"

#include <algorithm>
#include <cmath>

#include "sim/stats/reference_distributions.h"

namespace outcast::sim {

double confidence_of_each(double together, std::size_t comparisons) {
  return 1 - (1 - together) / static_cast<double>(std::max<std::size_t>(1, comparisons));
}

Interval interval_at(const Estimate& estimate, double skewness, double confidence) {
  if (estimate.n < 2) return estimate.interval;
  const double n = static_cast<double>(estimate.n), root = std::sqrt(n);
  const double t = student_quantile((1 + confidence) / 2, n - 1);
  // The studentised mean whose transform is x; by 1e-6 the limit, which is x, is near enough.
  const auto untransformed = [&](double x) {
    if (std::abs(skewness) < 1e-6) return x;
    return 3 * root / skewness * (std::cbrt(1 + skewness * (x / root - skewness / (6 * n))) - 1);
  };
  const double error = estimate.sd / root;
  return {estimate.mean - error * untransformed(t), estimate.mean - error * untransformed(-t)};
}

}  // namespace outcast::sim
