// The packages of Debian 12 as an oracle for structure: counts by two independent programs, see
// data/topologies/debian-bookworm.stats.json.
#include <doctest/doctest.h>

#include <algorithm>

#include "models/system/structure.h"
#include "tests/laws/debian_graph.h"

namespace outcast::system {
namespace {

const std::optional<laws::DebianGraph>& debian() {
  static const auto graph = laws::read_debian_graph();
  if (!graph) MESSAGE("skipped: OUTCAST_SHARED has no readable debian-bookworm.json.gz");
  return graph;
}

struct Expected {
  const char* package;
  std::size_t fallen;        ///< packages, with alternatives
  std::size_t within_reach;  ///< packages, if every edge were a hard need; itself included
};

constexpr Expected cascades[] = {
    {"libc6", 49573, 49656},        {"libgcc-s1", 49573, 49656},
    {"systemd", 135, 5556},         {"libssl3", 28864, 29579},
    {"python3", 9455, 9879},        {"zlib1g", 38452, 40103},
    {"dpkg", 23496, 34121},         {"default-jre-headless", 144, 542},
    {"perl-base", 9798, 22278},     {"mawk", 14, 157},
    {"exim4-daemon-light", 1, 122}, {"postgresql-15", 97, 97},
    {"coreutils", 78, 232},         {"libsqlite3-0", 13199, 14232},
    {"debconf", 20553, 21464},
};

TEST_CASE("a failing Debian package takes down as many packages as the oracle says") {
  if (!debian()) return;
  REQUIRE(debian()->size() == 64950);
  const RequirementGraph graph(debian()->requirements());
  for (const Expected& expected : cascades) {
    CAPTURE(expected.package);
    const auto fallen = cascade_of(graph, debian()->package(expected.package));
    CHECK(debian()->count_packages(fallen) == expected.fallen);
  }
}

TEST_CASE("within reach of a Debian package are as many packages as the oracle says") {
  if (!debian()) return;
  const auto graph = DependencyGraph::build(debian()->size(), debian()->edges);
  for (const Expected& expected : cascades) {
    CAPTURE(expected.package);
    const auto reached = dependants_of(graph, debian()->package(expected.package));
    CHECK(debian()->count_packages(reached) + 1 == expected.within_reach);
  }
}

TEST_CASE("Debian has 64,788 strong components, 65 of them circles, the largest of 14") {
  if (!debian()) return;
  const auto graph = Digraph::build(debian()->size(), debian()->edges);
  CHECK(strong_components(graph).count() == 64788);
  const auto found = circles(graph);
  CHECK(found.size() == 65);
  std::size_t largest = 0;
  for (const auto& circle : found) largest = std::max(largest, circle.size());
  CHECK(largest == 14);
}

TEST_CASE("reach counts of all Debian packages agree with single searches") {
  if (!debian()) return;
  const auto graph = DependencyGraph::build(debian()->size(), debian()->edges);
  const auto counts = reach_counts(graph.needed_by);
  for (const Expected& expected : cascades) {
    const NodeIndex node = debian()->package(expected.package);
    CHECK(counts[node] == dependants_of(graph, node).size());
  }
}

TEST_CASE("the single points of failure of a Debian package are what fells it, tried one by one") {
  if (!debian()) return;
  const RequirementGraph graph(debian()->requirements());
  const NodeIndex journey = debian()->package("nginx");
  CascadeSearch search(graph);
  std::vector<NodeIndex> fells;
  for (NodeIndex node = 0; node < graph.size(); ++node) {
    const auto fallen = search.fall(node);
    if (node != journey && std::find(fallen.begin(), fallen.end(), journey) != fallen.end())
      fells.push_back(node);
  }
  CHECK(fells.size() > 10);
  CHECK(single_points_of_failure(graph, journey) == fells);
}

}  // namespace
}  // namespace outcast::system
