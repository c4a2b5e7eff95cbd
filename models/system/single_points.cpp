// Single points of failure of a journey: by dominators where that is the same, else by cascades.
#include <algorithm>
#include <limits>

#include "models/system/dominators.h"
#include "models/system/requirements.h"
#include "models/system/structure.h"

namespace outcast::system {
namespace {

/// What a journey needs in the end, as a graph of its own: nothing else can take it down.
/// Invariant: node i of `graph` is nodes[i] of the whole; the journey is node 0.
struct Part {
  std::vector<NodeIndex> nodes;
  RequirementGraph graph;
};

std::vector<NodeIndex> journey_and_needs(const RequirementGraph& whole, NodeIndex journey) {
  std::vector<bool> is_met(whole.size(), false);
  std::vector<NodeIndex> met{journey};
  is_met.at(journey) = true;
  for (std::size_t next = 0; next < met.size(); ++next)
    for (const std::uint32_t group : whole.groups_of(met[next]))
      for (const NodeIndex member : whole.members(group))
        if (!is_met[member]) {
          is_met[member] = true;
          met.push_back(member);
        }
  return met;
}

Part part_of(const RequirementGraph& whole, NodeIndex journey) {
  std::vector<NodeIndex> nodes = journey_and_needs(whole, journey);
  std::vector<NodeIndex> number(whole.size(), no_node);
  for (NodeIndex i = 0; i < nodes.size(); ++i) number[nodes[i]] = i;
  Requirements requirements(static_cast<NodeIndex>(nodes.size()));
  std::vector<NodeIndex> members;
  for (const NodeIndex node : nodes)
    for (const std::uint32_t group : whole.groups_of(node)) {
      members.clear();
      for (const NodeIndex member : whole.members(group)) members.push_back(number[member]);
      requirements.add(number[node], members, whole.at_least(group));
    }
  return {std::move(nodes), RequirementGraph(std::move(requirements))};
}

bool has_circle(const Digraph& edges) {
  for (NodeIndex node = 0; node < edges.size(); ++node)
    for (const NodeIndex target : edges.targets_of(node))
      if (target == node) return true;
  return strong_components(edges).count() < edges.size();
}

/// True when a node stands exactly as long as some path leads from it to a node without needs:
/// every node asks for one of one group, and there are no circles (a circle of alternatives holds
/// itself up, without any such path).
bool stands_by_a_path(const RequirementGraph& graph, const Digraph& edges) {
  for (NodeIndex node = 0; node < graph.size(); ++node)
    if (graph.groups_of(node).size() > 1) return false;
  for (std::uint32_t group = 0; group < graph.group_count(); ++group)
    if (graph.at_least(group) != 1) return false;
  return !has_circle(edges);
}

/// The dominators of a common end of all paths. (Losing a dominator cuts all paths; with any other
/// node lost one path is left, and from its end upwards each node on it stands.)
std::vector<NodeIndex> by_dominators(const Digraph& edges) {
  const NodeIndex end = edges.size();
  std::vector<Digraph::Edge> with_end = edges.edges();
  for (NodeIndex node = 0; node < end; ++node)
    if (edges.targets_of(node).empty()) with_end.push_back({node, end});
  return dominators_of(immediate_dominators(Digraph::build(end + 1, with_end), 0), end);
}

/// Sorts the nodes of a part into those that take the journey down and those that do not.
/// Three facts save most cascades: what a point of failure needs in a group without slack is one
/// too; what fells a point of failure is one; what falls with a harmless node is harmless.
class Sieve {
 public:
  explicit Sieve(const RequirementGraph& graph)
      : graph_(graph),
        search_(graph),
        is_point_(graph.size(), false),
        is_harmless_(graph.size(), false) {}

  std::vector<NodeIndex> points() {
    mark_point(0);
    for (NodeIndex node = 1; node < graph_.size(); ++node)
      if (!is_point_[node] && !is_harmless_[node]) judge(node);
    std::vector<NodeIndex> found;
    for (NodeIndex node = 0; node < graph_.size(); ++node)
      if (is_point_[node]) found.push_back(node);
    return found;
  }

 private:
  void judge(NodeIndex node) {
    if (search_.fells(node, is_point_)) return mark_point(node);
    for (const NodeIndex fallen : search_.fallen()) is_harmless_[fallen] = true;
  }

  void mark_point(NodeIndex point) {
    is_point_[point] = true;
    for (std::vector<NodeIndex> marked{point}; !marked.empty();) {
      const NodeIndex node = marked.back();
      marked.pop_back();
      for (const std::uint32_t group : graph_.groups_of(node)) {
        if (graph_.slack(group) > 0) continue;
        for (const NodeIndex member : graph_.members(group)) {
          if (!is_point_[member]) marked.push_back(member);
          is_point_[member] = true;
        }
      }
    }
  }

  const RequirementGraph& graph_;
  CascadeSearch search_;
  std::vector<bool> is_point_, is_harmless_;
};

}  // namespace

std::vector<NodeIndex> single_points_of_failure(const RequirementGraph& graph, NodeIndex journey) {
  const Part part = part_of(graph, journey);
  const Digraph edges = part.graph.edges();
  std::vector<NodeIndex> points =
      stands_by_a_path(part.graph, edges) ? by_dominators(edges) : Sieve(part.graph).points();
  for (NodeIndex& point : points) point = part.nodes[point];
  std::sort(points.begin(), points.end());
  std::erase(points, journey);
  return points;
}

}  // namespace outcast::system
