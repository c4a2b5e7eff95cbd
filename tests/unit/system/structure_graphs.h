// Graphs for the tests of structure: random ones, chains, and sets rendered as text.
#pragma once
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "models/system/requirements.h"
#include "sim/kernel/stream.h"

namespace outcast::system {

/// Repeatable numbers in [0, below).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint32_t roll(std::uint32_t below) {
    return static_cast<std::uint32_t>(sim::mix(state_ += 0x9e3779b97f4a7c15ULL) % below);
  }

 private:
  std::uint64_t state_;
};

/// "1 4 7"
inline std::string text(std::span<const NodeIndex> nodes) {
  std::string out;
  for (const NodeIndex node : nodes)
    out.append(out.empty() ? "" : " ").append(std::to_string(node));
  return out;
}
inline std::string text(const std::vector<NodeIndex>& nodes) { return text(std::span(nodes)); }

inline std::vector<Digraph::Edge> random_edges(Dice& dice, NodeIndex nodes, std::size_t count) {
  std::vector<Digraph::Edge> edges;
  for (std::size_t i = 0; i < count; ++i) edges.push_back({dice.roll(nodes), dice.roll(nodes)});
  return edges;
}

/// 0 -> 1 -> 2 -> ...; with a link back from every third node to the one `back` before it.
inline std::vector<Digraph::Edge> chain(NodeIndex nodes, NodeIndex back = 0) {
  std::vector<Digraph::Edge> edges;
  for (NodeIndex node = 0; node + 1 < nodes; ++node) edges.push_back({node, node + 1});
  if (back > 0)
    for (NodeIndex node = back; node < nodes; node += 3) edges.push_back({node, node - back});
  return edges;
}

struct Group {
  NodeIndex from;
  std::uint32_t at_least;
  std::vector<NodeIndex> members;
};
inline RequirementGraph requirement_graph(NodeIndex nodes, const std::vector<Group>& groups) {
  Requirements list(nodes);
  for (const Group& group : groups) list.add(group.from, group.members, group.at_least);
  return RequirementGraph(std::move(list));
}

}  // namespace outcast::system
