// The packages of Debian 12 as a graph of requirements: 64,950 nodes with alternatives, read from
// ../shared.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/system/requirements.h"

namespace outcast::laws {

/// Depends and Pre-Depends without versions. A package needs all of its targets; an `or` or `virt`
/// node (alternatives, providers of a virtual package) needs one of them.
struct DebianGraph {
  std::vector<std::string> names;
  std::vector<bool> is_package;              ///< by node; false: or, virt
  std::vector<system::Digraph::Edge> edges;  ///< a -> b: a needs b

  system::NodeIndex size() const { return static_cast<system::NodeIndex>(names.size()); }
  /// The package of that name; throws std::out_of_range when there is none.
  system::NodeIndex package(std::string_view name) const;
  std::size_t count_packages(std::span<const system::NodeIndex> nodes) const;
  system::Requirements requirements() const;
};

/// Nothing when the data (or gzip) is not there; the caller then says so with a MESSAGE.
/// Takes about a second: read once per executable.
std::optional<DebianGraph> read_debian_graph();

}  // namespace outcast::laws
