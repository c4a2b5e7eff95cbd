// Probability distributions of the model: our own code, so that every library gives the same numbers.
#pragma once
#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "sim/kernel/stream.h"
#include "sim/kernel/time.h"

namespace outcast::sim {

struct Fixed { double value = 0; };
struct Exponential { double mean = 1; };
/// `median` = exp(mu); `sigma` = standard deviation of the logarithm.
struct Lognormal { double median = 1; double sigma = 1; };
struct Weibull { double shape = 1; double scale = 1; };
struct Gamma { double shape = 1; double scale = 1; };
/// P(X > x) = (scale / x)^shape for x >= scale.
struct Pareto { double shape = 1; double scale = 1; };
struct Triangular { double low = 0; double mode = 0.5; double high = 1; };
struct Uniform { double low = 0; double high = 1; };
/// Observed values, each as likely as the other; linear interpolation between order statistics.
struct Empirical { std::vector<double> values; };

using DistributionParameters =
    std::variant<Fixed, Exponential, Lognormal, Weibull, Gamma, Pareto, Triangular, Uniform, Empirical>;

/// A distribution of non-negative numbers; durations are in seconds.
/// Every kind is sampled by inversion: one uniform, so a larger draw always means a larger value (common random
/// numbers stay in step when a parameter moves). Fixed takes no draw.
/// Thread rule: immutable, shared freely. Invariant: parameters are finite and legal (the door checks them).
class Distribution {
 public:
  Distribution() : Distribution(Fixed{0}) {}
  Distribution(DistributionParameters parameters);  // NOLINT: a distribution is its parameters
  static Distribution fixed(Duration d) { return Distribution(Fixed{d.seconds()}); }

  /// The value at probability u of (0, 1).
  double quantile(double u) const;
  double sample(Stream& stream) const { return is_fixed_ ? fixed_ : quantile(stream.uniform()); }
  /// The sample read as seconds, rounded to nanoseconds.
  Duration sample_duration(Stream& stream) const { return is_fixed_ ? fixed_duration_ : Duration::from_seconds(sample(stream)); }
  double mean() const;
  bool is_fixed() const { return is_fixed_; }
  /// Fixed at zero: nothing to wait for.
  bool is_zero() const { return is_fixed_ && fixed_ == 0; }
  const DistributionParameters& parameters() const { return *parameters_; }

 private:
  bool is_fixed_ = true;
  double fixed_ = 0;
  Duration fixed_duration_{};
  std::shared_ptr<const DistributionParameters> parameters_;
};

/// Standard normal quantile, relative error below 1e-15. Source: Wichura, Algorithm AS 241 (PPND16), 1988.
double normal_quantile(double u);

}  // namespace outcast::sim
