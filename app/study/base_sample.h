// Replications of the base of importance measures, and means over them.
#pragma once
#include <vector>

#include "models/cascade/trial.h"
#include "sim/stats/estimate.h"

namespace outcast::app {

/// Incidents of a campaign, drawn in independent sweeps, one after the other: over each, the sum of
/// weight x harm estimates the harm per horizon. Invariant: what they begin in outlives them.
struct CampaignIncidents {
  std::uint64_t first = 0;      ///< number of the first replication
  std::uint64_t per_sweep = 1;  ///< incidents of each sweep
  std::vector<cascade::Initiation> initiations;
  std::vector<double> weights;
};

/// Thread rule: read-only while trials run. Invariant: roots, where there are any, and harm are by
/// replication.
class BaseSample {
 public:
  /// The same whatever is left to chance.
  explicit BaseSample(std::uint64_t replications);
  /// Services take turns to be struck by the first given fault, each as often as its rate asks for,
  /// up to rounding.
  static BaseSample in_turns(std::span<const double> rates, std::uint64_t replications,
                             std::uint64_t seed);
  /// Their harm per horizon; one incident per replication.
  static BaseSample of_campaign(const CampaignIncidents& incidents);
  /// One replication of each `step`; of a campaign they begin at a random one in each sweep, since
  /// cells are drawn along a sweep.
  BaseSample thinned(std::uint64_t step, std::uint64_t seed) const;

  std::uint64_t size() const { return positions_.size(); }
  /// Of the replications among those that this was thinned of, ascending.
  const std::vector<std::uint64_t>& positions() const { return positions_; }
  cascade::Trial trial(std::uint64_t i) const;
  const std::vector<double>& harm() const { return harm_; }
  void set_harm(std::vector<double> harm) { harm_ = std::move(harm); }

  /// Of one value per replication. Stratified by root, some together where each has few; of a
  /// campaign over its sweeps.
  sim::Estimate mean_of(std::span<const double> values) const;
  /// The mean of the values of a part, this or a thinned() one, divided by the mean harm of this.
  sim::Estimate share_of(std::span<const double> values, const BaseSample& part) const;

 private:
  void find_strata();
  std::vector<double> spread(std::span<const double> values) const;
  std::vector<double> sums_of_sweeps(std::span<const double> values) const;
  std::vector<std::uint64_t> one_of_each(std::uint64_t step, std::uint64_t seed) const;

  std::vector<std::uint64_t> positions_;
  std::uint64_t step_ = 1;                        ///< it stands for so many
  std::vector<cascade::ServiceIndex> roots_;      ///< ascending; empty: nobody takes turns
  std::vector<std::size_t> strata_;               ///< where they end; empty: no turns
  const CampaignIncidents* incidents_ = nullptr;  ///< null: a what-if
  std::vector<double> harm_;
};

}  // namespace outcast::app
