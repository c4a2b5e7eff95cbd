// How much each service and dependency matters: by structure, and by simulated crashes.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/study/case.h"
#include "app/study/sampling.h"
#include "app/study/service_graph.h"
#include "sim/stats/estimate.h"

namespace outcast::app {

/// What simulated crashes of one service do.
struct Crash {
  sim::Estimate blast_radius;
  sim::Estimate harm;  ///< customer minutes or, without customers, service minutes
};

struct ServiceRank {
  std::string id;
  system::NodeIndex node = 0;
  double expected = 1;          ///< services that fall with it, itself included, by the resolvent
  Fall fall;                    ///< if nobody mends and every loss is felt
  std::size_t dependants = 0;   ///< that need it in the end, whatever the alternatives
  std::size_t circle = 1;       ///< services that all need one another, itself among them
  double single_point_for = 0;  ///< share of customers whose endpoint falls with it alone
  std::optional<Crash> crash{};
};

struct DependencyRank {
  std::string from, to;
  double saved = 0;  ///< services that fall less in the average crash, were it not there
};

struct Ranking {
  std::vector<ServiceRank> services;  ///< the most harmful first
  std::vector<DependencyRank> dependencies;
  bool is_settled = true;    ///< the expected sizes of all circles have converged
  std::size_t examined = 0;  ///< services that structure was read of in full
};

struct RankRequest {
  std::uint64_t most_services = 500;  ///< to examine and simulate, by expected size
  Sampling sampling{.replications = 200};
};

/// The structural part, sorted by expected size.
Ranking rank_structure(const cascade::Scenario& scenario, std::size_t most_services);

/// Crashes each examined service in turn, under the same luck, and sorts by the harm. Returns
/// `done`, or how it was interrupted.
ExitCode simulate_crashes(const cascade::Scenario& scenario, const RankRequest& request,
                          Ranking& ranking);

}  // namespace outcast::app
