// What should not matter does not: the same bytes, or the same story for everybody else.
#include <doctest/doctest.h>

#include <algorithm>

#include "sim/ensemble/digest.h"
#include "tests/laws/agreement.h"
#include "tests/laws/networks.h"
#include "tests/laws/random_systems.h"
#include "tests/scenario_builder.h"

namespace outcast::laws {
namespace {

using cascade::Scenario;

constexpr std::uint64_t replications = 5;

/// Scenarios of every kind; campaigns with and without safeguards.
std::vector<Scenario> scenarios(std::uint64_t number) {
  std::vector<Scenario> all = {lasting_system(number), passing_system(number), campaign(number),
                               campaign(number)};
  switch_on_all_safeguards(all.back());
  return all;
}

std::string digest_of(const Scenario& scenario) {
  return sim::digest(simulate(cascade::draft(scenario), replications).table);
}

template <class Item>
void shuffle(std::vector<Item>& items, Dice& dice) {
  for (std::size_t i = items.size(); i > 1; --i)
    std::swap(items[i - 1], items[dice.below(static_cast<std::uint32_t>(i))]);
}

TEST_CASE("the order of services and dependencies in the file does not matter") {
  for (std::uint64_t number = 0; number < 15; ++number)
    for (const Scenario& scenario : scenarios(number)) {
      CAPTURE(number);
      Scenario shuffled = scenario;
      Dice dice(number);
      shuffle(shuffled.topology.services, dice);
      shuffle(shuffled.topology.dependencies, dice);
      for (auto& service : shuffled.topology.services) shuffle(service.placement, dice);
      CHECK(digest_of(shuffled) == digest_of(scenario));
    }
}

std::vector<std::string> stories_of(const Scenario& scenario) {
  const auto blueprint = cascade::draft(scenario);
  cascade::World world(blueprint);
  std::vector<std::string> stories;
  for (std::uint64_t r = 0; r < 2; ++r) {
    test::StoryTeller teller;
    world.replicate(1, r, &teller);
    stories.push_back(teller.story);
  }
  return stories;
}

TEST_CASE("a service that nobody needs, owns, watches or may touch changes no story") {
  for (std::uint64_t number = 0; number < 15; ++number)
    for (Scenario scenario : scenarios(number)) {
      CAPTURE(number);
      // A monitor that watches everything sees a smaller share of more; so each names what it
      // watches.
      for (auto& monitor : scenario.response.monitors)
        if (monitor.watches.empty())
          for (const auto& service : scenario.topology.services)
            monitor.watches.push_back(service.id);
      for (const char* id : {"aaa", "sa1x", "zzz"}) {  // first, in the middle, last of all ids
        Scenario larger = scenario;
        larger.topology.services.push_back(
            {.id = id, .resources = {{.arn = "arn:aws:s3:::beside"}}});  // roles: dynamodb only
        larger.topology.dependencies.push_back(
            {.from = id, .to = scenario.topology.services[0].id, .need = system::Need::none});
        CHECK(stories_of(larger) == stories_of(scenario));
      }
    }
}

TEST_CASE("a fault of a service that nobody needs changes nobody else's losses") {
  for (std::uint64_t number = 0; number < 15; ++number)
    for (Scenario scenario : {lasting_system(number), passing_system(number)}) {
      CAPTURE(number);
      Scenario larger = scenario;
      larger.topology.services.push_back({.id = "aaa"});
      larger.what_if->faults.push_back(scenario.what_if->faults[0]);
      larger.what_if->faults.back().service = "aaa";
      const auto small = cascade::draft(scenario), large = cascade::draft(larger);
      const auto of_small = simulate(small, replications), of_large = simulate(large, replications);
      for (const auto& service : scenario.topology.services) {
        CAPTURE(service.id);
        CHECK(tally_of(of_small, small, service.id).lost_ms ==
              tally_of(of_large, large, service.id).lost_ms);
      }
    }
}

TEST_CASE("the scale of customers' weights does not matter") {
  for (std::uint64_t number = 0; number < 15; ++number)
    for (const Scenario& scenario : scenarios(number)) {
      Scenario scaled = scenario;
      for (auto& group : scaled.customers) group.weight *= 4096;  // exact in binary
      CHECK(digest_of(scaled) == digest_of(scenario));
      for (auto& group : scaled.customers) group.weight *= 0.3;
      const auto minutes =
          column(simulate(cascade::draft(scenario), replications), "customer_minutes");
      const auto same = column(simulate(cascade::draft(scaled), replications), "customer_minutes");
      for (std::size_t r = 0; r < minutes.size(); ++r)
        CHECK(same[r] == doctest::Approx(minutes[r]).epsilon(1e-12));
    }
}

}  // namespace
}  // namespace outcast::laws
