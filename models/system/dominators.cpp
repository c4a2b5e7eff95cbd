// SEMI-NCA: semidominators by path compression, then nearest common ancestors in the tree so far.
#include "models/system/dominators.h"

#include <algorithm>

namespace outcast::system {
namespace {

/// A depth-first tree. A number is the turn at which a node was met; the root's is 0.
struct DepthFirstTree {
  std::vector<NodeIndex> nodes;    ///< by number
  std::vector<NodeIndex> parents;  ///< number of the parent, by number; the root's is 0
  std::vector<NodeIndex> numbers;  ///< by node; no_node: out of reach
  NodeIndex size() const { return static_cast<NodeIndex>(nodes.size()); }
};

DepthFirstTree search_depth_first(const Digraph& graph, NodeIndex root) {
  DepthFirstTree tree;
  tree.numbers.assign(graph.size(), no_node);
  const auto meet = [&](NodeIndex node, NodeIndex parent) {
    tree.numbers.at(node) = tree.size();
    tree.nodes.push_back(node);
    tree.parents.push_back(parent);
  };
  meet(root, 0);
  std::vector<std::uint32_t> next(graph.offsets.begin(), graph.offsets.end() - 1);
  for (std::vector<NodeIndex> path{root}; !path.empty();) {
    const NodeIndex node = path.back();
    if (next[node] == graph.offsets[node + 1]) {
      path.pop_back();
      continue;
    }
    const NodeIndex target = graph.targets[next[node]++];
    if (tree.numbers[target] != no_node) continue;
    meet(target, tree.numbers[node]);
    path.push_back(target);
  }
  return tree;
}

/// The numbers from which edges lead into each number.
Rows sources(const Digraph& graph, const DepthFirstTree& tree) {
  std::vector<Digraph::Edge> edges;
  for (NodeIndex from = 0; from < tree.size(); ++from)
    for (const NodeIndex target : graph.targets_of(tree.nodes[from]))
      edges.push_back({from, tree.numbers[target]});
  return Rows::build(
      tree.size(), edges.size(), [&](std::size_t i) { return edges[i].to; },
      [&](std::size_t i) { return edges[i].from; });
}

/// The part of the tree whose semidominators are known, with compressed paths.
struct Forest {
  std::vector<NodeIndex> ancestor;  ///< at first the parent
  std::vector<NodeIndex> lowest;    ///< lowest semidominator between a node and its ancestor
  std::vector<NodeIndex> path;

  /// The lowest semidominator on the way from `node` up to the numbers below `linked`.
  NodeIndex evaluate(NodeIndex node, NodeIndex linked) {
    for (; ancestor[node] >= linked; node = ancestor[node]) path.push_back(node);
    for (; !path.empty(); path.pop_back()) {
      const NodeIndex below = path.back();
      ancestor[below] = ancestor[node];
      lowest[below] = std::min(lowest[below], lowest[node]);
      node = below;
    }
    return lowest[node];
  }
};

std::vector<NodeIndex> semidominators(const DepthFirstTree& tree, const Rows& sources) {
  std::vector<NodeIndex> semi = tree.parents;
  Forest forest{.ancestor = tree.parents, .lowest = tree.parents, .path = {}};
  for (NodeIndex number = tree.size() - 1; number > 0; --number) {
    for (const NodeIndex source : sources[number]) {
      const bool is_linked = source > number;
      semi[number] =
          std::min(semi[number], is_linked ? forest.evaluate(source, number + 1) : source);
    }
    forest.lowest[number] = semi[number];
  }
  return semi;
}

}  // namespace

std::vector<NodeIndex> immediate_dominators(const Digraph& graph, NodeIndex root) {
  const DepthFirstTree tree = search_depth_first(graph, root);
  const std::vector<NodeIndex> semi = semidominators(tree, sources(graph, tree));
  std::vector<NodeIndex> by_number = tree.parents;
  for (NodeIndex number = 1; number < tree.size(); ++number)
    while (by_number[number] > semi[number]) by_number[number] = by_number[by_number[number]];
  std::vector<NodeIndex> immediate(graph.size(), no_node);
  for (NodeIndex number = 0; number < tree.size(); ++number)
    immediate[tree.nodes[number]] = tree.nodes[by_number[number]];
  return immediate;
}

std::vector<NodeIndex> dominators_of(const std::vector<NodeIndex>& immediate, NodeIndex node) {
  std::vector<NodeIndex> found;
  if (immediate.at(node) == no_node) return found;
  for (; immediate[node] != node; node = immediate[node]) found.push_back(immediate[node]);
  return found;
}

}  // namespace outcast::system
