// Who notices an incident, and how people and pipelines end it.
#include <doctest/doctest.h>

#include "tests/scenario_builder.h"

using namespace outcast;
using sim::Distribution;
using sim::hours;
using sim::minutes;
using sim::seconds;
using test::row_of;
using test::ScenarioBuilder;
using test::story_of;

namespace {

/// One service with a lasting fault of the given mode, and people who take a fixed time for
/// everything.
ScenarioBuilder broken_service(const std::string& mode) {
  ScenarioBuilder b;
  b.service("web");
  b.lasting_fault("web", mode);
  auto& response = b.scenario.response;
  response.acknowledge = Distribution::fixed(minutes(5));
  response.diagnose = Distribution::fixed(minutes(20));
  response.rollback = Distribution::fixed(minutes(10));
  response.fix = Distribution::fixed(minutes(60));
  response.rebuild = Distribution::fixed(hours(10));
  return b;
}

response::Monitor monitor(sim::Duration interval, double sensitivity) {
  return {.id = "probe", .interval = Distribution::fixed(interval), .sensitivity = sensitivity};
}

double mean_of(const cascade::Scenario& scenario, const std::string& metric,
               std::uint64_t replications) {
  cascade::EnsembleResult result;
  cascade::run(cascade::draft(scenario), 1, {.count = replications, .threads = 1}, result);
  double sum = 0;
  for (const double x : result.table.column(*cascade::column_of(metric))) sum += x;
  return sum / static_cast<double>(replications);
}

}  // namespace

TEST_CASE("what was deleted takes a rebuild, a bad configuration a rollback, a crash a fix") {
  CHECK(row_of(broken_service("deleted").scenario)["time_to_recover"] == 625);
  CHECK(row_of(broken_service("bad-config").scenario)["time_to_recover"] == 35);
  CHECK(row_of(broken_service("crash").scenario)["time_to_recover"] == 85);
}

TEST_CASE(
    "a monitor that sees everything notices at its first look, on average after half an interval") {
  ScenarioBuilder b = broken_service("crash");
  b.scenario.response.monitors = {monitor(minutes(10), 1)};
  CHECK(mean_of(b.scenario, "time_to_detect", 4000) == doctest::Approx(5).epsilon(0.03));
}

TEST_CASE("a monitor that sees one look in four needs four looks on average") {
  ScenarioBuilder b = broken_service("crash");
  b.scenario.response.monitors = {monitor(minutes(10), 0.25)};
  CHECK(mean_of(b.scenario, "time_to_detect", 4000) == doctest::Approx(35).epsilon(0.05));
}

TEST_CASE("gray failures hide from monitors") {
  ScenarioBuilder b = broken_service("wrong-answers");
  b.scenario.response.monitors = {monitor(minutes(1), 1)};
  CHECK(mean_of(b.scenario, "time_to_detect", 4000) == doctest::Approx(19.5).epsilon(0.08));
}

TEST_CASE("half of the sensitivity is left when the affected share is at half_at") {
  ScenarioBuilder b = broken_service("crash");
  b.service("other");
  b.scenario.response.monitors = {monitor(minutes(10), 1)};
  b.scenario.response.monitors[0].half_at = 0.5;
  CHECK(mean_of(b.scenario, "time_to_detect", 4000) == doctest::Approx(15).epsilon(0.05));
}

TEST_CASE("a monitor that needs the broken service is blind, and customers call") {
  ScenarioBuilder b = broken_service("crash");
  b.scenario.response.monitors = {monitor(minutes(1), 1)};
  b.scenario.response.monitors[0].needs = {"web"};
  b.scenario.response.customer_report = Distribution::fixed(minutes(45));
  CHECK(row_of(b.scenario)["time_to_detect"] == 45);
}

TEST_CASE("people whose tools are down wait for break-glass access") {
  ScenarioBuilder b = broken_service("crash");
  b.scenario.response.tools = {"web"};
  b.scenario.response.break_glass = Distribution::fixed(minutes(90));
  CHECK(story_of(b.scenario, "response") ==
        "0 incident 1 is noticed by everybody at once: no monitor is modelled\n"
        "0 incident 1 pages a crew\n"
        "300 incident 1 people are locked out: their tools are down\n"
        "5700 incident 1 break-glass access works\n"
        "5700 incident 1 people look for the cause\n"
        "6900 incident 1 the cause is found; they fix it\n"
        "10500 incident 1 the cause is mended\n");
}

TEST_CASE("people go on as soon as their tools are back") {
  ScenarioBuilder b = broken_service("crash");
  b.service("console").fault("console", seconds(0), minutes(15));
  b.scenario.response.tools = {"console"};
  b.scenario.response.break_glass = Distribution::fixed(hours(9));
  CHECK(row_of(b.scenario)["time_to_recover"] == 15 + 20 + 60);
}

