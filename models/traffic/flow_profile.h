// The service time of a station as the flow engine needs it: the share of requests served within a
// given time.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "sim/kernel/distribution.h"

namespace outcast::traffic::flow {

/// Thread rule: immutable. Invariant: both tables ascend.
class ServiceProfile {
 public:
  /// Steps in which the flow engine lets the share of late answers move while a queue grows. Five
  /// are enough: 16 -> 5 moved critical outage lengths by 0.1 %.
  static constexpr std::size_t steps = 5;

  explicit ServiceProfile(const sim::Distribution& service_time);

  double mean() const { return mean_; }
  /// Squared coefficient of variation, from the table.
  double variability() const { return variability_; }
  /// P(service time <= x), x in seconds; interpolated.
  double within(double x) const;
  /// The same as a step function of `steps` equal steps.
  double within_in_steps(double x) const;
  /// Mean of the service time or x, whichever is less.
  double mean_within(double x) const;
  /// Mean of exp(-rate x service time): the chance to end before an exponential time.
  double laplace(double rate) const;
  /// Where the step function jumps.
  const std::array<double, steps>& jumps() const { return jumps_; }

 private:
  void make_guide();

  double mean_ = 0, variability_ = 0;
  std::vector<double> shares_, times_;
  std::array<std::uint8_t, 256> guide_{};  ///< per cell of the last time: the first later entry
  double cells_per_second_ = 0;
  std::array<double, steps> jumps_{};
};

}  // namespace outcast::traffic::flow
