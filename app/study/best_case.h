// Which case is best in one metric: simulated step by step, the losers dropped early.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/study/case.h"
#include "app/study/simulation.h"
#include "sim/stats/estimate.h"
#include "sim/stats/selection.h"

namespace outcast::app {

struct BestRequest {
  std::string metric;
  double confidence = sim::default_confidence;
  std::optional<double> indifference{};  ///< in the metric's unit
  std::uint64_t batch = 0;               ///< replications; 0: as many as make it nearly normal
};

enum class Choice {
  decided,        ///< one case is best, or several that do not differ
  no_difference,  ///< not one replication told any two cases apart
  capped,         ///< the replications gave out first
  interrupted,
};

/// What became of one case.
struct Candidate {
  sim::Estimate mean;  ///< as if its number of replications had been fixed
  std::uint64_t replications = 0;
  std::optional<std::uint64_t> dropped_at{};  ///< replications of each case that were looked at
  std::size_t dropped_by = 0;

  bool is_left() const { return !dropped_at; }
};

struct BestCase {
  cascade::Metric metric;
  std::size_t column = 0;
  double confidence = 0, indifference = 0;
  std::uint64_t batch = 0;
  double batch_advised = 0;  ///< at which a batch is nearly normal; above `batch`: it is not
  Choice verdict = Choice::decided;
  std::size_t leader = 0;               ///< the best, or the best so far
  std::vector<Candidate> candidates{};  ///< in the order of the cases
  ExitCode code = ExitCode::done;

  std::uint64_t spent() const;
  /// What it would have taken to run every case as long as the longest.
  std::uint64_t without_dropping() const;
};

/// Batches that every case is given before the first look.
inline constexpr std::uint64_t first_batches = 20;

/// Simulates the cases, at most sampling.at_most replications each. Throws Failure when the metric
/// is unknown, has no better side, or lacks a value in some replication.
BestCase select_best(std::span<Case> cases, const BestRequest& request, const Sampling& sampling);

}  // namespace outcast::app