TEST_CASE("one crew works on one incident at a time") {
  ScenarioBuilder b = broken_service("crash");
  b.service("db");
  b.scenario.what_if.reset();
  b.scenario.faults = {{"web", "crash", Distribution::fixed(hours(1)), {}},
                       {"db", "crash", Distribution::fixed(hours(1)), {}}};
  b.scenario.horizon = hours(5);
  b.scenario.response.crews = 1;
  CHECK(row_of(b.scenario)["time_to_recover"] > 85);
  b.scenario.response.crews = 2;
  CHECK(row_of(b.scenario)["time_to_recover"] == 85);
}

TEST_CASE("failing over mitigates before the cause is mended") {
  ScenarioBuilder b = broken_service("crash");
  b.scenario.topology.services[0].placement = {{"eu", "a", "1"}, {"eu", "a", "2"}};
  b.scenario.topology.services[0].failover = Distribution::fixed(minutes(3));
  b.scenario.what_if->faults[0].cell = "1";
  const auto row = row_of(b.scenario);
  CHECK(row.at("time_to_mitigate") == 28);
  CHECK(row.at("service_minutes") == doctest::Approx(14));
}

TEST_CASE("customers with a fallback switch once the status page tells them") {
  ScenarioBuilder b = broken_service("crash");
  b.scenario.customers = {
      {.id = "all",
       .endpoints = {{.id = "x", .services = {"web"}}},
       .fallback = system::CustomerFallback{Distribution::fixed(minutes(10)), 0.2}}};
  b.scenario.response.status_page.takes = Distribution::fixed(minutes(15));
  const auto row = row_of(b.scenario);
  CHECK(row.at("time_to_notify") == 15);
  CHECK(row.at("customer_minutes") == doctest::Approx(25 + 0.2 * 60));
}

TEST_CASE("a status page that needs the broken service stays silent until it is back") {
  ScenarioBuilder b = broken_service("crash");
  b.service("page").fault("page", seconds(0), minutes(40));
  b.scenario.response.status_page = {Distribution::fixed(minutes(15)), {"page"}};
  CHECK(row_of(b.scenario)["time_to_notify"] == 40);
}

TEST_CASE("a fault that comes while people mend another is not mended with it") {
  ScenarioBuilder b = broken_service("crash");
  b.service("db");
  b.lasting_fault("db", "deleted").at = minutes(30);
  CHECK(row_of(b.scenario)["time_to_recover"] == 5 + 20 + 60 + 20 + 600);
}

TEST_CASE("faults given beside others do not move their luck") {
  ScenarioBuilder b = broken_service("crash");
  b.service("db").service("log");
  b.lasting_fault("db").probability = 0.5;
  ScenarioBuilder more = b;
  more.scenario.what_if->faults.insert(
      more.scenario.what_if->faults.begin(),
      {.service = "log", .mode = "crash", .lasts = Distribution::fixed(minutes(1))});
  for (std::uint64_t r = 0; r < 20; ++r)
    CHECK(row_of(more.scenario, r)["services_hit"] == row_of(b.scenario, r)["services_hit"] + 1);
}

TEST_CASE("a second incident on a unit that is down is seen once the first is mended") {
  ScenarioBuilder b;
  b.service("db");
  b.scenario.authors = {{.id = "ada"}};
  b.scenario.response.fix = Distribution::fixed(hours(4));
  b.scenario.response.monitors = {monitor(minutes(1), 1)};
  b.scenario.what_if.emplace();
  b.scenario.what_if->changes = {
      {.author = "ada", .target = "db", .defect = "crash"},
      {.at = hours(1), .author = "ada", .target = "db", .defect = "crash"}};
  const auto row = row_of(b.scenario);
  CHECK(row.at("incidents") == 2);
  CHECK(row.at("service_minutes") == doctest::Approx(480).epsilon(0.01));
}

TEST_CASE("a fault of a unit's own is seen though the unit was down for another's sake") {
  ScenarioBuilder b = broken_service("crash");
  b.service("db").fault("db", seconds(0), hours(6));
  b.needs("web", "db");
  b.scenario.what_if->faults[0].at = hours(1);
  b.scenario.response.monitors = {monitor(minutes(1), 1)};
  CHECK(row_of(b.scenario)["service_minutes"] == doctest::Approx(720).epsilon(0.01));
}

TEST_CASE("units that are all degraded have nobody to fail over to") {
  ScenarioBuilder b = broken_service("slow");
  b.scenario.topology.services[0].placement = {{"eu", "a", "1"}, {"eu", "a", "2"}};
  b.scenario.topology.services[0].failover = Distribution::fixed(minutes(3));
  CHECK(row_of(b.scenario)["time_to_mitigate"] == 35);
}

TEST_CASE("a gray failure that turns into a crash is as plain as a crash") {
  ScenarioBuilder b = broken_service("wrong-answers");
  b.lasting_fault("web", "crash").at = minutes(10);
  b.scenario.response.monitors = {monitor(minutes(1), 1)};
  CHECK(mean_of(b.scenario, "time_to_detect", 2000) < 10.6);
}
