// Replications of the base of importance measures, and means over them.
#pragma once
#include <vector>

#include "models/cascade/trial.h"
#include "sim/stats/estimate.h"

namespace outcast::app {

/// Thread rule: read-only while trials run. Invariant: roots, where there are any, and harm are by
/// replication.
class BaseSample {
 public:
  /// The same whatever is left to chance.
  explicit BaseSample(std::uint64_t replications) : size_(replications) {}
  /// Services take turns to be struck by the first given fault, each as often as its rate asks for,
  /// up to rounding.
  static BaseSample in_turns(std::span<const double> rates, std::uint64_t replications,
                             std::uint64_t seed);
  /// One replication of each `step`.
  BaseSample thinned(std::uint64_t step) const;

  std::uint64_t size() const { return size_; }
  cascade::Trial trial(std::uint64_t i) const;
  const std::vector<double>& harm() const { return harm_; }
  void set_harm(std::vector<double> harm) { harm_ = std::move(harm); }

  /// Of one value per replication. Stratified by root, some together where each has few.
  sim::Estimate mean_of(std::span<const double> values) const;
  /// The mean of values divided by the mean harm. They are of all replications, or of thinned()
  /// ones.
  sim::Estimate share_of(std::span<const double> values) const;

 private:
  void find_strata();
  std::vector<double> spread(std::span<const double> values) const;

  std::uint64_t size_, step_ = 1;
  std::vector<cascade::ServiceIndex> roots_;  ///< ascending; empty: nobody takes turns
  std::vector<std::size_t> strata_;           ///< where they end; empty: replications are alike
  std::vector<double> harm_;
};

}  // namespace outcast::app
