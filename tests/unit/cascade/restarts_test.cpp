// How many units of a service restart at a time.
#include <doctest/doctest.h>

#include "tests/scenario_builder.h"

using namespace outcast;
using test::count;

namespace {

/// Five units, all struck for a minute; each needs ten seconds to restart.
struct Fleet : test::ScenarioBuilder {
  explicit Fleet(std::optional<unsigned> at_once) {
    service("fleet", sim::seconds(10)).last_service().restarts_at_once = at_once;
    for (const char* cell : {"a", "b", "c", "d", "e"})
      last_service().placement.push_back({.cell = cell});
    fault("fleet", sim::seconds(0), sim::seconds(60));
  }
  double seconds_to_recover() { return test::row_of(scenario)["time_to_recover"] * 60; }
};

}  // namespace

TEST_CASE("without a limit all units restart together") {
  CHECK(Fleet({}).seconds_to_recover() == doctest::Approx(70));
  CHECK(Fleet(5).seconds_to_recover() == doctest::Approx(70));
}

TEST_CASE("k units at once come back in groups of k") {
  CHECK(Fleet(1).seconds_to_recover() == doctest::Approx(110));
  CHECK(Fleet(2).seconds_to_recover() == doctest::Approx(90));
  CHECK(Fleet(3).seconds_to_recover() == doctest::Approx(80));
}

TEST_CASE("capacity comes back step by step") {
  const std::string story = test::story_of(Fleet(2).scenario, "cascade");
  CHECK(count(story, "waits for its turn to start") == 3);
  CHECK(count(story, "70 fleet") == 2);
  CHECK(count(story, "80 fleet") == 2);
  CHECK(count(story, "90 fleet") == 1);
}

TEST_CASE("a unit struck on its way up leaves its turn to the next") {
  Fleet fleet(1);
  fleet.fault("fleet", sim::seconds(65), sim::seconds(100));
  fleet.scenario.what_if->faults.back().cell = "a";
  const std::string story = test::story_of(fleet.scenario, "cascade");
  CHECK(count(story, "wait for each other") == 0);
  CHECK(story.find("105 fleet@e is up again") != std::string::npos);
  CHECK(fleet.seconds_to_recover() == doctest::Approx(175));
}

TEST_CASE("the limit of one service is not another's") {
  Fleet fleet(1);
  fleet.service("other", sim::seconds(10)).last_service().placement = {{.cell = "a"},
                                                                       {.cell = "b"}};
  fleet.fault("other", sim::seconds(0), sim::seconds(60));
  const std::string story = test::story_of(fleet.scenario, "cascade");
  CHECK(count(story, "70 other") == 2);
}

TEST_CASE("who is mended when another's turn ends queues behind those that wait") {
  Fleet fleet(1);
  fleet.fault("fleet", sim::seconds(5), sim::seconds(65));  // until 70, when the first unit is up
  fleet.scenario.what_if->faults.back().cell = "e";
  const std::string story = test::story_of(fleet.scenario, "cascade");
  CHECK(story.find("80 fleet@b is up again") != std::string::npos);
  CHECK(story.find("110 fleet@e is up again") != std::string::npos);
}

TEST_CASE("who waits for a turn and for a provider gets both") {
  Fleet fleet(2);
  fleet.service("store").fault("store", sim::seconds(0), sim::seconds(200));
  fleet.needs("fleet", "store").needed_for = system::NeededFor::starting;
  CHECK(fleet.seconds_to_recover() == doctest::Approx(230));
}
