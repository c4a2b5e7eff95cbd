// Faults that strike some units of several, and success over a window of time.
#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <set>
#include <sstream>

#include "tests/scenario_builder.h"

using namespace outcast;
using test::ScenarioBuilder;

namespace {

cascade::GivenFault& crash_of(ScenarioBuilder& builder, std::vector<std::string> services,
                              unsigned count) {
  cascade::GivenFault& fault = builder.lasting_fault("");
  fault.any = cascade::AnyOf{std::move(services), count};
  fault.lasts = sim::Distribution::fixed(sim::seconds(60));
  return fault;
}

/// Who goes down, one letter each in the order of the alphabet.
std::string fallen(const cascade::Scenario& scenario, std::uint64_t replication) {
  std::set<std::string> names;
  std::istringstream story(test::story_of(scenario, "", replication));
  for (std::string line; std::getline(story, line);)
    if (line.ends_with(" goes down")) names.insert(line.substr(2, line.find_first_of(" @", 2) - 2));
  std::string text;
  for (const std::string& name : names) text += name;
  return text;
}

ScenarioBuilder five_services() {
  ScenarioBuilder builder;
  for (const char* id : {"a", "b", "c", "d", "e"}) builder.service(id);
  return builder;
}

cascade::EnsembleResult run(const cascade::Scenario& scenario, std::uint64_t count) {
  cascade::EnsembleResult result;
  const sim::EnsembleOptions options{.count = count, .threads = 1};
  cascade::run(cascade::draft(scenario), 1, options, result);
  return result;
}

double mean_of(const cascade::SuccessTally& tally) {
  return static_cast<double>(tally.sum) / cascade::SuccessTally::unit /
         static_cast<double>(tally.replications);
}

}  // namespace

TEST_CASE("as many units of the pool fall as are drawn, each once") {
  ScenarioBuilder builder = five_services();
  crash_of(builder, {"a", "b", "c", "d"}, 3);
  for (std::uint64_t replication = 0; replication < 20; ++replication) {
    const std::string names = fallen(builder.scenario, replication);
    CHECK(names.size() == 3);
    CHECK(names.find('e') == std::string::npos);
  }
}

TEST_CASE("a larger count strikes the same units and some more") {
  ScenarioBuilder two = five_services(), four = five_services();
  crash_of(two, {"*"}, 2);
  crash_of(four, {"*"}, 4);
  for (std::uint64_t replication = 0; replication < 20; ++replication) {
    const std::string more = fallen(four.scenario, replication);
    for (const char name : fallen(two.scenario, replication))
      CHECK(more.find(name) != std::string::npos);
  }
}

TEST_CASE("what is in the pool besides a unit does not change its rank") {
  ScenarioBuilder with = five_services(), without = five_services();
  crash_of(with, {"a", "b", "c", "d", "e"}, 2);
  crash_of(without, {"a", "b", "c", "d"}, 2);
  int alike = 0;
  for (std::uint64_t replication = 0; replication < 40; ++replication) {
    const std::string names = fallen(with.scenario, replication);
    if (names.find('e') != std::string::npos) continue;
    CHECK(fallen(without.scenario, replication) == names);
    ++alike;
  }
  CHECK(alike > 10);
}

TEST_CASE("each set of units is as likely as any other") {
  ScenarioBuilder builder = five_services();
  crash_of(builder, {"a", "b", "c"}, 2);
  std::map<std::string, int> times;
  for (std::uint64_t replication = 0; replication < 900; ++replication)
    ++times[fallen(builder.scenario, replication)];
  CHECK(times.size() == 3);
  // 300 expected each; standard deviation 14.
  for (const auto& [names, n] : times) CHECK(std::abs(n - 300) < 57);
}

TEST_CASE("places of a service are units of their own in the pool") {
  ScenarioBuilder builder;
  builder.service("a").last_service().placement = {{.zone = "1"}, {.zone = "2"}, {.zone = "3"}};
  builder.service("front");
  builder.needs("front", "a");
  crash_of(builder, {"a"}, 2);
  CHECK(fallen(builder.scenario, 0).find("front") == std::string::npos);
  builder.scenario.what_if->faults[0].any->count = 3;
  CHECK(fallen(builder.scenario, 0).find("front") != std::string::npos);
}

TEST_CASE("success is the share of work done within the window") {
  ScenarioBuilder builder = five_services();
  builder.scenario.customers = {{.id = "all", .endpoints = {{.id = "page", .services = {"a"}}}}};
  builder.fault("a", sim::seconds(10), sim::seconds(50));
  auto& window = builder.scenario.what_if->window.emplace();
  window = {.from = sim::seconds(40), .lasts = sim::Distribution::fixed(sim::seconds(100))};
  CHECK(mean_of(run(builder.scenario, 1).successes[0]) == doctest::Approx(0.8));
  window.from = sim::seconds(60);
  CHECK(mean_of(run(builder.scenario, 1).successes[0]) == doctest::Approx(1));
}

TEST_CASE("what is still down at the end is down for the rest of the window") {
  ScenarioBuilder builder = five_services();
  builder.scenario.customers = {{.id = "all", .endpoints = {{.id = "page", .services = {"a"}}}}};
  builder.fault("a", sim::seconds(10), sim::Duration::forever());
  builder.scenario.what_if->window = {.from = sim::seconds(0),
                                      .lasts = sim::Distribution::fixed(sim::seconds(40))};
  CHECK(mean_of(run(builder.scenario, 1).successes[0]) == doctest::Approx(0.25));
}

TEST_CASE("a group's success is that of its endpoints by their shares") {
  ScenarioBuilder builder = five_services();
  builder.scenario.customers = {{.id = "mix",
                                 .endpoints = {{.id = "a", .services = {"a"}, .share = 3},
                                               {.id = "b", .services = {"b"}, .share = 1}}}};
  builder.fault("a", sim::seconds(0), sim::Duration::forever());
  builder.scenario.what_if->window = {.from = sim::seconds(0),
                                      .lasts = sim::Distribution::fixed(sim::seconds(10))};
  const auto successes = run(builder.scenario, 1).successes;
  REQUIRE(successes.size() == 3);
  CHECK(mean_of(successes[0]) == doctest::Approx(0.25));
  CHECK(mean_of(successes[1]) == doctest::Approx(0));
  CHECK(mean_of(successes[2]) == doctest::Approx(1));
}

TEST_CASE(
    "a draw of k of n leaves m needed services whole as often as the hypergeometric law says") {
  ScenarioBuilder builder = five_services();
  builder.scenario.customers = {
      {.id = "all", .endpoints = {{.id = "page", .services = {"a", "b"}}}}};
  crash_of(builder, {"*"}, 2);
  builder.scenario.what_if->window = {.from = sim::seconds(0),
                                      .lasts = sim::Distribution::fixed(sim::seconds(60))};
  // C(3, 2) / C(5, 2) = 0.3; standard deviation over 4,000 draws .0072.
  CHECK(std::abs(mean_of(run(builder.scenario, 4000).successes[0]) - 0.3) < 0.03);
}
