// Structure: cascades, the resolvent, dominators, strong components.
#include "app/study/ranking.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "app/study/cascade_sizes.h"
#include "models/system/structure.h"

namespace outcast::app {
namespace {

using system::NodeIndex;

/// The same probabilities from the affected back to the cause.
system::Propagation reversed(const system::Propagation& forward) {
  const std::vector<system::Digraph::Edge> edges = forward.dependants.edges();
  const system::Rows by_target = system::Rows::build(
      forward.dependants.size(), edges.size(), [&](std::size_t e) { return edges[e].to; },
      [](std::size_t e) { return static_cast<std::uint32_t>(e); });
  system::Propagation backward;
  backward.dependants.offsets = by_target.offsets;
  for (const std::uint32_t e : by_target.values) {
    backward.dependants.targets.push_back(edges[e].from);
    backward.probabilities.push_back(forward.probabilities[e]);
  }
  return backward;
}

/// An edge's worth is the weight of all paths into it times what lies behind it: exact without
/// circles, where no path takes an edge twice.
std::vector<DependencyRank> rank_dependencies(const system::Topology& topology,
                                              const system::Propagation& propagation,
                                              const std::vector<double>& ahead) {
  const std::vector<double> behind = sizes_of(reversed(propagation)).sizes;
  const std::vector<system::Digraph::Edge> edges = propagation.dependants.edges();
  const auto& services = topology.services;
  std::vector<DependencyRank> ranks;
  for (std::size_t e = 0; e < edges.size(); ++e) {
    const auto [to, from] = edges[e];  // a loss runs from the provider to the caller
    const double saved = behind[to] * propagation.probabilities[e] * ahead[from];
    ranks.push_back(
        {services[from].id, services[to].id, saved / static_cast<double>(services.size())});
  }
  std::ranges::stable_sort(ranks, std::ranges::greater{}, &DependencyRank::saved);
  return ranks;
}

std::vector<double> single_points(const ServiceGraph& graph) {
  std::vector<double> weights(graph.services, 0.0);
  for (std::size_t e = 0; e < graph.weights.size(); ++e) {
    const auto endpoint = static_cast<NodeIndex>(graph.services + e);
    for (const NodeIndex point : system::single_points_of_failure(graph.graph, endpoint))
      if (point < graph.services) weights[point] += graph.weights[e];
  }
  return weights;
}

/// Soft and asynchronous dependencies take nobody down, but harm passes through them too.
void add_other_dependencies(const system::Topology& topology, std::vector<DependencyRank>& ranks) {
  std::set<std::pair<std::string, std::string>> known;
  for (const DependencyRank& rank : ranks) known.emplace(rank.from, rank.to);
  for (const system::Dependency& d : topology.dependencies)
    if (d.needed_for == system::NeededFor::serving && d.need != system::Need::none &&
        known.emplace(d.from, d.to).second)
      ranks.push_back({d.from, d.to});
}

/// What takes a search per service, for the first of them only.
void examine(const cascade::Scenario& scenario, std::size_t most, Ranking& ranking) {
  const ServiceGraph graph = service_graph(scenario.topology, scenario.customers);
  const std::vector<system::Digraph::Edge> edges = graph.graph.edges().edges();
  const auto whole = system::DependencyGraph::build(graph.graph.size(), edges);
  const system::Components components = system::strong_components(whole.needs);
  const std::vector<double> points = single_points(graph);
  const auto cuts = system::articulation_points(service_graph(scenario.topology, {}).graph.edges());
  system::CascadeSearch search(graph.graph);
  ranking.examined = std::min(most, ranking.services.size());
  for (std::size_t i = 0; i < ranking.examined; ++i) {
    ServiceRank& service = ranking.services[i];
    service.fall = fall_of(graph, search, service.node);
    const auto dependants = system::dependants_of(whole, service.node);
    service.dependants = static_cast<std::size_t>(
        std::ranges::count_if(dependants, [&](NodeIndex d) { return d < graph.services; }));
    service.circle = components.members[components.of[service.node]].size();
    service.single_point_for = points[service.node];
    service.is_cut_vertex = std::ranges::binary_search(cuts, service.node);
  }
}

}  // namespace

Ranking rank_structure(const cascade::Scenario& scenario, std::size_t most_services) {
  const ServiceGraph graph = service_graph(scenario.topology, {});
  const system::Propagation propagation = system::propagation(graph.graph, graph.probabilities);
  const system::ExpectedCascades expected = sizes_of(propagation);
  Ranking ranking{.is_settled = expected.have_converged};
  for (NodeIndex s = 0; s < graph.services; ++s)
    ranking.services.push_back(
        {.id = scenario.topology.services[s].id, .node = s, .expected = expected.sizes[s]});
  std::ranges::stable_sort(ranking.services, std::ranges::greater{}, &ServiceRank::expected);
  ranking.dependencies = rank_dependencies(scenario.topology, propagation, expected.sizes);
  add_other_dependencies(scenario.topology, ranking.dependencies);
  examine(scenario, most_services, ranking);
  return ranking;
}

}  // namespace outcast::app
