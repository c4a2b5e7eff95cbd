// How losses spread along dependencies and pass again.
#include <doctest/doctest.h>

#include "tests/scenario_builder.h"

using namespace outcast;
using sim::Distribution;
using sim::minutes;
using sim::seconds;
using test::row_of;
using test::ScenarioBuilder;
using test::story_of;

TEST_CASE("a hard dependency takes its callers down and lets them up again") {
  ScenarioBuilder b;
  b.service("dns").service("auth").service("web").fault("dns", seconds(600), seconds(60));
  b.needs("auth", "dns").delay = Distribution::fixed(seconds(1));
  b.needs("web", "auth");
  CHECK(story_of(b.scenario, "cascade") ==
        "600 dns goes down\n"
        "601 auth feels the loss of dns\n"
        "601 auth goes down\n"
        "601 web feels the loss of auth\n"
        "601 web goes down\n"
        "660 dns is up again\n"
        "660 auth is up again\n"
        "660 web is up again\n");
}

TEST_CASE("a cache outlives a shorter loss") {
  ScenarioBuilder b;
  b.service("dns").service("web").fault("dns", seconds(0), seconds(60));
  b.needs("web", "dns").survives = Distribution::fixed(seconds(300));
  CHECK(row_of(b.scenario)["services_hit"] == 1);
  b.scenario.what_if->faults[0].lasts = Distribution::fixed(seconds(301));
  CHECK(row_of(b.scenario)["services_hit"] == 2);
}

TEST_CASE("a caller comes back only after it has reconnected") {
  ScenarioBuilder b;
  b.service("db").service("web").fault("db", seconds(0), seconds(60));
  b.needs("web", "db").recovers_after = Distribution::fixed(seconds(30));
  CHECK(story_of(b.scenario, "cascade") ==
        "0 db goes down\n"
        "0 web feels the loss of db\n"
        "0 web goes down\n"
        "60 db is up again\n"
        "90 web is up again\n");
}

TEST_CASE("a provider that fails again before its caller has reconnected is felt as one loss") {
  ScenarioBuilder b;
  b.service("db")
      .service("web")
      .fault("db", seconds(0), seconds(60))
      .fault("db", seconds(80), seconds(10));
  b.needs("web", "db").recovers_after = Distribution::fixed(seconds(30));
  CHECK(story_of(b.scenario, "cascade") ==
        "0 db goes down\n"
        "0 web feels the loss of db\n"
        "0 web goes down\n"
        "60 db is up again\n"
        "80 db goes down\n"
        "90 db is up again\n"
        "120 web is up again\n");
}

TEST_CASE("of three alternatives two must be left") {
  ScenarioBuilder b;
  b.service("a").service("b").service("c").service("web");
  for (const char* id : {"a", "b", "c"}) {
    auto& need = b.needs("web", id);
    need.group = "stores";
    need.at_least = 2;
  }
  b.fault("a", seconds(0), seconds(100)).fault("b", seconds(10), seconds(20));
  CHECK(story_of(b.scenario, "cascade") ==
        "0 a goes down\n"
        "10 b goes down\n"
        "10 web feels the loss of b\n"
        "10 web goes down\n"
        "30 b is up again\n"
        "30 web is up again\n"
        "100 a is up again\n");
}

TEST_CASE("each of the alternatives keeps its own times") {
  ScenarioBuilder b;
  b.service("a").service("b").service("web");
  b.needs("web", "a").group = "stores";
  auto& second = b.needs("web", "b");
  second.group = "stores";
  second.survives = Distribution::fixed(seconds(30));
  b.fault("a", seconds(0), seconds(100)).fault("b", seconds(10), seconds(50));
  CHECK(story_of(b.scenario, "cascade") ==
        "0 a goes down\n"
        "10 b goes down\n"
        "40 web feels the loss of b\n"
        "40 web goes down\n"
        "60 b is up again\n"
        "60 web is up again\n"
        "100 a is up again\n");
}

TEST_CASE("a soft dependency degrades its caller") {
  ScenarioBuilder b;
  b.service("ads").service("web").fault("ads", seconds(0), minutes(10));
  auto& need = b.needs("web", "ads");
  need.need = system::Need::soft;
  need.degradation = 0.25;
  const auto row = row_of(b.scenario);
  CHECK(row.at("blast_radius") == 1);
  CHECK(row.at("service_minutes") == doctest::Approx(12.5));
}

TEST_CASE("a unit in each cell fails alone, and customers of that cell alone are hit") {
  ScenarioBuilder b;
  b.service("web");
  b.last_service().placement = {
      {"eu", "a", "1"}, {"eu", "a", "2"}, {"eu", "b", "3"}, {"eu", "b", "4"}};
  b.service("db");
  b.last_service().placement = b.scenario.topology.services[0].placement;
  b.needs("web", "db").scope = system::Scope::same_cell;
  b.scenario.customers.push_back({.id = "all", .endpoints = {{.id = "home", .services = {"web"}}}});
  b.fault("db", seconds(0), minutes(60));
  b.scenario.what_if->faults[0].cell = "3";
  const auto row = row_of(b.scenario);
  CHECK(row.at("blast_radius") == 0.25);
  CHECK(row.at("services_hit") == 2);
  CHECK(row.at("customers_hit") == 0.25);
  CHECK(row.at("customer_minutes") == doctest::Approx(15));
}

