// Requirements with alternatives (AND, OR, k of n): what surely falls when a node fails for good.
#pragma once
#include <span>
#include <vector>

#include "models/system/digraph.h"

// All dependencies count as certain here: probability 1, no caches, no repair. Failure is the least
// fixpoint: a node falls when one of its groups has fewer than `at_least` members left, so a circle
// does not fail by itself, and it holds itself up as long as each group in it can.
namespace outcast::system {

/// All groups of all nodes as a flat list, added in any order. A node needs every one of its
/// groups: one member = a hard need; at_least 1 of many = alternatives (OR).
struct Requirements {
  explicit Requirements(NodeIndex node_count) : nodes(node_count) {}
  /// Of `members`, `from` needs at least `at_least`; a member given twice counts twice. Throws
  /// std::invalid_argument when that many are not there (nobody could ever meet such a need) or a
  /// node is unknown. Returns the group's number.
  std::uint32_t add(NodeIndex from, std::span<const NodeIndex> members, std::uint32_t at_least);
  void add_need(NodeIndex from, NodeIndex to) { add(from, {&to, 1}, 1); }

  NodeIndex nodes;
  std::vector<NodeIndex> owners;        ///< by group
  std::vector<std::uint32_t> at_least;  ///< by group
  Rows members;                         ///< by group
};

/// Requirements indexed by owner and by member. Thread rule: immutable, shared freely.
/// Invariant: groups and the positions of their members keep the numbers of the list.
class RequirementGraph {
 public:
  explicit RequirementGraph(Requirements list);

  NodeIndex size() const { return list_.nodes; }
  std::uint32_t group_count() const { return static_cast<std::uint32_t>(list_.owners.size()); }
  std::span<const std::uint32_t> groups_of(NodeIndex owner) const { return groups_of_[owner]; }
  /// The groups that list `member`, once per listing.
  std::span<const std::uint32_t> groups_with(NodeIndex member) const {
    return groups_with_[member];
  }
  NodeIndex owner(std::uint32_t group) const { return list_.owners[group]; }
  std::uint32_t at_least(std::uint32_t group) const { return list_.at_least[group]; }
  std::span<const NodeIndex> members(std::uint32_t group) const { return list_.members[group]; }
  /// The position of the group's first member in the flat list: the key of per-member data.
  std::uint32_t first_position(std::uint32_t group) const { return list_.members.offsets[group]; }
  std::size_t position_count() const { return list_.members.values.size(); }
  /// How many members the group can lose and still be met.
  std::uint32_t slack(std::uint32_t group) const {
    return static_cast<std::uint32_t>(members(group).size()) - at_least(group);
  }
  /// An edge from each owner to each member of each of its groups, in the order of the groups.
  Digraph edges() const;

 private:
  Requirements list_;
  Rows groups_of_, groups_with_;
};

/// Finds what falls with a node; keeps its memory between searches, so that a search costs the
/// edges into what falls and not the size of the graph. Thread rule: one per thread. Invariant:
/// between searches `lost_` and `has_fallen_` are zero but for the nodes of `fallen_`.
class CascadeSearch {
 public:
  explicit CascadeSearch(const RequirementGraph& graph);  ///< `graph` must outlive the search

  /// All that falls when `origin` fails for good, the origin first, then in the order of falling
  /// (breadth first). Valid until the next search.
  std::span<const NodeIndex> fall(NodeIndex origin);
  /// Whether one of `targets` (a flag per node) falls with `origin`; stops at the first.
  bool fells(NodeIndex origin, const std::vector<bool>& targets);
  /// What the last search found.
  std::span<const NodeIndex> fallen() const { return fallen_; }

 private:
  void start(NodeIndex origin);
  bool spread(const std::vector<bool>* targets);

  const RequirementGraph* graph_;
  std::vector<std::uint32_t> lost_;  ///< fallen members, by group
  std::vector<bool> has_fallen_;
  std::vector<NodeIndex> fallen_;
};

/// All that falls when `node` fails for good, with `node` itself, ascending. For many nodes use one
/// CascadeSearch.
std::vector<NodeIndex> cascade_of(const RequirementGraph& graph, NodeIndex node);

/// The nodes whose loss alone takes `journey` down, ascending, without `journey` itself. Exact.
/// Linear where all needs are hard, and where all are alternatives without circles (there these are
/// the dominators); otherwise at most one cascade within the journey's needs for each of them that
/// only alternatives lead to.
std::vector<NodeIndex> single_points_of_failure(const RequirementGraph& graph, NodeIndex journey);

}  // namespace outcast::system
