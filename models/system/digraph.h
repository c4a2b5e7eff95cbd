// A directed graph in compressed rows: the shape that every structural question is asked about.
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

namespace outcast::system {

/// A node is its position; whoever builds a graph knows which service or unit that is.
using NodeIndex = std::uint32_t;
inline constexpr NodeIndex no_node = std::numeric_limits<NodeIndex>::max();

/// Lists of numbers, one list per row, stored end to end. Thread rule: a value, shared freely once
/// built. Invariant: row r is values[offsets[r] .. offsets[r + 1]).
struct Rows {
  std::vector<std::uint32_t> offsets{0};
  std::vector<std::uint32_t> values;

  std::size_t size() const { return offsets.size() - 1; }
  std::span<const std::uint32_t> operator[](std::size_t row) const {
    return {values.data() + offsets[row], values.data() + offsets[row + 1]};
  }

  /// Sorts items 0 .. `items` - 1 into rows by counting; within a row they keep their order.
  template <class RowOf, class ValueOf>
  static Rows build(std::size_t rows, std::size_t items, RowOf row_of, ValueOf value_of) {
    if (items > std::numeric_limits<std::uint32_t>::max())
      throw std::length_error("more than 2^32 - 1 edges");
    Rows built;
    built.offsets.assign(rows + 1, 0);
    for (std::size_t i = 0; i < items; ++i) ++built.offsets.at(std::size_t{row_of(i)} + 1);
    std::partial_sum(built.offsets.begin(), built.offsets.end(), built.offsets.begin());
    std::vector<std::uint32_t> next(built.offsets.begin(), built.offsets.end() - 1);
    built.values.resize(items);
    for (std::size_t i = 0; i < items; ++i) built.values[next[row_of(i)]++] = value_of(i);
    return built;
  }
};

/// Directed graph; an edge a -> b says that a needs b. Parallel edges and loops are kept.
/// Thread rule: a value, shared freely once built.
/// Invariant: the targets of node v are targets[offsets[v] .. offsets[v + 1]), all below size().
struct Digraph {
  struct Edge {
    NodeIndex from, to;
    bool operator==(const Edge&) const = default;
  };

  std::vector<std::uint32_t> offsets{0};
  std::vector<NodeIndex> targets;

  /// Throws std::out_of_range when an edge names a node that is not below `nodes`.
  static Digraph build(NodeIndex nodes, std::span<const Edge> edges) {
    for (const Edge& edge : edges)
      if (edge.to >= nodes) throw std::out_of_range("an edge leads out of the graph");
    return from_rows(Rows::build(
        nodes, edges.size(), [&](std::size_t i) { return edges[i].from; },
        [&](std::size_t i) { return edges[i].to; }));
  }
  static Digraph from_rows(Rows rows) {
    return {.offsets = std::move(rows.offsets), .targets = std::move(rows.values)};
  }

  NodeIndex size() const { return static_cast<NodeIndex>(offsets.size() - 1); }
  std::span<const NodeIndex> targets_of(NodeIndex node) const {
    return {targets.data() + offsets[node], targets.data() + offsets[node + 1]};
  }
  /// All edges by source, each source's in order.
  std::vector<Edge> edges() const {
    std::vector<Edge> all;
    all.reserve(targets.size());
    for (NodeIndex from = 0; from < size(); ++from)
      for (const NodeIndex to : targets_of(from)) all.push_back({from, to});
    return all;
  }
  /// The same edges the other way round; the targets of every node come in ascending order.
  Digraph reversed() const {
    const std::vector<Edge> all = edges();
    return from_rows(Rows::build(
        size(), all.size(), [&](std::size_t i) { return all[i].to; },
        [&](std::size_t i) { return all[i].from; }));
  }
};

}  // namespace outcast::system