TEST_CASE("a choice of any unit in the zone fails with the last of them") {
  ScenarioBuilder b;
  b.service("web");
  b.last_service().placement = {{"eu", "a", "1"}};
  b.service("db");
  b.last_service().placement = {{"eu", "a", "1"}, {"eu", "a", "2"}, {"eu", "b", "3"}};
  b.needs("web", "db").scope = system::Scope::same_zone;
  b.fault("db", seconds(0), seconds(60)).fault("db", seconds(20), seconds(10));
  b.scenario.what_if->faults[0].cell = "1";
  b.scenario.what_if->faults[1].cell = "2";
  CHECK(story_of(b.scenario, "cascade") ==
        "0 db@eu/a/1 goes down\n"
        "20 db@eu/a/2 goes down\n"
        "20 web@eu/a/1 feels the loss of db@eu/a/2\n"
        "20 web@eu/a/1 goes down\n"
        "30 db@eu/a/2 is up again\n"
        "30 web@eu/a/1 is up again\n"
        "60 db@eu/a/1 is up again\n");
}

TEST_CASE("a service starts only when what it needs to start is up") {
  ScenarioBuilder b;
  b.service("control").service("web", seconds(5));
  b.needs("web", "control").needed_for = system::NeededFor::starting;
  b.fault("control", seconds(0), seconds(100)).fault("web", seconds(10), seconds(20));
  CHECK(story_of(b.scenario, "cascade") ==
        "0 control goes down\n"
        "10 web goes down\n"
        "30 web waits for what it needs to start\n"
        "100 control is up again\n"
        "105 web is up again\n");
}

TEST_CASE("restarts keep their distance") {
  ScenarioBuilder b;
  b.service("db")
      .service("a", seconds(1))
      .service("b", seconds(1))
      .fault("db", seconds(0), seconds(60));
  b.needs("a", "db");
  b.needs("b", "db");
  b.scenario.response.restart_gap = seconds(10);
  CHECK(story_of(b.scenario, "cascade")
            .ends_with("60 db is up again\n71 a is up again\n81 b is up again\n"));
}

TEST_CASE("services that wait for each other in a circle are counted and black-started") {
  ScenarioBuilder b;
  b.service("a").service("b").service("power").fault("power", seconds(0), seconds(60));
  b.needs("a", "power");
  b.needs("a", "b");
  b.needs("b", "a");
  b.scenario.response.black_start = Distribution::fixed(minutes(5));
  CHECK(story_of(b.scenario, "cascade")
            .ends_with("60 power is up again\n"
                       "60 a and 1 others wait for each other in a circle\n"
                       "360 a is black-started\n"
                       "360 a is up again\n"
                       "360 b is black-started\n"
                       "360 b is up again\n"));
  CHECK(row_of(b.scenario)["circular_waits"] == 1);
}

TEST_CASE("a circle is broken while the campaign goes on") {
  ScenarioBuilder b;
  b.service("a").service("b").service("power");
  b.needs("a", "power");
  b.needs("a", "b");
  b.needs("b", "a");
  b.scenario.faults = {
      {"power", "crash", Distribution::fixed(minutes(60)), Distribution::fixed(minutes(1))}};
  b.scenario.horizon = minutes(60 + 1 + 5 + 30);
  b.scenario.response.black_start = Distribution::fixed(minutes(5));
  CHECK(row_of(b.scenario)["circular_waits"] == 1);
  CHECK(row_of(b.scenario)["service_minutes"] == doctest::Approx(1 + 6 + 6));
}

TEST_CASE("two that need each other are black-started when the fault of one ends") {
  ScenarioBuilder b;
  b.service("a").service("b").fault("a", seconds(0), seconds(60));
  b.needs("a", "b");
  b.needs("b", "a");
  CHECK(row_of(b.scenario)["service_minutes"] == doctest::Approx(2));
}

TEST_CASE("services that need each other to start are black-started once") {
  ScenarioBuilder b;
  b.service("a")
      .service("b")
      .fault("a", seconds(0), seconds(60))
      .fault("b", seconds(0), seconds(90));
  b.needs("a", "b").needed_for = system::NeededFor::starting;
  b.needs("b", "a").needed_for = system::NeededFor::starting;
  const auto row = row_of(b.scenario);
  CHECK(row.at("circular_waits") == 1);
  CHECK(row.at("service_minutes") == doctest::Approx(3));
}

