// The resolvent of the propagation matrix, applied to ones.
#include "models/system/expected_cascade.h"

#include <algorithm>
#include <cmath>

#include "models/system/structure.h"

namespace outcast::system {
namespace {

/// One listing of a member in a group: what its loss does to the group's owner.
struct Effect {
  NodeIndex member, owner;
  double probability;
};

/// The effects of all listings, by member, then by owner.
std::vector<Effect> effects_of(const RequirementGraph& graph,
                               std::span<const double> probabilities) {
  std::vector<Effect> effects;
  effects.reserve(graph.position_count());
  for (std::uint32_t group = 0; group < graph.group_count(); ++group) {
    const std::uint32_t first = graph.first_position(group);
    const auto members = graph.members(group);
    for (std::size_t i = 0; i < members.size(); ++i) {
      const double felt = probabilities.empty() ? 1 : probabilities[first + i];
      effects.push_back({members[i], graph.owner(group), felt / (graph.slack(group) + 1)});
    }
  }
  std::stable_sort(effects.begin(), effects.end(), [](const Effect& a, const Effect& b) {
    return std::pair(a.member, a.owner) < std::pair(b.member, b.owner);
  });
  return effects;
}

/// Gauss-Seidel within one component. Invariant: sizes only grow, towards the smallest solution.
class Solver {
 public:
  Solver(const Propagation& propagation, const SweepLimits& limits)
      : propagation_(propagation), limits_(limits) {
    result_.sizes.assign(propagation.dependants.size(), 0);
  }

  void settle(std::span<const NodeIndex> component) {
    const unsigned limit = component.size() == 1 ? 1 : limits_.sweeps;
    unsigned sweeps = 0;
    double change = 1;
    for (; sweeps < limit && change > limits_.tolerance; ++sweeps) {
      change = 0;
      for (const NodeIndex node : component) change = std::max(change, renew(node));
    }
    result_.sweeps = std::max(result_.sweeps, sweeps);
    if (component.size() > 1 && change > limits_.tolerance) result_.have_converged = false;
  }
  ExpectedCascades take_result() { return std::move(result_); }

 private:
  /// Returns the relative change.
  double renew(NodeIndex node) {
    const Digraph& dependants = propagation_.dependants;
    double size = 1;
    for (std::uint32_t edge = dependants.offsets[node]; edge < dependants.offsets[node + 1]; ++edge)
      size += propagation_.probabilities[edge] * result_.sizes[dependants.targets[edge]];
    size = std::min(size, ceiling(node));
    const double change = std::abs(size - result_.sizes[node]) / size;
    result_.sizes[node] = size;
    return change;
  }
  double ceiling(NodeIndex node) const {
    return limits_.ceilings.empty() ? propagation_.dependants.size() : limits_.ceilings[node];
  }

  const Propagation& propagation_;
  const SweepLimits& limits_;
  ExpectedCascades result_;
};

}  // namespace

Propagation propagation(const RequirementGraph& graph, std::span<const double> probabilities) {
  if (!probabilities.empty() && probabilities.size() != graph.position_count())
    throw std::invalid_argument("one probability per member position is needed");
  std::vector<Digraph::Edge> edges;
  Propagation built;
  for (const Effect& effect : effects_of(graph, probabilities)) {
    if (effect.member == effect.owner) continue;
    const Digraph::Edge edge{effect.member, effect.owner};
    if (edges.empty() || edges.back() != edge) {
      edges.push_back(edge);
      built.probabilities.push_back(effect.probability);
    } else {
      double& known = built.probabilities.back();
      known = 1 - (1 - known) * (1 - effect.probability);
    }
  }
  built.dependants = Digraph::build(graph.size(), edges);
  return built;
}

ExpectedCascades expected_cascade_sizes(const Propagation& propagation, const SweepLimits& limits) {
  if (!limits.ceilings.empty() && limits.ceilings.size() != propagation.dependants.size())
    throw std::invalid_argument("one ceiling per node is needed");
  Solver solver(propagation, limits);
  const Components components = strong_components(propagation.dependants);
  for (NodeIndex c = 0; c < components.count(); ++c) solver.settle(components.members[c]);
  return solver.take_result();
}

}  // namespace outcast::system
