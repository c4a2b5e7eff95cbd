// The resolvent of the service graph.
#include "app/study/cascade_sizes.h"

#include "app/study/service_graph.h"
#include "models/system/expected_cascade.h"

namespace outcast::app {

std::vector<double> cascade_sizes(const cascade::Blueprint& blueprint) {
  const ServiceGraph graph = service_graph(blueprint.scenario.topology, {});
  const std::vector<double> expected =
      system::expected_cascade_sizes(system::propagation(graph.graph, graph.probabilities)).sizes;
  std::vector<double> sizes;
  for (std::uint32_t s = 0; s < blueprint.units.service_count(); ++s)
    sizes.push_back(expected[blueprint.units.position(system::ServiceIndex{s})]);
  return sizes;
}

}  // namespace outcast::app
