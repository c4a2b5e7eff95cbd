// Two passes over the sample: the mean, then the squares of what is left.
#include "sim/stats/estimate.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "sim/stats/reference_distributions.h"

namespace outcast::sim {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

/// A sum with a second number for what rounding took away. Source: Neumaier, Rundungsfehleranalyse
/// einiger Verfahren zur Summation endlicher Summen, ZAMM 54 (1974).
class CompensatedSum {
 public:
  void add(double value) {
    const double next = sum_ + value;
    lost_ += std::abs(sum_) >= std::abs(value) ? (sum_ - next) + value : (value - next) + sum_;
    sum_ = next;
  }
  double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0;
  double lost_ = 0;
};

/// What a first pass over a sample finds.
struct Overview {
  std::uint64_t n = 0;
  CompensatedSum sum;
  double least = infinity, most = -infinity;

  void add(double value) {
    ++n;
    sum.add(value);
    if (value < least) least = value;
    if (!(value < most)) most = value;
  }
  /// Rounding may not carry the mean out of the sample: equal values have exactly their mean.
  double mean() const { return std::clamp(sum.value() / static_cast<double>(n), least, most); }
};

template <class Add>
void for_each_present(const Sample& sample, Add add) {
  sample([&](std::span<const double> piece) {
    for (const double value : piece)
      if (!std::isnan(value)) add(value);
  });
}

/// What a second pass finds.
struct Spread {
  double sd = 0, skewness = 0;
};

Spread spread_of(const Sample& sample, const Overview& overview, double mean) {
  CompensatedSum squares, cubes;
  for_each_present(sample, [&](double value) {
    const double deviation = value - mean;
    squares.add(deviation * deviation);
    cubes.add(deviation * deviation * deviation);
  });
  const double n = static_cast<double>(overview.n), sd = std::sqrt(squares.value() / (n - 1));
  return {sd, sd > 0 ? cubes.value() / (n * sd * sd * sd) : 0};
}

}  // namespace

std::vector<double> present_values(std::span<const double> sample) {
  std::vector<double> values;
  values.reserve(sample.size());
  std::copy_if(sample.begin(), sample.end(), std::back_inserter(values),
               [](double value) { return !std::isnan(value); });
  return values;
}

Estimate estimate_mean(std::span<const double> sample, double confidence) {
  return estimate_mean(sample_of(sample), confidence);
}

Estimate estimate_mean(const Sample& sample, double confidence) {
  Overview overview;
  for_each_present(sample, [&](double value) { overview.add(value); });
  const std::uint64_t n = overview.n;
  if (n == 0) return {n, no_value, no_value, {-infinity, infinity}};
  if (n == 1) return {n, overview.least, no_value, {-infinity, infinity}};
  const double mean = overview.mean();
  const auto [sd, skewness] = spread_of(sample, overview, mean);
  Estimate estimate{.n = n, .mean = mean, .sd = sd, .interval = {}, .skewness = skewness};
  estimate.interval = interval_at(estimate, confidence);
  return estimate;
}

Interval interval_at(const Estimate& estimate, double confidence) {
  if (estimate.n < 2) return {-infinity, infinity};
  const double n = static_cast<double>(estimate.n), root = std::sqrt(n);
  const double t = student_quantile((1 + confidence) / 2, n - 1), skewness = estimate.skewness;
  // The studentised mean whose transform is x; by 1e-6 the limit, which is x, is near enough.
  const auto untransformed = [&](double x) {
    if (std::abs(skewness) < 1e-6) return x;
    return 3 * root / skewness * (std::cbrt(1 + skewness * (x / root - skewness / (6 * n))) - 1);
  };
  const double error = estimate.sd / root;
  return {estimate.mean - error * untransformed(t), estimate.mean - error * untransformed(-t)};
}

bool is_too_skewed(const Estimate& estimate) {
  constexpr double needed = 10;
  return static_cast<double>(estimate.n) < needed * estimate.skewness * estimate.skewness;
}

}  // namespace outcast::sim
