// People hold back load that stays too much, and let it in again.
#include <doctest/doctest.h>

#include <cmath>

#include "models/traffic/offered.h"
#include "tests/scenario_builder.h"

using namespace outcast;
using test::count;

namespace {

/// 120 customers a second call a shop that serves 200; each tries four times. A stall of ten
/// seconds is never recovered from.
struct Shop : test::ScenarioBuilder {
  Shop() {
    service("shop").last_service().traffic = traffic::Serving{
        .service_time = sim::Distribution(sim::Exponential{0.1}), .concurrency = 20, .queue = 400};
    scenario.customers.push_back(
        {.id = "all", .endpoints = {{.id = "front", .services = {"shop"}}}});
    traffic::Load& load = scenario.customers[0].load.emplace();
    load.rate = 120;
    load.client = {.timeout = sim::seconds(1),
                   .retry = {.attempts = 3, .backoff = sim::seconds(1)}};
    scenario.failure_modes.push_back({.name = "stall", .symptom = faults::Symptom::less_capacity});
    fault("shop", sim::seconds(10), sim::seconds(10));
    scenario.what_if->faults.back().mode = "stall";
    scenario.horizon = sim::minutes(60);
  }
  response::Throttle& throttled() {
    response().acknowledge = sim::Distribution::fixed(sim::minutes(2));
    response().diagnose = sim::Distribution::fixed(sim::minutes(3));
    response::Throttle& throttle = response().throttle.emplace();
    throttle.takes = sim::Distribution::fixed(sim::minutes(1));
    return throttle;
  }
  response::Response& response() { return scenario.response; }
  std::string response_story() const { return test::story_of(scenario, "response"); }
};

}  // namespace

TEST_CASE("without a throttle the shop stays down") {
  auto metrics = test::row_of(Shop().scenario);
  CHECK(std::isnan(metrics["time_to_recover"]));
  CHECK(metrics["success_rate"] < 0.05);
}

TEST_CASE("people who have diagnosed an overload hold load back until it passes") {
  Shop shop;
  shop.throttled();
  auto metrics = test::row_of(shop.scenario);
  // One minute until it is clear that it stays, 2 to acknowledge, 3 to diagnose, 1 to act.
  CHECK(shop.response_story().find("440 incident 1 20 % of the load is let in") !=
        std::string::npos);
  CHECK(metrics["time_to_mitigate"] == doctest::Approx(10. / 60));  // the stall ends by itself
  CHECK(metrics["time_to_recover"] > 7);
  CHECK(metrics["time_to_recover"] < 20);
  CHECK(metrics["success_rate"] > 0.8);
}

TEST_CASE("load is let in step by step") {
  Shop shop;
  shop.throttled().step = 0.4;
  const std::string story = shop.response_story();
  CHECK(count(story, "20 % of the load is let in") == 1);
  CHECK(count(story, "60 % of the load is let in") == 1);
  CHECK(count(story, "100 % of the load is let in") == 1);
  CHECK(count(story, "too much again") == 0);
}

TEST_CASE("a share that the retries still keep down does not help") {
  Shop shop;
  shop.throttled().share = 0.9;
  CHECK(std::isnan(test::row_of(shop.scenario)["time_to_recover"]));
}

TEST_CASE("load that comes back while the shop stalls again is held back again") {
  Shop shop;
  shop.throttled();
  shop.fault("shop", sim::seconds(1000), sim::seconds(20));
  shop.scenario.what_if->faults.back().mode = "stall";
  const std::string story = shop.response_story();
  CHECK(count(story, "20 % of the load is let in") >= 2);
  CHECK_FALSE(std::isnan(test::row_of(shop.scenario)["time_to_recover"]));
}

