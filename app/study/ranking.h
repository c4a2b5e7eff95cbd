// How much each service and dependency matters: by structure, and by simulated crashes.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/study/case.h"
#include "app/study/sampling.h"
#include "app/study/service_graph.h"
#include "sim/stats/estimate.h"
#include "sim/stats/rank_correlation.h"

namespace outcast::app {

/// What simulated crashes of one service do.
struct Crash {
  sim::Estimate blast_radius;
  sim::Estimate harm;  ///< customer minutes or, without customers, service minutes
};

/// What a service means for the harm R of the base: R+ if it crashes as well, R- if it never fails.
/// Sources: Cheok, Parry and Sherry, Use of importance measures in risk-informed regulatory
/// applications, Reliability Engineering and System Safety 60 (1998); for a part that itself hangs
/// on others, Dutuit and Rauzy, On the extension of importance measures to complex components,
/// the same 142 (2015).
struct Importance {
  sim::Estimate birnbaum;          ///< R+ - R-, minutes
  sim::Estimate fussell_vesely;    ///< (R - R-) / R
  sim::Estimate risk_achievement;  ///< R+ / R
};

struct ServiceRank {
  std::string id;
  system::NodeIndex node = 0;
  double expected = 1;          ///< services that fall with it, itself included, by the resolvent
  Fall fall;                    ///< if nobody mends and every loss is felt
  std::size_t dependants = 0;   ///< that need it in the end, whatever the alternatives
  std::size_t circle = 1;       ///< services that all need one another, itself among them
  double single_point_for = 0;  ///< share of customers whose endpoint falls with it alone
  bool is_cut_vertex = false;   ///< without it the graph of services falls apart
  std::optional<Crash> crash{};
  std::optional<Importance> importance{};
};

/// Harm of the base that passes through a dependency.
struct Passing {
  sim::Estimate harm;   ///< minutes; of a campaign, per horizon
  sim::Estimate share;  ///< of all harm of the base
};

struct DependencyRank {
  std::string from, to;
  double saved = 0;  ///< services that fall less in the average crash, were it not there
  std::optional<Passing> through{};  ///< where it was simulated
};

/// How well a structural measure predicts a simulated one, over the services simulated.
struct Prediction {
  std::string measure, target;
  sim::RankCorrelation spearman;
  sim::Proportion top;  ///< of the first by the measure, also first by the target
};

/// The harm that importance measures are about.
enum class Base {
  what_if,   ///< the scenario's own
  campaign,  ///< its incidents, by rate x consequence
  crash,     ///< nothing can go wrong: one service crashes
};

struct Ranking {
  std::vector<ServiceRank> services;  ///< the most harmful first
  std::vector<DependencyRank> dependencies;
  bool is_settled = true;    ///< the expected sizes of all circles have converged
  std::size_t examined = 0;  ///< services that structure was read of in full
  Base base = Base::what_if;
  std::optional<sim::Estimate> base_harm{};  ///< empty: interrupted before
  std::vector<Prediction> predictions;
};

struct CampaignIncidents;

struct RankRequest {
  /// To examine and simulate, by expected size; and as many dependencies, by what falls less.
  std::uint64_t most_services = 500;
  Sampling sampling{.replications = 1'000};
  const CampaignIncidents* campaign = nullptr;  ///< null: a what-if, or nothing can go wrong
};

/// What harm is counted in: customer minutes or, without customers, service minutes.
std::string_view harm_metric(const cascade::Scenario& scenario);

/// The structural part, sorted by expected size.
Ranking rank_structure(const cascade::Scenario& scenario, std::size_t most_services);

/// Crashes each examined service in turn, measures the importance of services and dependencies and
/// how well structure predicts it, all under the same luck, and sorts services by the harm of their
/// crash. Returns `done`, or how it was interrupted; then what is finished is there.
ExitCode simulate_ranking(const cascade::Blueprint& subject, const RankRequest& request,
                          Ranking& ranking);

}  // namespace outcast::app
