// Probability distributions: our own code, so that every standard library gives the same numbers.
#pragma once
#include <variant>
#include <vector>

#include "sim/kernel/stream.h"
#include "sim/kernel/time.h"

namespace outcast::sim {

struct Fixed {
  double value = 0;
};
struct Exponential {
  double mean = 1;
};
/// `median` = exp(mu); `sigma` = standard deviation of the logarithm.
struct Lognormal {
  double median = 1;
  double sigma = 1;
};
struct Weibull {
  double shape = 1;
  double scale = 1;
};
struct Gamma {
  double shape = 1;
  double scale = 1;
};
/// P(X > x) = (scale / x)^shape for x >= scale.
struct Pareto {
  double shape = 1;
  double scale = 1;
};
struct Triangular {
  double low = 0;
  double mode = 0.5;
  double high = 1;
};
struct Uniform {
  double low = 0;
  double high = 1;
};
/// Observed values, each as likely as the other: linear interpolation between order statistics that
/// stand at probabilities (i - 1/2) / n (Hazen's rule), so that the mean is the mean of the values.
struct Empirical {
  std::vector<double> values;
};

using DistributionParameters = std::variant<Fixed, Exponential, Lognormal, Weibull, Gamma, Pareto,
                                            Triangular, Uniform, Empirical>;

/// A distribution of non-negative numbers; durations are in seconds.
/// Every kind is sampled by inversion: one uniform, so a larger draw always means a larger value
/// (common random numbers stay in step when a parameter moves). Fixed takes no draw.
///
/// Thread rule: immutable, shared freely. Invariant: parameters are finite and legal (the door
/// checks them).
class Distribution {
 public:
  Distribution() = default;                         ///< fixed at zero
  Distribution(DistributionParameters parameters);  // NOLINT: a distribution is its parameters
  static Distribution fixed(Duration d) { return Distribution(Fixed{d.seconds()}); }

  /// The value at probability u of (0, 1).
  double quantile(double u) const;
  double sample(Stream& stream) const {
    const auto* fixed = std::get_if<Fixed>(&parameters_);
    return fixed != nullptr ? fixed->value : quantile(stream.uniform());
  }
  /// The sample read as seconds, rounded to nanoseconds.
  Duration sample_duration(Stream& stream) const { return Duration::from_seconds(sample(stream)); }
  double mean() const;
  bool is_fixed() const { return std::holds_alternative<Fixed>(parameters_); }
  /// Fixed at zero: nothing to wait for.
  bool is_zero() const { return is_fixed() && std::get<Fixed>(parameters_).value == 0; }
  /// As given; the values of an Empirical in ascending order.
  const DistributionParameters& parameters() const { return parameters_; }

 private:
  DistributionParameters parameters_;
};

/// Standard normal quantile, relative error below 1e-15. Source: Wichura, Algorithm AS 241
/// (PPND16), 1988.
double normal_quantile(double u);

}  // namespace outcast::sim
