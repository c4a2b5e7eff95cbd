// What the shape of a dependency graph says: who needs whom in the end, and what hangs together.
#pragma once
#include <span>
#include <vector>

#include "models/system/digraph.h"

// Nothing here recurses: a chain of a million nodes is as safe as a star.
namespace outcast::system {

/// Dependencies read both ways. Thread rule: a value, shared freely once built.
/// Invariant: `needed_by` is `needs` reversed.
struct DependencyGraph {
  Digraph needs;      ///< a -> b: a needs b
  Digraph needed_by;  ///< b -> a: the same edges

  static DependencyGraph build(NodeIndex nodes, std::span<const Digraph::Edge> edges);
};

/// Everything that `node` transitively needs, ascending, without itself. Linear in what it reads.
std::vector<NodeIndex> needs_of(const DependencyGraph& graph, NodeIndex node);
/// Everything that transitively needs `node`, ascending, without itself: who *could* be hit when it
/// fails, if no alternative helps (see requirements.h for who is). Linear in what it reads.
std::vector<NodeIndex> dependants_of(const DependencyGraph& graph, NodeIndex node);

/// How many others each node reaches along the edges: of `needs`, how many it needs in the end; of
/// `needed_by`, how many need it in the end. Exact. Takes n/512 passes over nodes and edges, each
/// moving 64 bytes per edge; memory 64 bytes per strong component. Affordable to about 10^5 nodes;
/// at 10^6 it takes minutes.
std::vector<NodeIndex> reach_counts(const Digraph& graph);

/// Strong components: sets of nodes that all need one another. Thread rule: a value.
/// Invariants: every edge a -> b has of[a] >= of[b] (what is needed has the lower number, so
/// ascending numbers are an order in which to start things); members[c] is ascending.
struct Components {
  std::vector<NodeIndex> of;  ///< the component of each node
  Rows members;               ///< the nodes of each component
  NodeIndex count() const { return static_cast<NodeIndex>(members.size()); }
};
Components strong_components(const Digraph& graph);

/// The sets of two and more nodes that need one another, in starting order: none of a set can be
/// started before the others unless somebody breaks the circle (black start).
std::vector<std::vector<NodeIndex>> circles(const Digraph& graph);

/// The graph between components: acyclic, without loops and parallel edges, targets ascending.
Digraph condensation(const Digraph& graph, const Components& components);

/// Nodes whose removal splits the graph, edges taken without their direction; ascending.
std::vector<NodeIndex> articulation_points(const Digraph& graph);

}  // namespace outcast::system
