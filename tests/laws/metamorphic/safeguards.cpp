// Safeguards that do nothing change nothing; those that narrow access never widen what falls.
#include <doctest/doctest.h>

#include <map>

#include "sim/ensemble/digest.h"
#include "tests/laws/agreement.h"
#include "tests/laws/metamorphic/losses.h"
#include "tests/laws/networks.h"
#include "tests/laws/random_systems.h"
#include "tests/scenario_builder.h"

namespace outcast::laws {
namespace {

using cascade::Scenario;
using sim::Distribution;

/// Settings, by name of safeguard and parameter, with which it neither detects, takes time, nor
/// limits. Parameters that are not listed are zero.
const std::map<std::pair<std::string, std::string>, double> harmless = {
    {{"change_freeze", "every"}, 7 * 86400.0},
    {{"training", "factor"}, 1},
    {{"velocity_limit", "units_per_step"}, 1e6},
    {{"staged_rollout", "first"}, 1},
    {{"staged_rollout", "growth"}, 1}};

void switch_on_harmlessly(Scenario& scenario, std::size_t position) {
  const change::Safeguard& safeguard = change::catalog()[position];
  auto& settings = scenario.safeguards[position];
  settings.on = true;
  for (std::size_t p = 0; p < safeguard.parameters.size(); ++p) {
    const auto value =
        harmless.find({std::string(safeguard.name), std::string(safeguard.parameters[p].name)});
    settings.values[p] = Distribution(sim::Fixed{value == harmless.end() ? 0 : value->second});
  }
}

/// A campaign in one place and with roles as they were meant to be: there, cell isolation and least
/// privilege have nothing to take away.
Scenario blameless_campaign(std::uint64_t number) {
  Scenario scenario = campaign(number);
  for (auto& service : scenario.topology.services) service.placement.clear();
  for (auto& role : scenario.roles) role.intended = role.actual;
  return scenario;
}

std::string digest_of(const Scenario& scenario) {
  return sim::digest(simulate(cascade::draft(scenario), 5).table);
}

TEST_CASE("a safeguard that detects nothing, takes no time and limits nothing changes nothing") {
  for (std::uint64_t number = 0; number < 20; ++number) {
    const Scenario scenario = blameless_campaign(number);
    const std::string expected = digest_of(scenario);
    Scenario all = scenario;
    for (std::size_t s = 0; s < change::catalog().size(); ++s) {
      CAPTURE(std::string(change::catalog()[s].name));
      Scenario with = scenario;
      switch_on_harmlessly(with, s);
      switch_on_harmlessly(all, s);
      CHECK(digest_of(with) == expected);
    }
    CHECK(digest_of(all) == expected);
  }
}

std::string table_of(const std::string& service) {
  return "arn:aws:dynamodb:eu-west-1:123456789012:table/" + service;
}

access::Policy allowing(const std::vector<std::string>& resources) {
  return {.version = "2012-10-17",
          .statements = {{.actions = {"dynamodb:*"}, .resources = resources}}};
}

/// A tool deletes or breaks all that its role lets it touch, and nobody ever mends it.
Scenario overreach(std::uint64_t number) {
  Scenario scenario = lasting_system(number);
  Dice dice(number);
  for (auto& service : scenario.topology.services)
    service.resources = {{.arn = table_of(service.id)}};
  scenario.roles.push_back({.id = "agent",
                            .principal = "arn:aws:iam::123456789012:role/agent",
                            .actual = {.identity = {allowing({"*"})}}});
  scenario.authors.push_back({.id = "tool", .kind = change::AuthorKind::ai_tool});
  const auto target = dice.below(static_cast<std::uint32_t>(scenario.topology.services.size()));
  scenario.what_if->faults.clear();
  scenario.what_if->changes.push_back({.author = "tool",
                                       .role = "agent",
                                       .target = scenario.topology.services[target].id,
                                       .destructive = dice.uniform() < 0.5,
                                       .overreach = true,
                                       .defect = "bad-config"});
  const auto never = Distribution::fixed(sim::Duration::forever());
  scenario.response.rollback = scenario.response.rebuild = never;
  return scenario;
}

/// A boundary around half of the tables, drawn anew for each number.
access::Policy boundary(const Scenario& scenario, std::uint64_t number) {
  Dice dice(number + 1000);
  std::vector<std::string> inside;
  for (const auto& service : scenario.topology.services)
    if (dice.uniform() < 0.5) inside.push_back(table_of(service.id));
  return allowing(inside);
}

TEST_CASE("a permission boundary, or least privilege that means it, never widens an outage") {
  int narrower = 0;
  for (std::uint64_t number = 0; number < 60; ++number) {
    CAPTURE(number);
    const Scenario broad = overreach(number);
    Scenario bounded = broad, privileged = broad;
    bounded.roles[0].actual.boundary = boundary(broad, number);
    privileged.roles[0].intended = bounded.roles[0].actual;
    privileged.safeguards[change::position_of("least_privilege")].on = true;
    for (std::uint64_t r = 0; r < 3; ++r) {
      const Losses wide = losses_of(broad, r), narrow = losses_of(bounded, r);
      CHECK(excess(narrow, wide) == "");
      narrower += !excess(wide, narrow).empty();
    }
    CHECK(digest_of(privileged) == digest_of(bounded));
  }
  CHECK(narrower > 100);
}

TEST_CASE("an intended policy changes nothing until it is enforced") {
  for (std::uint64_t number = 0; number < 20; ++number) {
    const Scenario broad = overreach(number);
    Scenario meant = broad;
    meant.roles[0].intended = meant.roles[0].actual;
    meant.roles[0].intended->boundary = boundary(broad, number);
    CHECK(digest_of(meant) == digest_of(broad));
  }
}

}  // namespace
}  // namespace outcast::laws
