// What each safeguard or variant is worth, and what it costs in delivery speed.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/attribution/players.h"
#include "app/study/case.h"
#include "app/study/sampling.h"
#include "sim/stats/estimate.h"
#include "sim/stats/variance_reduction.h"

namespace outcast::app {

inline constexpr std::size_t most_exact_players = 12;
inline constexpr std::uint64_t usual_permutations = 100;

struct AttributionRequest {
  std::vector<std::string> safeguards{};  ///< empty: those that are on
  std::vector<std::string> variants{};    ///< players in their place; empty: safeguards play
  std::string metric{};                   ///< empty: the main harm of the scenario
  std::uint64_t permutations = 0;         ///< 0: exact, or the usual number beyond 12 safeguards
  Sampling sampling{.replications = 1000};
};

/// Differences of one metric, paired by replication: with the player minus without it.
struct Worth {
  sim::Estimate alone, left_out, shapley;
};

/// The means of a coalition, by the metrics of the attribution.
struct CoalitionMeans {
  Coalition coalition = 0;
  std::vector<sim::Estimate> means{};
};

struct FrontMember {
  std::size_t position = 0;  ///< among the coalitions
  std::size_t equals = 0;    ///< others with exactly its means, and as many players or more
};

/// Invariant: by metric, in the order of `columns`: the harm, then what tells delivery speed.
struct Attribution {
  Players players{};
  std::vector<std::size_t> columns{};
  std::vector<std::vector<Worth>> worths{};  ///< by player, by metric
  std::vector<sim::Estimate> all{};          ///< by metric: everybody minus nobody
  /// Of the harm in `all`, by the common luck; empty: the difference does not vary.
  std::optional<sim::VarianceReduction> gain{};
  std::vector<CoalitionMeans> coalitions{};  ///< all, or those that every order passes through
  std::vector<FrontMember> front{};          ///< the least harm first
  std::uint64_t replications = 0;            ///< finished, of each coalition
  std::uint64_t permutations = 0;            ///< finished, each with its reverse; 0: exact
  ExitCode code = ExitCode::done;            ///< or how it was interrupted
};

/// Throws Failure when there is nothing to attribute, names are unknown, or variants do not go
/// together.
Attribution attribute(const Case& subject, const AttributionRequest& request);

}  // namespace outcast::app
