// Bonferroni's inequality.
#include "sim/stats/simultaneous.h"

#include <algorithm>
#include <cmath>

#include "sim/stats/reference_distributions.h"

namespace outcast::sim {

double confidence_of_each(double together, std::size_t comparisons) {
  return 1 - (1 - together) / static_cast<double>(std::max<std::size_t>(1, comparisons));
}

Interval interval_at(const Estimate& estimate, double confidence) {
  if (estimate.n < 2) return estimate.interval;
  const double n = static_cast<double>(estimate.n);
  const double half = student_quantile((1 + confidence) / 2, n - 1) * estimate.sd / std::sqrt(n);
  return {estimate.mean - half, estimate.mean + half};
}

}  // namespace outcast::sim
