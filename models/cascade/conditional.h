// Replications for conditional estimation: campaigns that leave their background, and incidents
// that begin in it.
#pragma once
#include <memory>
#include <span>
#include <vector>

#include "models/cascade/initiating_event.h"
#include "models/cascade/metrics.h"
#include "sim/ensemble/ensemble.h"

namespace outcast::cascade {

/// Columns of a conditional table: those of metrics(), then the events handled, the measure of
/// cost.
inline std::size_t cost_column() { return metrics().size(); }

/// Campaigns of a blueprint; fills backgrounds[replication - first]. `share`: of the flawless
/// changes whose moments are kept.
struct CampaignRecord {
  std::uint64_t first = 0;
  double share = 1;
  std::span<Background> backgrounds;
};
std::unique_ptr<sim::Worker> make_campaign_worker(const Blueprint& blueprint, std::uint64_t seed,
                                                  const CampaignRecord& record);

/// One incident per replication: replication first + i begins with initiations[i]. Where that has
/// no event nothing happens, and the row keeps its zeros.
struct IncidentPlan {
  std::uint64_t first = 0;
  std::span<const Initiation> initiations;
};
std::unique_ptr<sim::Worker> make_incident_worker(const Blueprint& blueprint, std::uint64_t seed,
                                                  const IncidentPlan& plan);

}  // namespace outcast::cascade
