// The dominator tree against small drawings, removal of each node, and long chains.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "models/system/dominators.h"
#include "tests/unit/system/structure_graphs.h"

namespace outcast::system {
namespace {

std::string text_of_tree(const Digraph& graph, NodeIndex root) {
  std::string out;
  for (const NodeIndex node : immediate_dominators(graph, root))
    out.append(out.empty() ? "" : " ").append(node == no_node ? "-" : std::to_string(node));
  return out;
}

/// The nodes that `root` reaches without `removed`.
std::vector<bool> reached_without(const Digraph& graph, NodeIndex root, NodeIndex removed) {
  std::vector<bool> reached(graph.size(), false);
  if (root == removed) return reached;
  std::vector<NodeIndex> open{root};
  reached[root] = true;
  while (!open.empty()) {
    const NodeIndex node = open.back();
    open.pop_back();
    for (const NodeIndex target : graph.targets_of(node))
      if (target != removed && !reached[target]) {
        reached[target] = true;
        open.push_back(target);
      }
  }
  return reached;
}

void check_by_removal(const Digraph& graph) {
  const auto immediate = immediate_dominators(graph, 0);
  const auto reached = reached_without(graph, 0, no_node);
  for (NodeIndex gone = 0; gone < graph.size(); ++gone) {
    const auto still = reached_without(graph, 0, gone);
    for (NodeIndex node = 0; node < graph.size(); ++node) {
      if (node == gone) continue;
      const auto found = dominators_of(immediate, node);
      const bool dominates = std::find(found.begin(), found.end(), gone) != found.end();
      CHECK(dominates == (reached[node] && !still[node]));
    }
  }
}

TEST_CASE("two ways round a diamond leave the root as the only dominator of its far end") {
  const std::vector<Digraph::Edge> edges{{0, 1}, {0, 2}, {1, 3}, {2, 3}, {3, 4}};
  CHECK(text_of_tree(Digraph::build(5, edges), 0) == "0 0 0 0 3");
}

TEST_CASE("nodes out of reach have no dominator") {
  const std::vector<Digraph::Edge> edges{{0, 1}, {2, 1}};
  const Digraph graph = Digraph::build(3, edges);
  CHECK(text_of_tree(graph, 0) == "0 0 -");
  CHECK(dominators_of(immediate_dominators(graph, 0), 2).empty());
}

TEST_CASE("the dominators of a node run from the nearest up to the root") {
  const std::vector<Digraph::Edge> edges{{0, 1}, {1, 2}, {1, 3}, {2, 4}, {3, 4}, {4, 5}};
  const auto immediate = immediate_dominators(Digraph::build(6, edges), 0);
  CHECK(text(dominators_of(immediate, 5)) == "4 1 0");
  CHECK(text(dominators_of(immediate, 0)) == "");
}

TEST_CASE("the flow graph of Lengauer and Tarjan has the dominator tree of their paper") {
  // R=0 A=1 B=2 C=3 D=4 E=5 F=6 G=7 H=8 I=9 J=10 K=11 L=12; TOPLAS 1(1), 1979, figures 1 and 2
  const std::vector<Digraph::Edge> edges{
      {0, 1}, {0, 2}, {0, 3},  {1, 4}, {2, 1},  {2, 4},  {2, 5},  {3, 6},  {3, 7},  {4, 12}, {5, 8},
      {6, 9}, {7, 9}, {7, 10}, {8, 5}, {8, 11}, {9, 11}, {10, 9}, {11, 0}, {11, 9}, {12, 8}};
  CHECK(text_of_tree(Digraph::build(13, edges), 0) == "0 0 0 0 0 0 3 3 0 0 7 0 4");
}

TEST_CASE("on random graphs a dominator is a node whose removal cuts the way") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Dice dice(seed);
    const NodeIndex nodes = 2 + dice.roll(14);
    check_by_removal(Digraph::build(nodes, random_edges(dice, nodes, nodes + dice.roll(nodes))));
  }
}

TEST_CASE("every node of a chain of a million is dominated by the one before, links back or not") {
  constexpr NodeIndex length = 1'000'000;
  for (const NodeIndex back : {0u, 1u, 5u, 1000u}) {
    const auto immediate = immediate_dominators(Digraph::build(length, chain(length, back)), 0);
    bool is_chain = immediate[0] == 0;
    for (NodeIndex node = 1; node < length; ++node) is_chain &= immediate[node] == node - 1;
    CHECK(is_chain);
  }
}

TEST_CASE("a ladder of a million nodes is dominated by its landings and leaves the stack alone") {
  // landing 3i leads to two rails 3i+1 and 3i+2, and both lead to the next landing
  constexpr NodeIndex landings = 333'333;
  std::vector<Digraph::Edge> edges;
  for (NodeIndex i = 0; i < landings; ++i)
    for (const NodeIndex rail : {3 * i + 1, 3 * i + 2}) {
      edges.push_back({3 * i, rail});
      edges.push_back({rail, 3 * i + 3});
    }
  const auto immediate = immediate_dominators(Digraph::build(3 * landings + 1, edges), 0);
  CHECK(dominators_of(immediate, 3 * landings).size() == landings);
  CHECK(immediate[3 * landings] == 3 * landings - 3);
}

}  // namespace
}  // namespace outcast::system
