// Replications of a what-if with something imagined otherwise: what importance measures compare.
#pragma once
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "models/cascade/blueprint.h"
#include "sim/ensemble/ensemble.h"

namespace outcast::cascade {

/// One replication, and what is imagined in it. Trials of the same replication share their luck, so
/// that they differ only by what is imagined.
struct Trial {
  std::uint64_t replication = 0;
  ServiceIndex root = system::no_service;  ///< bears the first given fault, in place of its own
  ServiceIndex companion = system::no_service;  ///< bears the last given fault; none: nobody does
  Spared spared{};
};

/// The services that a trial touched: a fault of theirs began or they lost something. What was not
/// touched may be spared without any difference.
using TouchedServices = std::vector<ServiceIndex>;

struct TrialPlan {
  std::function<Trial(std::uint64_t)> trial;
  std::span<const std::size_t> columns;  ///< of metrics(): what a row holds
  std::span<TouchedServices> touched{};  ///< by trial, ascending; empty: not asked for
};

/// Replication i of the ensemble is trial(i). The blueprint is of a what-if whose last given fault
/// is the companion's.
std::unique_ptr<sim::Worker> make_trial_worker(const Blueprint& blueprint, std::uint64_t seed,
                                               const TrialPlan& plan);

}  // namespace outcast::cascade
