// The fourth moment says how far a variance can be trusted.
#include "sim/stats/deviation.h"

#include <cmath>
#include <limits>

#include "sim/kernel/distribution.h"

namespace outcast::sim {

Deviation estimate_deviation(std::span<const double> sample, double confidence) {
  const Estimate estimate = estimate_mean(sample, confidence);
  const auto n = static_cast<double>(estimate.n);
  const double variance = estimate.sd * estimate.sd;
  if (estimate.n < 4)
    return {estimate.n, estimate.sd, {0, std::numeric_limits<double>::infinity()}};
  if (variance == 0) return {estimate.n, 0, {0, 0}};
  std::vector<double> fourths;
  for (const double value : present_values(sample))
    fourths.push_back(std::pow(value - estimate.mean, 4));
  const double fourth = estimate_mean(fourths).mean;
  const double of_variance = (fourth - variance * variance * (n - 3) / (n - 1)) / n;
  const double reach = normal_quantile((1 + confidence) / 2) *
                       std::sqrt(std::max(0.0, of_variance)) / (2 * variance);
  return {estimate.n, estimate.sd, {estimate.sd * std::exp(-reach), estimate.sd * std::exp(reach)}};
}

}  // namespace outcast::sim
