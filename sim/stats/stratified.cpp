// Variances of strata, added up.
#include "sim/stats/stratified.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/stats/reference_distributions.h"

namespace outcast::sim {
namespace {

struct Moments {
  std::uint64_t n = 0;
  double mean = 0;
  double variance = 0;  ///< of the estimate
  double freedom = 0;
  double plain = 0;  ///< variance of one plain value
};

Moments moments_of(std::span<const Stratum> strata) {
  Moments all;
  double fourth = 0;
  for (const auto& [share, part] : strata) {
    all.n += part.n;
    if (share > 0) all.mean += share * part.mean;
  }
  for (const auto& [share, part] : strata) {
    if (share <= 0) continue;
    const auto n = static_cast<double>(part.n);
    const double within = part.sd * part.sd;
    const double between = part.mean - all.mean;
    const double term = share * share * within / n;
    all.variance += term;
    fourth += term * term / (n - 1);
    // The means of strata differ by chance too: that is taken away again.
    all.plain += share * (within + between * between) - share * (1 - share) * within / n;
  }
  all.freedom = fourth > 0 ? all.variance * all.variance / fourth : static_cast<double>(all.n);
  return all;
}

}  // namespace

Estimate estimate_stratified(std::span<const Stratum> strata, double confidence) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const Moments all = moments_of(strata);
  const double sd = std::sqrt(std::max(0.0, all.plain));
  if (!std::isfinite(all.variance))  // a stratum with less than two values
    return {all.n, all.mean, sd, {-infinity, infinity}};
  const double half = student_quantile((1 + confidence) / 2, all.freedom) * std::sqrt(all.variance);
  return {all.n, all.mean, sd, {all.mean - half, all.mean + half}};
}

}  // namespace outcast::sim
