// How the shared events of a tree are drawn so that the top event happens.
#pragma once
#include <vector>

#include "models/faulttree/logic.h"

namespace outcast::faulttree {

/// Shared events are drawn in `order`, each with the odds that nature gives it,
/// times how much likelier it makes the top event (by Propagation under half
/// coupling), times its correction. A proposal mixes several sets of
/// corrections: each sample uses one, its weight knows all. No state of the
/// events from which the top may follow has probability zero.
struct Proposal {
  /// How far odds follow what makes the top likelier: by the ratio of its probabilities, or by
  /// the ratio's root, which goes less far where the ratio errs.
  enum class Tilt { whole, root };
  struct Component {
    double share = 1;
    Tilt tilt = Tilt::whole;
    std::vector<double> corrections;  ///< of the odds, by event
  };
  std::vector<Node> order;
  std::vector<Component> components;
};

/// In which order: those that matter most first (as far as the tree by itself
/// tells), or those with most parents.
enum class Order { by_criticality, by_parents };

/// Without corrections.
Proposal uncorrected(const Logic& logic, Order order);

}  // namespace outcast::faulttree
