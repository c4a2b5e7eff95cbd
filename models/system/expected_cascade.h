// Expected size of the cascade from every node, by linear algebra: a ranking without simulation.
#pragma once
#include <span>
#include <vector>

#include "models/system/requirements.h"

namespace outcast::system {

/// The matrix K[v, u] = probability that u falls, given that v has fallen and by that alone.
/// Thread rule: a value, shared freely. Invariant: no loops, no parallel edges; targets ascending.
struct Propagation {
  Digraph dependants;                 ///< v -> u
  std::vector<double> probabilities;  ///< by edge, in the order of dependants.targets
};

/// K of a graph of requirements. `probabilities`: that a member's loss is felt by its owner, by
/// member position; empty: all 1. Groups are linearised: one that can lose s members takes
/// probability/(s + 1) from each, as if s + 1 losses were needed and each brought its share.
/// A node that is hit through several listings escapes only when it escapes through all of them.
Propagation propagation(const RequirementGraph& graph, std::span<const double> probabilities = {});

struct SweepLimits {
  double tolerance = 1e-9;             ///< relative change at which a circle has settled
  unsigned sweeps = 1000;              ///< at most, per circle
  std::span<const double> ceilings{};  ///< no size may exceed this, by node; empty: the node count
};

struct ExpectedCascades {
  std::vector<double> sizes;  ///< expected number of nodes that fall, the origin included
  unsigned sweeps = 0;        ///< most that any circle took
  bool have_converged = true;
};

/// b = (I - K)^-1 1 by Gauss-Seidel, strong component by strong component, dependants first: one
/// sweep suffices outside circles, however long the chain. A ranking, not an estimate: b adds up
/// all paths, every turn of a circle too, so it bounds the expectation from above; it is near it
/// where cascades are thin, and grows without bound in a circle whose spectral radius reaches 1.
/// The ceilings cut it; good ones are the counts of transitive dependants plus one (reach_counts).
/// Where all needs are certain use CascadeSearch, which is exact.
ExpectedCascades expected_cascade_sizes(const Propagation& propagation,
                                        const SweepLimits& limits = {});

}  // namespace outcast::system
