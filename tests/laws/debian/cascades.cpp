// Packages of Debian 12 as services: the whole distribution through the event engine. The numbers
// are those of data/topologies/debian-bookworm.stats.json, by two independent programs.
#include <doctest/doctest.h>

#include "models/cascade/world.h"
#include "tests/laws/debian_graph.h"
#include "tests/laws/networks.h"
#include "tests/scenario_builder.h"

namespace outcast::laws {
namespace {

/// Names are not unique among packages, virtual packages and alternatives; positions are.
std::string id_of(const DebianGraph& graph, system::NodeIndex node) {
  return graph.names[node] + "#" + std::to_string(node);
}

/// A package needs all of its targets; alternatives and virtual packages need one of theirs. One of
/// them without any has nothing that could fail.
cascade::Scenario as_scenario(const DebianGraph& graph) {
  test::ScenarioBuilder b;
  for (system::NodeIndex node = 0; node < graph.size(); ++node) b.service(id_of(graph, node));
  for (const auto& edge : graph.edges) {
    auto& need = b.needs(id_of(graph, edge.from), id_of(graph, edge.to));
    if (!graph.is_package[edge.from]) need.group = "one of " + need.from;
  }
  b.scenario.what_if = cascade::WhatIf{.faults = {lasting_crash()}, .changes = {}};
  return std::move(b.scenario);
}

/// How many packages fall with this one.
std::size_t fallen_with(const std::string& package, const DebianGraph& graph,
                        cascade::Blueprint& blueprint) {
  const std::string id = id_of(graph, graph.package(package));
  blueprint.given_services = {blueprint.units.find_service(id)};
  cascade::World world(blueprint);
  world.replicate(1, 0, nullptr);
  std::size_t packages = 0;
  for (std::uint32_t i = 0; i < world.units().size(); ++i) {
    const auto& state = world.units()[i];
    const std::string& fallen = blueprint.units.id(state.unit);
    const std::size_t node = std::stoul(fallen.substr(fallen.rfind('#') + 1));
    packages += state.hits > 0 && graph.is_package[node];
  }
  return packages;
}

TEST_CASE("a failing Debian package takes down through events as many as the fixpoint says") {
  const auto graph = read_debian_graph();
  if (!graph) {
    MESSAGE("skipped: OUTCAST_SHARED has no readable debian-bookworm.json.gz");
    return;
  }
  cascade::Blueprint blueprint = cascade::draft(as_scenario(*graph));
  CHECK(fallen_with("libc6", *graph, blueprint) == 49'573);
  CHECK(fallen_with("systemd", *graph, blueprint) == 135);
  CHECK(fallen_with("libssl3", *graph, blueprint) == 28'864);
  CHECK(fallen_with("perl-base", *graph, blueprint) == 9'798);
  CHECK(fallen_with("default-jre-headless", *graph, blueprint) == 144);
  CHECK(fallen_with("mawk", *graph, blueprint) == 14);
}

}  // namespace
}  // namespace outcast::laws
