// The graph of requirements and the worklist that finds the least fixpoint of failure.
#include "models/system/requirements.h"

#include <algorithm>

namespace outcast::system {

std::uint32_t Requirements::add(NodeIndex from, std::span<const NodeIndex> group,
                                std::uint32_t needed) {
  if (needed == 0 || needed > group.size())
    throw std::invalid_argument("a group must need between one and all of its members");
  const auto is_unknown = [&](NodeIndex node) { return node >= nodes; };
  if (is_unknown(from) || std::any_of(group.begin(), group.end(), is_unknown))
    throw std::invalid_argument("a group names a node out of the graph");
  owners.push_back(from);
  at_least.push_back(needed);
  members.values.insert(members.values.end(), group.begin(), group.end());
  members.offsets.push_back(static_cast<std::uint32_t>(members.values.size()));
  return static_cast<std::uint32_t>(owners.size() - 1);
}

RequirementGraph::RequirementGraph(Requirements list) : list_(std::move(list)) {
  std::vector<std::uint32_t> group_at(list_.members.values.size());
  for (std::uint32_t group = 0; group < group_count(); ++group)
    std::fill(group_at.begin() + list_.members.offsets[group],
              group_at.begin() + list_.members.offsets[group + 1], group);
  groups_of_ = Rows::build(
      size(), group_count(), [&](std::size_t group) { return list_.owners[group]; },
      [](std::size_t group) { return static_cast<std::uint32_t>(group); });
  groups_with_ = Rows::build(
      size(), group_at.size(), [&](std::size_t i) { return list_.members.values[i]; },
      [&](std::size_t i) { return group_at[i]; });
}

Digraph RequirementGraph::edges() const {
  std::vector<Digraph::Edge> edges;
  edges.reserve(list_.members.values.size());
  for (std::uint32_t group = 0; group < group_count(); ++group)
    for (const NodeIndex member : members(group)) edges.push_back({owner(group), member});
  return Digraph::build(size(), edges);
}

CascadeSearch::CascadeSearch(const RequirementGraph& graph)
    : graph_(&graph), lost_(graph.group_count(), 0), has_fallen_(graph.size(), false) {}

void CascadeSearch::start(NodeIndex origin) {
  for (const NodeIndex node : fallen_) {
    has_fallen_[node] = false;
    for (const std::uint32_t group : graph_->groups_with(node)) lost_[group] = 0;
  }
  fallen_.assign(1, origin);
  has_fallen_.at(origin) = true;
}

bool CascadeSearch::spread(const std::vector<bool>* targets) {
  for (std::size_t next = 0; next < fallen_.size(); ++next)
    for (const std::uint32_t group : graph_->groups_with(fallen_[next])) {
      const NodeIndex owner = graph_->owner(group);
      if (++lost_[group] <= graph_->slack(group) || has_fallen_[owner]) continue;
      has_fallen_[owner] = true;
      fallen_.push_back(owner);
      if (targets != nullptr && (*targets)[owner]) return true;
    }
  return false;
}

std::span<const NodeIndex> CascadeSearch::fall(NodeIndex origin) {
  start(origin);
  spread(nullptr);
  return fallen_;
}

bool CascadeSearch::fells(NodeIndex origin, const std::vector<bool>& targets) {
  start(origin);
  return targets[origin] || spread(&targets);
}

std::vector<NodeIndex> cascade_of(const RequirementGraph& graph, NodeIndex node) {
  CascadeSearch search(graph);
  const auto fallen = search.fall(node);
  std::vector<NodeIndex> sorted(fallen.begin(), fallen.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

}  // namespace outcast::system
