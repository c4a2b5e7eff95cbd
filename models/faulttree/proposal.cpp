// The order of events; equal ones stay in the order of their names.
#include "models/faulttree/proposal.h"

#include <algorithm>
#include <cmath>

#include "models/faulttree/propagation.h"

namespace outcast::faulttree {
namespace {

/// Probability of an event times what its failure adds to that of the top.
double criticality(const Logic& logic, Propagation& propagation, Node event) {
  propagation.assume(event, 1);
  const double failed = propagation.top();
  propagation.undo();
  propagation.assume(event, 0);
  const double intact = propagation.top();
  propagation.undo();
  return logic.probabilities[event] * std::abs(failed - intact);
}

}  // namespace

Proposal uncorrected(const Logic& logic, Order order) {
  std::vector<double> rank(logic.events(), 0.0);
  Propagation propagation(logic, Coupling::halfway);
  for (const Node event : logic.shared)
    rank[event] = order == Order::by_criticality ? criticality(logic, propagation, event)
                                                 : static_cast<double>(logic.parents[event].size());
  Proposal proposal{logic.shared, {{.corrections = std::vector<double>(logic.events(), 1.0)}}};
  std::ranges::stable_sort(proposal.order, [&](Node a, Node b) { return rank[a] > rank[b]; });
  return proposal;
}

}  // namespace outcast::faulttree
