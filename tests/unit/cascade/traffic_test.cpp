// Where the cascade and the traffic meet: faults change how stations answer, lost requests are
// losses.
#include <doctest/doctest.h>

#include <cmath>
#include <memory>
#include <stdexcept>

#include "tests/scenario_builder.h"

using namespace outcast;

namespace {

traffic::Serving serving(unsigned slots) {
  return {.service_time = sim::Distribution(sim::Exponential{0.1}), .concurrency = slots};
}

/// `rate` customers a second call web, which calls auth.
struct Site : test::ScenarioBuilder {
  explicit Site(double rate) {
    service("web").last_service().traffic = serving(1000);
    service("auth").last_service().traffic = serving(20);
    needs("web", "auth").call =
        std::make_shared<traffic::CallPolicy>(traffic::CallPolicy{.timeout = sim::seconds(1)});
    scenario.customers.push_back(
        {.id = "all", .endpoints = {{.id = "front", .services = {"web"}}}});
    scenario.customers[0].load.emplace().rate = rate;
    scenario.customers[0].load->client.timeout = sim::seconds(2);
    scenario.horizon = sim::minutes(10);
  }
  /// The mode with the symptom strikes auth from 10 s on.
  Site& auth_has(faults::Symptom symptom, sim::Duration lasts) {
    scenario.failure_modes.push_back({.name = "trouble", .symptom = symptom});
    fault("auth", sim::seconds(10), lasts);
    scenario.what_if->faults.back().mode = "trouble";
    return *this;
  }
};

}  // namespace

TEST_CASE("a call that fails does not take its caller down, but degrades it") {
  Site site(50);
  site.auth_has(faults::Symptom::refused, sim::seconds(60));
  const std::string story = test::story_of(site.scenario);
  CHECK(story.find("auth goes down") != std::string::npos);
  CHECK(story.find("web is degraded") != std::string::npos);
  CHECK(story.find("web goes down") == std::string::npos);
  CHECK(story.find("all lose everything") != std::string::npos);
  CHECK(story.find("all are served again") != std::string::npos);
}

TEST_CASE("customers lose the requests that were made while nobody answered") {
  Site site(50);
  site.auth_has(faults::Symptom::refused, sim::seconds(30));
  auto metrics = test::row_of(site.scenario);
  CHECK(metrics["requests_failed"] == doctest::Approx(50 * 30).epsilon(0.02));
  CHECK(metrics["success_rate"] == doctest::Approx(0.95).epsilon(0.005));
  CHECK(metrics["metastable"] == 0);
}

TEST_CASE("one replica of two refuses, and draws most of the requests: it is always idle") {
  // The other one gets a request only while it has none: r + r / (1 + 0.1 r) = 50, r = 41.9.
  Site site(50);
  site.scenario.topology.services[1].replicas = 2;
  site.auth_has(faults::Symptom::refused, sim::seconds(60));
  site.scenario.failure_modes.back().loss = 0.5;
  const double failed = test::row_of(site.scenario)["requests_failed"];
  CHECK(failed == doctest::Approx(60 * 41.9).epsilon(0.02));
  site.scenario.traffic.engine = traffic::EngineKind::request;
  CHECK(test::row_of(site.scenario)["requests_failed"] == doctest::Approx(60 * 41.9).epsilon(0.05));
}

TEST_CASE("a unit that is down refuses everything, whatever its other faults are") {
  Site site(50);
  site.auth_has(faults::Symptom::refused, sim::seconds(60));
  site.scenario.failure_modes.back().loss = 0.5;
  site.fault("auth", sim::seconds(10), sim::seconds(60));  // and a crash
  const double failed = test::row_of(site.scenario)["requests_failed"];
  CHECK(failed == doctest::Approx(50 * 60).epsilon(0.02));
}

TEST_CASE("without load the same dependency is a requirement") {
  Site site(50);
  site.scenario.customers[0].load.reset();
  site.auth_has(faults::Symptom::refused, sim::seconds(60));
  CHECK(test::story_of(site.scenario).find("web goes down") != std::string::npos);
}

TEST_CASE("a stall under retries is metastable") {
  Site site(120);
  site.scenario.customers[0].load->client.retry = {.attempts = 3, .backoff = sim::seconds(1)};
  site.auth_has(faults::Symptom::less_capacity, sim::seconds(10));
  auto metrics = test::row_of(site.scenario);
  CHECK(metrics["metastable"] == 1);
  CHECK(std::isnan(metrics["time_to_recover"]));
}

TEST_CASE("where a success gives a lease, customers lose the time without one") {
  const auto minutes_lost = [](sim::Duration lease) {
    Site site(0);
    site.auth_has(faults::Symptom::refused, sim::seconds(60));
    site.scenario.customers[0].load->population = traffic::Population{
        .users = 100, .think = sim::Distribution(sim::Uniform{4, 6}), .lease = lease};
    site.scenario.traffic.engine = traffic::EngineKind::request;
    return test::row_of(site.scenario)["customer_minutes"];
  };
  CHECK(minutes_lost(sim::minutes(2)) == 0);
  // From 30 s after the last success, 2.5 s before, to the next, 2.5 s later.
  CHECK(minutes_lost(sim::seconds(30)) == doctest::Approx((60 + 5 - 30) / 60.).epsilon(0.05));
}

TEST_CASE("overload without a fault is an incident") {
  Site site(100);
  site.scenario.customers[0].load->spikes = {
      {.at = sim::minutes(1), .lasts = sim::minutes(1), .factor = 3}};
  site.scenario.what_if.emplace();
  auto metrics = test::row_of(site.scenario);
  CHECK(metrics["incidents"] == 1);
  CHECK(metrics["overload_minutes"] > 1);
}

TEST_CASE("traffic that never comes to rest is given up, and named") {
  Site site(300);
  site.scenario.horizon = {};
  site.scenario.topology.services[1].traffic->sheds_above = sim::seconds(1);
  site.auth_has(faults::Symptom::less_capacity, sim::seconds(10));
  CHECK_THROWS_WITH_AS(test::row_of(site.scenario),
                       doctest::Contains("traffic has not come to rest after a week"),
                       std::runtime_error);
}

TEST_CASE("a world used before gives the same row as a new one") {
  Site site(120);
  site.scenario.customers[0].load->client.retry = {.attempts = 3, .backoff = sim::seconds(1)};
  site.auth_has(faults::Symptom::less_capacity, sim::seconds(2));
  const test::SecondRows rows(site.scenario);
  for (std::size_t i = 0; i < rows.fresh.size(); ++i)
    CHECK(test::is_same_figure(rows.reused[i], rows.fresh[i]));
}
