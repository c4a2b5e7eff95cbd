// The resolvent of the service graph.
#include "app/study/cascade_sizes.h"

#include "app/study/service_graph.h"
#include "models/system/structure.h"

namespace outcast::app {

system::ExpectedCascades sizes_of(const system::Propagation& propagation) {
  constexpr system::NodeIndex largest_counted = 20'000;  // reach counts take seconds above it
  std::vector<double> ceilings;
  if (propagation.dependants.size() <= largest_counted)
    for (const system::NodeIndex reached : system::reach_counts(propagation.dependants))
      ceilings.push_back(1.0 + reached);
  return system::expected_cascade_sizes(propagation, {.ceilings = ceilings});
}

std::vector<double> cascade_sizes(const cascade::Blueprint& blueprint) {
  const ServiceGraph graph = service_graph(blueprint.scenario.topology, {});
  const std::vector<double> expected =
      sizes_of(system::propagation(graph.graph, graph.probabilities)).sizes;
  std::vector<double> sizes;
  for (std::uint32_t s = 0; s < blueprint.units.service_count(); ++s)
    sizes.push_back(expected[blueprint.units.position(system::ServiceIndex{s})]);
  return sizes;
}

}  // namespace outcast::app
