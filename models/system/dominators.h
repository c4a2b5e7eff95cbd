// Dominators: what every path from a root to a node must pass.
#pragma once
#include <vector>

#include "models/system/digraph.h"

namespace outcast::system {

/// The immediate dominator of each node: the last node other than itself that every path from
/// `root` to it passes. The root dominates itself; nodes out of reach have no_node.
/// By SEMI-NCA with an explicit stack, so a chain of a million nodes is safe (the Lengauer-Tarjan
/// of Boost 1.74 recurses in path compression and overflows the stack there). Near linear in
/// practice, quadratic on graphs made to be bad. Source: Georgiadis, Linear-time algorithms for
/// dominators and related problems (Princeton, 2005), section 2.3.
std::vector<NodeIndex> immediate_dominators(const Digraph& graph, NodeIndex root);

/// The proper dominators of `node`, from its immediate one up to the root; empty for the root and
/// for nodes out of reach.
std::vector<NodeIndex> dominators_of(const std::vector<NodeIndex>& immediate, NodeIndex node);

}  // namespace outcast::system
