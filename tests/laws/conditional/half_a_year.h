// A campaign that incidents seldom meet in, for the laws of conditional estimation.
#pragma once
#include <cmath>

#include "app/risk/risk.h"
#include "tests/scenario_builder.h"

namespace outcast {

/// Half a year of two teams' changes on three services; incidents are short beside the time between
/// them, so that they seldom meet.
inline test::ScenarioBuilder half_a_year() {
  test::ScenarioBuilder b;
  for (const char* id : {"db", "web", "mail"}) b.service(id, sim::minutes(2));
  b.needs("web", "db");
  b.needs("mail", "web").probability = 0.3;
  for (system::Service& service : b.scenario.topology.services)
    service.team = service.id == "db" ? "storage" : "front";
  b.scenario.horizon = sim::days(182);
  b.scenario.authors = {
      {.id = "human", .defect = {0.02, 0.02, 0.02, 0.02, 0.02, 0.02}, .destructive = 0.002},
      {.id = "tool",
       .kind = change::AuthorKind::ai_tool,
       .defect = {0.06, 0.06, 0.06, 0.06, 0.06, 0.06},
       .destructive = 0.01}};
  for (const char* id : {"storage", "front"})
    b.scenario.teams.push_back({.id = id,
                                .changes_per_week = 4,
                                .mix = {1, 1, 1, 0, 0, 0},
                                .human = "human",
                                .ai_tool = "tool",
                                .adoption = 0.5});
  b.scenario.defects[change::Kind::code] = {{.mode = "crash"}, {.mode = "slow", .latent = 0.5}};
  b.scenario.defects[change::Kind::config] = {{.mode = "bad-config"}};
  b.scenario.faults = {{.service = "db",
                        .mode = "crash",
                        .every = sim::Distribution(sim::Weibull{2, 100 * 86400.0}),
                        .lasts = sim::Distribution(sim::Exponential{3600})}};
  b.scenario.response.monitors = {
      {.id = "probe", .watches = {}, .interval = sim::Distribution::fixed(sim::minutes(1))}};
  b.scenario.response.rollback = sim::Distribution(sim::Exponential{1800});
  b.scenario.response.fix = sim::Distribution(sim::Exponential{7200});
  b.scenario.response.rebuild = sim::Distribution(sim::Exponential{6 * 3600});
  return b;
}

inline app::RiskRequest request_of(std::uint64_t incidents) {
  return {.metric = "service_minutes", .campaigns = 2'000, .incidents = incidents};
}

inline double z_of(const sim::Estimate& a, const sim::Estimate& b) {
  const auto variance = [](const sim::Estimate& e) {
    return e.sd * e.sd / static_cast<double>(e.n);
  };
  return (a.mean - b.mean) / std::sqrt(variance(a) + variance(b));
}

}  // namespace outcast
