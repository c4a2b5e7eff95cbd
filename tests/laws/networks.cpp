// Random graphs and their topologies.
#include "tests/laws/networks.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/scenario_builder.h"

namespace outcast::laws {

double Dice::uniform() {
  return streams_.stream(sim::purpose("laws.dice"), sim::Entity{rolled_++}, 0).uniform();
}

std::uint32_t Dice::below(std::uint32_t n) {
  return static_cast<std::uint32_t>(uniform() * static_cast<double>(n));
}

std::uint32_t Dice::poisson(double mean) {
  std::uint32_t k = 0;
  double p = std::exp(-mean);
  for (double u = uniform() - p; u > 0; u -= p) p *= mean / ++k;
  return k;
}

std::uint32_t Dice::geometric(double success) {
  return static_cast<std::uint32_t>(std::log(uniform()) / std::log1p(-success));
}

Network erdos_renyi(std::uint32_t size, double mean_degree, Dice& dice) {
  Network network{.size = size, .edges = {}};
  const auto edges = static_cast<std::size_t>(std::lround(size * mean_degree / 2));
  for (std::size_t e = 0; e < edges; ++e) {
    const std::uint32_t a = dice.below(size);
    network.add_both_ways(a, (a + 1 + dice.below(size - 1)) % size);
  }
  return network;
}

Network with_degrees(const std::vector<std::uint32_t>& degrees, Dice& dice) {
  Network network{.size = static_cast<std::uint32_t>(degrees.size()), .edges = {}};
  std::vector<std::uint32_t> ends;
  for (std::uint32_t v = 0; v < network.size; ++v) ends.insert(ends.end(), degrees[v], v);
  for (std::size_t i = ends.size(); i > 1; --i)
    std::swap(ends[i - 1], ends[dice.below(static_cast<std::uint32_t>(i))]);
  for (std::size_t i = 0; i + 1 < ends.size(); i += 2)
    if (ends[i] != ends[i + 1]) network.add_both_ways(ends[i], ends[i + 1]);
  return network;
}

std::string vertex(std::uint32_t v) { return "v" + std::to_string(v); }

cascade::Scenario percolating(const Network& network, double probability) {
  test::ScenarioBuilder b;
  for (std::uint32_t v = 0; v < network.size; ++v) b.service(vertex(v));
  for (const auto& [provider, dependant] : network.edges)
    b.needs(vertex(dependant), vertex(provider)).probability = probability;
  b.scenario.what_if = cascade::WhatIf{.faults = {lasting_crash()}, .changes = {}};
  return std::move(b.scenario);
}

cascade::GivenFault lasting_crash(const std::string& service) {
  cascade::GivenFault fault{.service = service, .mode = "crash"};
  fault.lasts = sim::Distribution::fixed(sim::Duration::forever());
  return fault;
}

}  // namespace outcast::laws
