// Load that is held back ends a metastable failure where what is let in, retries included, is less
// than the capacity; let in too fast, it begins again.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/scenario_builder.h"

namespace outcast::laws {
namespace {

/// A station of 20 slots that a stall has filled up for good; its queue holds two seconds of work,
/// and customers wait for one. People throttle after five minutes.
struct StuckStation : test::ScenarioBuilder {
  StuckStation(double load, unsigned retries, double share) {
    service("station").last_service().traffic = traffic::Serving{
        .service_time = sim::Distribution(sim::Exponential{0.1}), .concurrency = 20, .queue = 400};
    scenario.customers.push_back(
        {.id = "customers", .endpoints = {{.id = "way-in", .services = {"station"}}}});
    traffic::Load& offered = scenario.customers[0].load.emplace();
    offered.rate = load * 200;
    offered.client = {.timeout = sim::seconds(1),
                      .retry = {.attempts = retries, .backoff = sim::seconds(1), .jitter = 0.5}};
    scenario.failure_modes.push_back({.name = "stall", .symptom = faults::Symptom::less_capacity});
    fault("station", sim::seconds(10), sim::seconds(20));
    scenario.what_if->faults.back().mode = "stall";
    scenario.response.diagnose = sim::Distribution::fixed(sim::minutes(4));
    scenario.response.throttle = {.takes = {}, .share = share};
    scenario.horizon = sim::minutes(40);
  }
  bool recovers(traffic::EngineKind engine) {
    scenario.traffic.engine = engine;
    return !std::isnan(test::row_of(scenario)["time_to_recover"]);
  }
};

/// A front end whose cache is cold after a crash, and warm ten minutes later; without it, the store
/// behind cannot bear the load, and the retries keep it down even longer.
struct ColdFrontEnd : test::ScenarioBuilder {
  explicit ColdFrontEnd(const response::Throttle& throttle) {
    service("front", sim::seconds(1)).last_service().traffic = traffic::Serving{
        .service_time = sim::Distribution(sim::Exponential{0.001}), .concurrency = 1000};
    service("store").last_service().traffic = traffic::Serving{
        .service_time = sim::Distribution(sim::Exponential{0.1}), .concurrency = 5, .queue = 100};
    needs("front", "store").call = std::make_shared<traffic::CallPolicy>(
        traffic::CallPolicy{.timeout = sim::seconds(1),
                            .retry = {.attempts = 2, .backoff = sim::seconds(1), .jitter = 0.5},
                            .cache = traffic::Cache{.hits = 0.7, .warms = sim::minutes(10)}});
    scenario.customers.push_back(
        {.id = "customers", .endpoints = {{.id = "way-in", .services = {"front"}}}});
    scenario.customers[0].load.emplace().rate = 80;
    scenario.customers[0].load->client.timeout = sim::seconds(5);
    fault("front", sim::minutes(20), sim::seconds(10));
    scenario.response.throttle = throttle;
    scenario.traffic.engine = traffic::EngineKind::request;
    scenario.horizon = sim::minutes(60);
  }
  std::size_t cuts() const {
    return test::count(test::story_of(scenario, "response"), "20 % of the load");
  }
};

}  // namespace

TEST_CASE("a throttle ends a metastable failure where load x share x attempts fit the capacity") {
  for (const auto engine : {traffic::EngineKind::flow, traffic::EngineKind::request})
    for (const unsigned retries : {1U, 2U, 3U})
      for (const double load : {0.6, 0.75}) {
        const double limit = 1 / (load * (1 + retries));
        INFO("retries ", retries, ", load ", load, ", limit ", limit);
        CHECK(StuckStation(load, retries, 0.85 * limit).recovers(engine));
        const bool is_stuck_above = StuckStation(load, retries, 1.15 * limit).recovers(engine);
        CHECK_FALSE(is_stuck_above);
      }
}

TEST_CASE("without a throttle it stays") {
  for (const auto engine : {traffic::EngineKind::flow, traffic::EngineKind::request}) {
    StuckStation station(0.75, 2, 0.2);
    station.scenario.response.throttle.reset();
    CHECK_FALSE(station.recovers(engine));
  }
}

TEST_CASE("load that is let in before the cache is warm tips the store again") {
  const response::Throttle fast{
      .takes = {}, .quiet = sim::seconds(20), .step = 0.8, .every = sim::seconds(20)};
  const response::Throttle slow{
      .takes = {}, .quiet = sim::minutes(3), .step = 0.1, .every = sim::minutes(2)};
  CHECK(ColdFrontEnd(fast).cuts() > 1);
  CHECK(ColdFrontEnd(slow).cuts() == 1);
}

}  // namespace outcast::laws