TEST_CASE("requests that are held back count as failed") {
  Shop shop;
  shop.throttled().share = 0.25;
  shop.scenario.traffic.series_step = sim::minutes(10);
  shop.scenario.traffic.series_length = sim::minutes(60);
  shop.scenario.what_if->faults.clear();
  shop.scenario.customers[0].load->spikes = {
      {.at = sim::seconds(10), .lasts = sim::seconds(20), .factor = 4}};
  shop.response().throttle->quiet = sim::minutes(20);  // cut at 27 min, let in from 47 min on
  const auto blueprint = cascade::draft(shop.scenario);
  cascade::World world(blueprint);
  world.replicate(1, 0, nullptr);
  const auto& series = world.books().sources[0].series;
  const auto share = [](const traffic::Answers& a) { return a.succeeded / a.all(); };
  CHECK(share(series[3]) == doctest::Approx(0.25).epsilon(0.01));
  CHECK(series[3].all() == doctest::Approx(120 * 600).epsilon(0.01));
}

TEST_CASE("an overload that passes by itself is not throttled") {
  Shop shop;
  shop.throttled();
  shop.scenario.customers[0].load->client.retry.attempts = 0;
  CHECK(count(shop.response_story(), "of the load is let in") == 0);
}

TEST_CASE("an overload that is judged during somebody else's fault is throttled after it") {
  Shop shop;
  shop.throttled();
  shop.scenario.what_if->faults.clear();
  shop.scenario.customers[0].load->spikes = {
      {.at = sim::seconds(10), .lasts = sim::seconds(20), .factor = 4}};
  shop.service("archive").fault("archive", sim::seconds(30), sim::minutes(2));
  // Its fault ends at 150 s; quiet for 60, 120 to acknowledge, 180 to diagnose, 60 to act.
  CHECK(shop.response_story().find("570 incident 1 20 % of the load is let in") !=
        std::string::npos);
  CHECK_FALSE(std::isnan(test::row_of(shop.scenario)["time_to_recover"]));
}

TEST_CASE("who is locked out cannot throttle either") {
  Shop shop;
  shop.throttled();
  shop.service("console");
  shop.response().tools = {"console"};
  shop.fault("console", sim::seconds(15), sim::Duration::forever());
  CHECK(count(shop.response_story(), "of the load is let in") == 0);
}

TEST_CASE("only customers who come to an overloaded unit are held back") {
  Shop shop;
  shop.throttled();
  shop.service("archive").last_service().traffic =
      traffic::Serving{.service_time = sim::Distribution(sim::Exponential{0.1}), .concurrency = 20};
  shop.scenario.customers.push_back(
      {.id = "readers", .endpoints = {{.id = "archive", .services = {"archive"}}}});
  shop.scenario.customers[1].load.emplace().rate = 50;
  const auto blueprint = cascade::draft(shop.scenario);
  cascade::World world(blueprint);
  world.replicate(1, 0, nullptr);
  CHECK(world.books().sources[1].answers.failed < 1);
  CHECK(world.books().sources[0].answers.failed > 10'000);
}

TEST_CASE("a world that has throttled gives the same row as a new one") {
  Shop shop;
  shop.throttled();
  const test::SecondRows rows(shop.scenario);
  for (std::size_t i = 0; i < rows.fresh.size(); ++i)
    CHECK(test::is_same_figure(rows.reused[i], rows.fresh[i]));
}

TEST_CASE("what is offered counts spikes, the start and the day") {
  traffic::Load load{.rate = 10};
  load.starts = sim::seconds(10);
  load.spikes = {{.at = sim::seconds(20), .lasts = sim::seconds(5), .factor = 3}};
  const sim::Time end{sim::seconds(30).nanoseconds};
  CHECK(traffic::requests_offered(load, {}, end) == doctest::Approx(10 * (20 + 2 * 5)));
  traffic::Load day{.rate = 10};
  day.daily = {.amplitude = 0.5, .peak = sim::hours(12)};
  const sim::Time evening{sim::days(1).nanoseconds};
  CHECK(traffic::requests_offered(day, {}, evening) == doctest::Approx(864'000));
  traffic::Load closed;
  closed.population = {.users = 100, .think = sim::Distribution::fixed(sim::seconds(20))};
  CHECK(traffic::requests_offered(closed, {}, end) == doctest::Approx(150));
}
