// A line fitted through (control, value), read at the control's known mean.
#include "sim/stats/control_variate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/kernel/distribution.h"
#include "sim/stats/reference_distributions.h"

namespace outcast::sim {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Pairs {
  std::vector<double> values, controls;
};

Pairs present_pairs(std::span<const double> values, std::span<const double> controls) {
  Pairs pairs;
  for (std::size_t r = 0; r < values.size(); ++r) {
    if (std::isnan(values[r]) || std::isnan(controls[r])) continue;
    pairs.values.push_back(values[r]);
    pairs.controls.push_back(controls[r]);
  }
  return pairs;
}

double covariance(const Pairs& pairs, double value_mean, double control_mean) {
  double sum = 0;
  for (std::size_t r = 0; r < pairs.values.size(); ++r)
    sum += (pairs.values[r] - value_mean) * (pairs.controls[r] - control_mean);
  return sum / static_cast<double>(pairs.values.size() - 1);
}

/// `cost`: the regression's own share in the variance, at least 1.
VarianceReduction reduction_by(double correlation, double n, double cost, double confidence) {
  const double z = std::atanh(correlation);
  if (!std::isfinite(z)) return {infinity, {0, infinity}};
  const double reach = normal_quantile((1 + confidence) / 2) / std::sqrt(n - 3);
  const auto factor = [cost](double at) {
    const double r = std::tanh(at);
    return 1 / ((1 - r * r) * cost);
  };
  const double distance = std::abs(z);
  return {factor(z), {factor(std::max(0.0, distance - reach)), factor(distance + reach)}};
}

}  // namespace

ControlledEstimate estimate_with_control(std::span<const double> values,
                                         std::span<const double> controls, double known_mean,
                                         double confidence) {
  const Pairs pairs = present_pairs(values, controls);
  const Estimate plain = estimate_mean(pairs.values, confidence);
  const Estimate control = estimate_mean(pairs.controls, confidence);
  const VarianceReduction unknown{1, {0, infinity}};
  if (plain.n < 4 || !(control.sd > 0) || !(plain.sd > 0)) return {plain, 0, 0, unknown};
  const auto n = static_cast<double>(plain.n);
  const double together = covariance(pairs, plain.mean, control.mean);
  const double coefficient = together / (control.sd * control.sd);
  const double correlation = std::clamp(together / (control.sd * plain.sd), -1.0, 1.0);
  const double rest = plain.sd * plain.sd * (1 - correlation * correlation) * (n - 1) / (n - 2);
  const double off = control.mean - known_mean;
  const double cost = (n - 1) / (n - 2) + off * off * n / ((n - 2) * control.sd * control.sd);
  const double variance = plain.sd * plain.sd * (1 - correlation * correlation) * cost / n;
  const double mean = plain.mean - coefficient * off;
  const double half = student_quantile((1 + confidence) / 2, n - 2) * std::sqrt(variance);
  return {{plain.n, mean, std::sqrt(rest), {mean - half, mean + half}},
          coefficient,
          correlation,
          reduction_by(correlation, n, cost, confidence)};
}

}  // namespace outcast::sim
