// What trials imagine: a service that never fails, a call that passes no loss, a second crash.
#include "models/cascade/trial.h"

#include <doctest/doctest.h>

#include "tests/scenario_builder.h"

using namespace outcast;
using cascade::Trial;
using test::ScenarioBuilder;

namespace {

constexpr sim::Duration hour = sim::Duration::from_seconds(3600);

/// web -> auth -> db; db is down for an hour, as is what crashes.
cascade::Blueprint chain() {
  ScenarioBuilder b;
  b.service("auth").service("db").service("web");
  b.needs("web", "auth");
  b.needs("auth", "db");
  b.fault("db", {}, hour);
  for (faults::FailureMode& mode : b.scenario.failure_modes)
    if (mode.name == "crash") {
      mode.remedy = faults::Remedy::expiry;
      mode.repair = sim::Distribution::fixed(hour);
    }
  return cascade::draft(b.scenario);
}

cascade::ServiceIndex service(const std::string& id) { return chain().units.find_service(id); }

struct Outcome {
  double service_minutes = 0;
  cascade::TouchedServices touched;
};

Outcome outcome_of(const Trial& trial) {
  const cascade::Blueprint blueprint = chain();
  const std::vector<std::size_t> columns = {*cascade::column_of("service_minutes")};
  std::vector<cascade::TouchedServices> touched(1);
  const auto worker = cascade::make_trial_worker(
      blueprint, 1, {[&](std::uint64_t) { return trial; }, columns, touched});
  std::vector<double> row(1);
  worker->replicate(0, row);
  return {row[0], touched[0]};
}

}  // namespace

TEST_CASE("without anything imagined only the given faults strike") {
  const Outcome outcome = outcome_of({});
  CHECK(outcome.service_minutes == doctest::Approx(180));
  CHECK(outcome.touched.size() == 3);
}

TEST_CASE("a spared service feels no loss and passes none on") {
  const Outcome outcome = outcome_of({.imagined = {.spared = {.service = service("auth")}}});
  CHECK(outcome.service_minutes == doctest::Approx(60));
  CHECK(outcome.touched == cascade::TouchedServices{service("db")});
}

TEST_CASE("no fault strikes a spared service") {
  const Outcome outcome = outcome_of({.imagined = {.spared = {.service = service("db")}}});
  CHECK(outcome.service_minutes == 0);
  CHECK(outcome.touched.empty());
}

TEST_CASE("no loss passes a spared call, and others go on") {
  const Outcome last =
      outcome_of({.imagined = {.spared = {.caller = service("web"), .provider = service("auth")}}});
  CHECK(last.service_minutes == doctest::Approx(120));
  const Outcome unused =
      outcome_of({.imagined = {.spared = {.caller = service("web"), .provider = service("db")}}});
  CHECK(unused.service_minutes == doctest::Approx(180));
}

TEST_CASE("another root bears the first fault, and a companion crashes as well") {
  CHECK(outcome_of({.imagined = {.root = service("web")}}).service_minutes == doctest::Approx(60));
  const Outcome both =
      outcome_of({.imagined = {.root = service("web"), .companion = service("auth")}});
  CHECK(both.service_minutes == doctest::Approx(120));
  CHECK(both.touched == cascade::TouchedServices{service("auth"), service("web")});
}
