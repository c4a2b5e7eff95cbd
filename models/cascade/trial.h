// Replications with something imagined otherwise: what importance measures compare.
#pragma once
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "models/cascade/blueprint.h"
#include "models/cascade/imagined.h"
#include "models/cascade/initiating_event.h"
#include "sim/ensemble/ensemble.h"

namespace outcast::cascade {

/// One replication, and what is imagined in it. Trials of the same replication share their luck, so
/// that they differ only by what is imagined.
struct Trial {
  std::uint64_t replication = 0;
  const Initiation* initiation = nullptr;  ///< null: what the blueprint says
  Imagined imagined{};
};

/// The services that a trial touched: a fault of theirs began or they lost something. What was not
/// touched may be spared without any difference.
using TouchedServices = std::vector<ServiceIndex>;

struct TrialPlan {
  std::function<Trial(std::uint64_t)> trial;
  std::span<const std::size_t> columns;  ///< of metrics(): what a row holds
  std::span<TouchedServices> touched{};  ///< by trial, ascending; empty: not asked for
};

/// Replication i of the ensemble is trial(i).
std::unique_ptr<sim::Worker> make_trial_worker(const Blueprint& blueprint, std::uint64_t seed,
                                               const TrialPlan& plan);

}  // namespace outcast::cascade
