// Turns dependencies and endpoints into requirements.
#include "app/study/service_graph.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace outcast::app {
namespace {

using system::NodeIndex;

/// One requirement: so many of the members, and where each comes from.
struct Group {
  NodeIndex owner;
  std::uint32_t at_least = 1;
  std::vector<NodeIndex> members{};
  std::vector<double> probabilities{};
  std::vector<std::size_t> origins{};

  void add(NodeIndex member, double probability, std::size_t origin) {
    members.push_back(member);
    probabilities.push_back(probability);
    origins.push_back(origin);
  }
};

class GraphBuilder {
 public:
  GraphBuilder(const system::Topology& topology, std::size_t bundles)
      : topology_(topology), bundles_(bundles) {
    const auto& services = topology.services;
    for (NodeIndex s = 0; s < services.size(); ++s) node_of_.emplace(services[s].id, s);
  }

  void add_dependencies() {
    const auto& dependencies = topology_.dependencies;
    std::map<std::pair<std::string, std::string>, std::size_t> grouped;
    for (std::size_t d = 0; d < dependencies.size(); ++d) {
      const system::Dependency& dependency = dependencies[d];
      if (dependency.need != system::Need::hard ||
          dependency.needed_for != system::NeededFor::serving)
        continue;
      std::size_t group = groups_.size();
      if (!dependency.group.empty())
        group = grouped.try_emplace({dependency.from, dependency.group}, group).first->second;
      if (group == groups_.size()) groups_.push_back({node_of_.at(dependency.from)});
      // Units of one service fail together here, so at_least matters only among services.
      if (!dependency.group.empty())
        groups_[group].at_least = std::max(groups_[group].at_least, dependency.at_least);
      groups_[group].add(node_of_.at(dependency.to), dependency.probability, d);
    }
  }

  void add_endpoints(const std::vector<system::CustomerGroup>& customers) {
    double all = 0;
    for (const system::CustomerGroup& group : customers) all += group.weight;
    for (const system::CustomerGroup& group : customers) {
      double shares = 0;
      for (const system::Endpoint& endpoint : group.endpoints) shares += endpoint.share;
      for (const system::Endpoint& endpoint : group.endpoints)
        add_endpoint(endpoint, group.weight / all * endpoint.share / shares);
    }
  }

  ServiceGraph build(const std::vector<std::vector<NodeIndex>>& bundles) {
    system::Requirements requirements(services() +
                                      static_cast<NodeIndex>(weights_.size() + bundles_));
    std::vector<double> probabilities;
    std::vector<std::size_t> origins;
    const auto add = [&](const Group& group) {
      const auto most = static_cast<std::uint32_t>(group.members.size());
      requirements.add(group.owner, group.members, std::min(group.at_least, most));
      probabilities.insert(probabilities.end(), group.probabilities.begin(),
                           group.probabilities.end());
      origins.insert(origins.end(), group.origins.begin(), group.origins.end());
    };
    for (const Group& group : groups_) add(group);
    for (std::size_t b = 0; b < bundles.size(); ++b)
      for (const NodeIndex service : bundles[b]) {
        Group group{service};
        group.add(services() + static_cast<NodeIndex>(weights_.size() + b), 1,
                  ServiceGraph::no_dependency);
        add(group);
      }
    return {system::RequirementGraph(std::move(requirements)), services(), std::move(weights_),
            std::move(probabilities), std::move(origins)};
  }

 private:
  NodeIndex services() const { return static_cast<NodeIndex>(topology_.services.size()); }

  void add_endpoint(const system::Endpoint& endpoint, double weight) {
    Group group{services() + static_cast<NodeIndex>(weights_.size())};
    weights_.push_back(weight);
    const auto all = static_cast<std::uint32_t>(endpoint.services.size());
    group.at_least = endpoint.at_least.value_or(all);
    for (const std::string& service : endpoint.services)
      group.add(node_of_.at(service), 1, ServiceGraph::no_dependency);
    groups_.push_back(std::move(group));
  }

  const system::Topology& topology_;
  std::size_t bundles_;
  std::unordered_map<std::string, NodeIndex> node_of_;
  std::vector<Group> groups_;
  std::vector<double> weights_;
};

}  // namespace

ServiceGraph service_graph(const system::Topology& topology,
                           const std::vector<system::CustomerGroup>& customers,
                           const std::vector<std::vector<NodeIndex>>& bundles) {
  GraphBuilder builder(topology, bundles.size());
  builder.add_dependencies();
  builder.add_endpoints(customers);
  return builder.build(bundles);
}

Fall fall_of(const ServiceGraph& graph, system::CascadeSearch& search, NodeIndex node) {
  Fall fall;
  for (const NodeIndex fallen : search.fall(node)) {
    const std::size_t endpoint = fallen - graph.services;
    if (fallen < graph.services)
      ++fall.services;
    else if (endpoint < graph.weights.size())
      fall.customers += graph.weights[endpoint];
  }
  return fall;
}

}  // namespace outcast::app
