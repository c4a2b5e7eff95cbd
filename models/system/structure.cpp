// The structural questions that Boost.Graph answers, and reachability by sweeps of bit sets.
#include "models/system/structure.h"

#include <algorithm>
#include <array>
#include <bit>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/property_map/property_map.hpp>

namespace outcast::system {
namespace {

std::vector<NodeIndex> reach(const Digraph& graph, NodeIndex origin) {
  std::vector<bool> seen(graph.size(), false);
  std::vector<NodeIndex> found{origin};
  seen.at(origin) = true;
  for (std::size_t next = 0; next < found.size(); ++next)
    for (const NodeIndex target : graph.targets_of(found[next]))
      if (!seen[target]) {
        seen[target] = true;
        found.push_back(target);
      }
  found.erase(found.begin());
  std::sort(found.begin(), found.end());
  return found;
}

/// One bit for each of the 512 goals of a sweep: one cache line per component.
struct alignas(64) Goals {
  static constexpr std::size_t capacity = 512;
  std::array<std::uint64_t, capacity / 64> words{};

  void set(std::size_t bit) { words[bit / 64] |= std::uint64_t{1} << (bit % 64); }
  void add(const Goals& other) {
    for (std::size_t w = 0; w < words.size(); ++w) words[w] |= other.words[w];
  }
  NodeIndex count() const {
    NodeIndex bits = 0;
    for (const std::uint64_t word : words) bits += static_cast<NodeIndex>(std::popcount(word));
    return bits;
  }
};

/// Sweeps one block of goals through the components in starting order, so that the goals of all
/// targets are known when a component is met; adds what each component reaches to `counts`.
void count_goals(const Digraph& acyclic, NodeIndex first_component, std::vector<Goals>& reached,
                 std::vector<NodeIndex>& counts) {
  for (NodeIndex c = first_component; c < acyclic.size(); ++c) {
    for (const NodeIndex target : acyclic.targets_of(c)) reached[c].add(reached[target]);
    counts[c] += reached[c].count();
  }
}

using BoostGraph =
    boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                       boost::no_property, NodeIndex, std::uint32_t>;

BoostGraph to_boost(const Digraph& graph) {
  std::vector<std::pair<NodeIndex, NodeIndex>> edges;
  edges.reserve(graph.targets.size());
  for (const auto& [from, to] : graph.edges()) edges.emplace_back(from, to);
  return {boost::edges_are_sorted, edges.begin(), edges.end(), graph.size()};
}

}  // namespace

DependencyGraph DependencyGraph::build(NodeIndex nodes, std::span<const Digraph::Edge> edges) {
  DependencyGraph graph{Digraph::build(nodes, edges), {}};
  graph.needed_by = graph.needs.reversed();
  return graph;
}

std::vector<NodeIndex> needs_of(const DependencyGraph& graph, NodeIndex node) {
  return reach(graph.needs, node);
}

std::vector<NodeIndex> dependants_of(const DependencyGraph& graph, NodeIndex node) {
  return reach(graph.needed_by, node);
}

std::vector<NodeIndex> reach_counts(const Digraph& graph) {
  const Components components = strong_components(graph);
  const Digraph acyclic = condensation(graph, components);
  const std::vector<NodeIndex>& goals = components.members.values;
  std::vector<NodeIndex> of_component(components.count(), 0);
  std::vector<Goals> reached(components.count());
  for (std::size_t block = 0; block < goals.size(); block += Goals::capacity) {
    std::fill(reached.begin(), reached.end(), Goals{});
    const std::size_t end = std::min(goals.size(), block + Goals::capacity);
    for (std::size_t i = block; i < end; ++i) reached[components.of[goals[i]]].set(i - block);
    count_goals(acyclic, components.of[goals[block]], reached, of_component);
  }
  std::vector<NodeIndex> counts(graph.size());
  for (NodeIndex node = 0; node < graph.size(); ++node)
    counts[node] = of_component[components.of[node]] - 1;
  return counts;
}

// Boost numbers a component when its last node is left, after everything it needs; its depth-first
// search keeps an explicit stack (unless BOOST_RECURSIVE_DFS is defined).
Components strong_components(const Digraph& graph) {
  const BoostGraph boost_graph = to_boost(graph);
  Components components;
  components.of.resize(graph.size());
  const NodeIndex count = boost::strong_components(
      boost_graph, boost::make_iterator_property_map(components.of.begin(),
                                                     get(boost::vertex_index, boost_graph)));
  components.members = Rows::build(
      count, graph.size(), [&](std::size_t node) { return components.of[node]; },
      [](std::size_t node) { return static_cast<NodeIndex>(node); });
  return components;
}

std::vector<std::vector<NodeIndex>> circles(const Digraph& graph) {
  const Components components = strong_components(graph);
  std::vector<std::vector<NodeIndex>> found;
  for (NodeIndex c = 0; c < components.count(); ++c)
    if (const auto members = components.members[c]; members.size() > 1)
      found.emplace_back(members.begin(), members.end());
  return found;
}

Digraph condensation(const Digraph& graph, const Components& components) {
  std::vector<Digraph::Edge> between;
  for (const auto& [from, to] : graph.edges())
    if (components.of[from] != components.of[to])
      between.push_back({components.of[from], components.of[to]});
  const auto by_ends = [](const Digraph::Edge& a, const Digraph::Edge& b) {
    return std::pair(a.from, a.to) < std::pair(b.from, b.to);
  };
  std::sort(between.begin(), between.end(), by_ends);
  between.erase(std::unique(between.begin(), between.end()), between.end());
  return Digraph::build(components.count(), between);
}

std::vector<NodeIndex> articulation_points(const Digraph& graph) {
  boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS> undirected(graph.size());
  for (const auto& [from, to] : graph.edges()) add_edge(from, to, undirected);
  std::vector<NodeIndex> points;
  boost::articulation_points(undirected, std::back_inserter(points));
  std::sort(points.begin(), points.end());
  return points;
}

}  // namespace outcast::system
