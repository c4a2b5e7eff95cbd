// The harm of a campaign from one incident per replication: rate x consequence, cell by cell.
#pragma once
#include <string>
#include <vector>

#include "app/risk/bench.h"
#include "app/risk/gains.h"
#include "app/study/base_sample.h"
#include "app/study/case.h"
#include "app/study/sampling.h"
#include "sim/stats/estimate.h"

namespace outcast::app {

/// The metrics whose sum over incidents is that of the campaign.
inline constexpr std::array<std::string_view, 2> additive_metrics = {"customer_minutes",
                                                                     "service_minutes"};

struct RiskRequest {
  std::string metric;               ///< one of additive_metrics
  std::uint64_t campaigns = 1'000;  ///< that leave the states in which incidents begin
  std::uint64_t incidents = 100'000;
  Sampling luck;  ///< seed and threads
};

/// Part of the harm per horizon, by what brought it.
struct HarmBy {
  std::string name;
  sim::Estimate harm, incidents;
  sim::Estimate share;  ///< of the harm of the same sweeps, which the parts add up to
};

/// Incidents per horizon that are at least so bad.
struct Exceedance {
  double threshold = 0;  ///< blast radius, a share
  sim::Estimate incidents;
};

struct Risk {
  std::uint64_t cells = 0;
  /// Per horizon, in the metric's unit; n counts sweeps. With the control variate, where it is
  /// used: the parts are without it, so that they add up to a little more or less.
  sim::Estimate harm;
  sim::Estimate incidents;           ///< per horizon
  sim::Estimate under_way;           ///< incidents at a time: where they meet, harm counts twice
  sim::Estimate campaigns;           ///< the harm by whole campaigns, as a check
  std::uint64_t draws = 0;           ///< incidents simulated for the estimate
  sim::VarianceReduction reduction;  ///< against whole campaigns of the same cost (events)
  Gains gains;                       ///< by which steps
  /// The worst first.
  std::vector<HarmBy> by_author_kind, by_author, by_role, by_kind, by_mistake, by_service;
  std::vector<Exceedance> exceedances;
  ExitCode code = ExitCode::done;
};

/// Throw Failure: the case is no campaign; nothing can happen in it.
void check_is_campaign(const Case& subject);
void check_is_risky(std::span<const Cell> cells);

/// The incidents that an assessment simulates, and what they begin in.
struct AssessedIncidents {
  Campaigns campaigns{};
  std::vector<Cell> cells{};
  Sweeps sweeps{};
  std::vector<Draw> draws{};
};

/// Needs a campaign (a horizon and no what-if). Throws Failure where there is none, or where
/// nothing can happen in it. `incidents` receives what was simulated.
Risk assess(const Case& subject, const RiskRequest& request, AssessedIncidents& incidents);
Risk assess(const Case& subject, const RiskRequest& request);

/// To simulate them again with something imagined otherwise; they must outlive what is returned.
CampaignIncidents replay(const AssessedIncidents& incidents);

}  // namespace outcast::app
