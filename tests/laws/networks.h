// Random graphs with known cascades, and how they become topologies.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/cascade/scenario.h"

namespace outcast::laws {

/// Numbers for building graphs: the same for the same seed on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : streams_(seed, 0) {}
  double uniform();                         ///< in (0, 1)
  std::uint32_t below(std::uint32_t n);     ///< 0 .. n - 1, each as likely as the other
  std::uint32_t poisson(double mean);       ///< by inversion; for small means
  std::uint32_t geometric(double success);  ///< failures before the first success

 private:
  sim::Streams streams_;
  std::uint64_t rolled_ = 0;
};

/// An edge a -> b says that b may fall when a falls.
struct Network {
  std::uint32_t size = 0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;

  void add_both_ways(std::uint32_t a, std::uint32_t b) {
    edges.emplace_back(a, b);
    edges.emplace_back(b, a);
  }
};

/// Every vertex has a number of successors drawn by `degree`, each of them any vertex but itself.
template <class Degree>
Network random_successors(std::uint32_t size, Dice& dice, Degree degree) {
  Network network{.size = size, .edges = {}};
  for (std::uint32_t a = 0; a < size; ++a)
    for (std::uint32_t d = degree(); d > 0; --d)
      network.edges.emplace_back(a, (a + 1 + dice.below(size - 1)) % size);
  return network;
}
/// Erdos and Renyi's graph with size x mean / 2 edges, each in both directions.
Network erdos_renyi(std::uint32_t size, double mean_degree, Dice& dice);
/// Configuration model with the given degrees (their sum is even), each edge in both directions;
/// loops are dropped. Source: Bollobas 1980.
Network with_degrees(const std::vector<std::uint32_t>& degrees, Dice& dice);

std::string vertex(std::uint32_t v);
/// Services as vertices, hard dependencies as edges; a loss propagates with `probability`.
cascade::Scenario percolating(const Network& network, double probability);
/// One crash of one vertex, drawn evenly, that lasts for ever.
cascade::GivenFault lasting_crash(const std::string& service = "*");

/// Every vertex falls with its `threshold_of(degree)`-th fallen neighbour, by a k-of-n group.
template <class Threshold>
cascade::Scenario with_thresholds(const Network& network, Threshold threshold_of) {
  cascade::Scenario scenario = percolating(network, 1);
  std::vector<unsigned> degrees(network.size, 0);
  for (const auto& edge : network.edges) ++degrees[edge.second];
  for (std::size_t e = 0; e < network.edges.size(); ++e) {
    const unsigned degree = degrees[network.edges[e].second];
    system::Dependency& need = scenario.topology.dependencies[e];
    need.group = "neighbours of " + need.from;
    need.at_least = degree + 1 - threshold_of(degree);
  }
  return scenario;
}

}  // namespace outcast::laws
