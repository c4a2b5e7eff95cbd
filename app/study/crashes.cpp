// Simulated crashes, one service after the other.
#include <algorithm>
#include <cmath>

#include "app/study/ranking.h"
#include "app/study/simulation.h"

namespace outcast::app {
namespace {

/// The scenario's own people and dependencies, and nothing happens but this crash.
cascade::Scenario with_crash_of(const std::string& service, cascade::Scenario scenario) {
  scenario.what_if = cascade::WhatIf{.faults = {{.service = service, .mode = "crash"}}};
  scenario.horizon = {};
  scenario.faults.clear();
  return scenario;
}

Crash crash_of(const Case& subject) {
  const auto estimate = [&](std::string_view metric) {
    return sim::estimate_mean(subject.result.table.column(*cascade::column_of(metric)));
  };
  const bool has_customers = !subject.scenario().customers.empty();
  return {estimate("blast_radius"),
          estimate(has_customers ? "customer_minutes" : "service_minutes")};
}

/// Those that were not simulated come last, in the order they have.
void sort_by_harm(std::vector<ServiceRank>& services) {
  const auto key = [](const ServiceRank& s) {
    return s.crash ? std::pair(s.crash->harm.mean, s.crash->blast_radius.mean)
                   : std::pair(-1.0, -1.0);
  };
  std::ranges::stable_sort(services, std::ranges::greater{}, key);
}

}  // namespace

ExitCode simulate_crashes(const cascade::Scenario& scenario, const RankRequest& request,
                          Ranking& ranking) {
  const Interrupt interrupt;
  Progress progress;
  const std::uint64_t n = request.sampling.replications;
  progress.expect(n * ranking.examined);
  for (std::size_t i = 0; i < ranking.examined; ++i) {
    ServiceRank& service = ranking.services[i];
    Case subject{.blueprint = cascade::draft(with_crash_of(service.id, scenario))};
    progress.describe(service.id);
    run_to({&subject, 1}, n, request.sampling, interrupt, progress, n * i);
    if (subject.result.finished < n) break;
    service.crash = crash_of(subject);
  }
  sort_by_harm(ranking.services);
  return interrupt.exit_code();
}

}  // namespace outcast::app
