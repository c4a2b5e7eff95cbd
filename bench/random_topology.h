// A random layered service graph with hubs, for benchmarks: the mix of dependencies that published
// studies report.
#pragma once
#include <cmath>
#include <string>

#include "models/cascade/scenario.h"
#include "models/change/safeguards.h"
#include "sim/kernel/stream.h"

namespace outcast::bench {

/// `services` services with 1 to 7 dependencies each (mean 4) on lower layers, targets Zipf-like
/// with exponent 0.7 so that hubs arise; 40 % hard (p 0.10-0.34), 25 % soft, 20 % in pairs of which
/// one is enough, 15 % cached.
inline system::Topology random_topology(std::uint32_t services) {
  system::Topology topology;
  topology.services.reserve(services);
  topology.dependencies.reserve(4 * static_cast<std::size_t>(services));
  const sim::Streams streams(7, 0);
  const auto name = [](std::uint32_t i) { return "s" + std::to_string(i); };
  for (std::uint32_t i = 0; i < services; ++i) {
    topology.services.push_back(
        {.id = name(i), .restart = sim::Distribution(sim::Lognormal{30, 0.5})});
    if (i == 0) continue;
    sim::Stream stream = streams.stream(sim::purpose("bench.graph"), sim::Entity{i}, 0);
    const auto degree = 1 + static_cast<int>(stream.uniform() * 7);
    for (int d = 0; d < degree; ++d) {
      const auto target = static_cast<std::uint32_t>(i * std::pow(stream.uniform(), 1 / 0.3));
      const double kind = stream.uniform();
      system::Dependency need{
          .from = name(i), .to = name(target), .delay = sim::Distribution(sim::Lognormal{2, 0.8})};
      need.probability = 0.1 + 0.24 * std::round(stream.uniform() * 8) / 8;
      if (kind > 0.4 && kind <= 0.65) need.need = system::Need::soft;
      if (kind > 0.65 && kind <= 0.85) need.group = "alternatives";
      if (kind > 0.85) need.survives = sim::Distribution::fixed(sim::minutes(5));
      topology.dependencies.push_back(std::move(need));
    }
  }
  return topology;
}

/// Rings of ten services that need each other: whichever fails, ten are touched.
inline system::Topology rings_of_ten(std::uint32_t services) {
  system::Topology topology;
  for (std::uint32_t i = 0; i < services; ++i) {
    topology.services.push_back({.id = "s" + std::to_string(i)});
    const std::uint32_t next = i % 10 == 9 ? i - 9 : i + 1;
    topology.dependencies.push_back(
        {.from = "s" + std::to_string(i), .to = "s" + std::to_string(next)});
  }
  return topology;
}

/// One crash of one service drawn evenly, which passes by itself after `lasts`.
inline cascade::Scenario single_fault_what_if(system::Topology topology,
                                              const sim::Distribution& lasts) {
  cascade::Scenario scenario;
  scenario.name = "single fault among " + std::to_string(topology.services.size());
  scenario.topology = std::move(topology);
  const auto modes = faults::catalog();
  scenario.failure_modes.assign(modes.begin(), modes.end());
  scenario.safeguards.resize(change::catalog().size());
  cascade::GivenFault fault{.service = "*", .mode = "crash"};
  fault.lasts = lasts;
  scenario.what_if = cascade::WhatIf{{fault}, {}};
  return scenario;
}

inline cascade::Scenario single_fault_what_if(std::uint32_t services) {
  return single_fault_what_if(random_topology(services), sim::Distribution(sim::Lognormal{600, 1}));
}

/// Ten services are touched, however many there are.
inline cascade::Scenario ten_touched_what_if(std::uint32_t services) {
  return single_fault_what_if(rings_of_ten(services),
                              sim::Distribution::fixed(sim::Duration::forever()));
}

}  // namespace outcast::bench
