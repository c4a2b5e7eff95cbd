// The structure of a scenario by services: what surely falls with what, when nobody mends.
#pragma once
#include <string>
#include <vector>

#include "models/system/requirements.h"
#include "models/system/topology.h"

namespace outcast::app {

/// Nodes: the services in written order, then the customers' endpoints, then one for each bundle,
/// which falls first when all services of the bundle do. Only hard dependencies for serving count;
/// those of a group are alternatives. Thread rule: immutable, shared freely.
struct ServiceGraph {
  system::RequirementGraph graph;
  system::NodeIndex services = 0;
  std::vector<double> weights;        ///< of the endpoints: share of all customers
  std::vector<double> probabilities;  ///< that a loss is felt, by member position
  std::vector<std::size_t> origins;   ///< dependency of each member position; none for other edges

  static constexpr std::size_t no_dependency = static_cast<std::size_t>(-1);
  system::NodeIndex bundle(std::size_t i) const {
    return static_cast<system::NodeIndex>(services + weights.size() + i);
  }
};

/// `bundles`: services, by position, that fail together.
ServiceGraph service_graph(const system::Topology& topology,
                           const std::vector<system::CustomerGroup>& customers,
                           const std::vector<std::vector<system::NodeIndex>>& bundles = {});

/// What falls with a node for good, itself included where it is a service.
struct Fall {
  std::size_t services = 0;
  double customers = 0;  ///< share whose endpoint falls
};
Fall fall_of(const ServiceGraph& graph, system::CascadeSearch& search, system::NodeIndex node);

}  // namespace outcast::app