TEST_CASE("one of the alternatives is enough to start") {
  ScenarioBuilder b;
  b.service("a").service("b").service("web");
  for (const char* id : {"a", "b"}) {
    auto& need = b.needs("web", id);
    need.group = "images";
    need.needed_for = system::NeededFor::starting;
  }
  b.fault("a", seconds(0), seconds(600)).fault("web", seconds(0), seconds(60));
  CHECK(row_of(b.scenario)["service_minutes"] == doctest::Approx(11));
}

TEST_CASE("services that start one after the other are no circle") {
  ScenarioBuilder b;
  b.service("a").service("b").service("c");
  b.needs("a", "b").needed_for = system::NeededFor::starting;
  b.needs("b", "c").needed_for = system::NeededFor::starting;
  b.fault("a", seconds(0), seconds(10))
      .fault("b", seconds(0), seconds(20))
      .fault("c", seconds(0), seconds(60));
  CHECK(row_of(b.scenario)["circular_waits"] == 0);
  CHECK(row_of(b.scenario)["service_minutes"] == doctest::Approx(3));
}

TEST_CASE("a caller that lasts for ever never feels the loss") {
  ScenarioBuilder b;
  b.service("db").service("web").fault("db", seconds(0), seconds(60));
  auto& need = b.needs("web", "db");
  need.delay = Distribution::fixed(seconds(5));
  need.survives = Distribution::fixed(sim::Duration::forever());
  need.probability = 0.999;
  CHECK(row_of(b.scenario)["services_hit"] == 1);
}

TEST_CASE("services that degrade each other to nothing are black-started too") {
  ScenarioBuilder b;
  b.service("a").service("b").service("power").fault("power", seconds(0), seconds(60));
  b.needs("a", "power");
  for (const auto& [from, to] : {std::pair("a", "b"), std::pair("b", "a")}) {
    auto& need = b.needs(from, to);
    need.need = system::Need::soft;
    need.degradation = 1;
  }
  CHECK(row_of(b.scenario)["circular_waits"] == 1);
  CHECK(row_of(b.scenario)["service_minutes"] == doctest::Approx(3));
}

TEST_CASE("what a lasting fault keeps down is not a circle") {
  ScenarioBuilder b;
  b.service("a").service("b").service("power");
  b.lasting_fault("power").lasts = Distribution::fixed(sim::Duration::forever());
  b.needs("a", "power");
  b.needs("a", "b");
  b.needs("b", "a");
  CHECK(row_of(b.scenario)["circular_waits"] == 0);
}

TEST_CASE("a role whose calls are refused fails all who use it") {
  ScenarioBuilder b;
  b.service("a").service("b").service("c").service("store");
  b.needs("a", "store").role = "reader";
  b.needs("b", "store").role = "reader";
  b.needs("c", "store").role = "writer";
  b.scenario.what_if.emplace();
  b.scenario.what_if->faults.push_back(
      {.role = "reader", .mode = "refuse", .lasts = Distribution::fixed(minutes(1))});
  CHECK(row_of(b.scenario)["services_hit"] == 2);
}

TEST_CASE("a refused role costs only the alternative that is called under it") {
  ScenarioBuilder b;
  b.service("a").service("b").service("web");
  for (const char* id : {"a", "b"}) {
    auto& need = b.needs("web", id);
    need.group = "stores";
    need.role = std::string("reader of ") + id;
  }
  b.scenario.what_if.emplace();
  b.scenario.what_if->faults.push_back(
      {.role = "reader of a", .mode = "refuse", .lasts = Distribution::fixed(minutes(9))});
  CHECK(row_of(b.scenario)["services_hit"] == 0);
  b.fault("b", minutes(1), minutes(2)).fault("a", minutes(2), minutes(2));
  CHECK(story_of(b.scenario, "cascade") ==
        "0 role:reader of a goes down\n"
        "60 b goes down\n"
        "60 web feels the loss of b\n"
        "60 web goes down\n"
        "120 a goes down\n"
        "180 b is up again\n"
        "180 web is up again\n"
        "240 a is up again\n"
        "540 role:reader of a is up again\n");
}

TEST_CASE("a role that is needed only to start does not stop what runs") {
  ScenarioBuilder b;
  b.service("control").service("web");
  auto& need = b.needs("web", "control");
  need.needed_for = system::NeededFor::starting;
  need.role = "launcher";
  b.fault("web", minutes(1), minutes(1));
  b.scenario.what_if->faults.push_back(
      {.role = "launcher", .mode = "refuse", .lasts = Distribution::fixed(minutes(5))});
  CHECK(row_of(b.scenario)["service_minutes"] == doctest::Approx(4));
}

TEST_CASE("customers with alternatives lose nothing until the last one fails") {
  ScenarioBuilder b;
  b.service("a")
      .service("b")
      .fault("a", seconds(0), minutes(60))
      .fault("b", seconds(0), minutes(30));
  b.scenario.customers.push_back(
      {.id = "all", .endpoints = {{.id = "x", .services = {"a", "b"}, .at_least = 1}}});
  CHECK(row_of(b.scenario)["customer_minutes"] == doctest::Approx(30));
}
