// What ends a storm of retries, and what does not: the verdicts of an independent prototype.
#include <doctest/doctest.h>

#include "tests/laws/metastable/storm.h"

namespace outcast::laws {
namespace {

/// Two retries at 0.8 of the capacity: 2.4 times the capacity while all fail.
double goodput(void (*remedy)(Storm&), double outage = 10, double length = 400) {
  Storm storm(2, 0.8);
  remedy(storm);
  return Storm::Engine(storm, length).goodput_after(outage, 0);
}

TEST_CASE("without a remedy the storm outlives the outage") {
  CHECK(goodput([](Storm&) {}) < 0.01);
}

TEST_CASE("a queue shorter than the timeout ends it, a longer one does not") {
  // 180 and 240 requests are 0.9 s and 1.2 s of work.
  CHECK(goodput([](Storm& s) { s.station.serving.queue = 180 - 20; }) > 0.7);
  CHECK(goodput([](Storm& s) { s.station.serving.queue = 240 - 20; }) < 0.3);
}

TEST_CASE("a retry budget of a tenth ends it") {
  CHECK(goodput([](Storm& s) { s.call.policy.retry.budget = traffic::RetryBudget{}; }) > 0.99);
}

TEST_CASE("a circuit breaker ends it") {
  CHECK(goodput([](Storm& s) { s.call.policy.breaker = traffic::Breaker{.failure_share = 0.5}; }) >
        0.95);
}

TEST_CASE("shedding by age ends it") {
  CHECK(goodput([](Storm& s) {
          s.station.serving.sheds_above = sim::Duration::from_seconds(0.3);
        }) > 0.7);
}

TEST_CASE("callers that cancel end it") {
  CHECK(goodput([](Storm& s) { s.call.policy.cancels = true; }) > 0.99);
}

TEST_CASE("half as many replicas again do not end it, three times as many do") {
  const auto scaled_to = [](unsigned most) {
    Storm storm(2, 0.8);
    storm.station.serving.concurrency = 10;
    storm.station.replicas = 2;
    storm.station.serving.autoscaling = traffic::Autoscaling{
        .target = 0.8, .interval = sim::seconds(10), .delay = sim::seconds(20), .most = most};
    return Storm::Engine(storm, 600).goodput_after(10, 0);
  };
  CHECK(scaled_to(3) < 0.01);
  CHECK(scaled_to(6) > 0.99);
}

/// Three hops with a retry each, where the last has lost its capacity for ten seconds.
double goodput_of_chain(bool holds_slots, double amplified) {
  test::TrafficBuilder b;
  b.settings.series_step = sim::seconds(1);
  b.settings.series_length = sim::seconds(400);
  for (const char* id : {"a", "b"}) {
    traffic::Serving& serving = b.station(id, 400, 0.01).serving;
    serving.holds_slot = holds_slots;
    serving.queue = 0;
  }
  b.station("c", 40, 0.1);
  b.source("customers", amplified * 400 / 8);
  for (const auto& [from, to] : {std::pair{"customers", "a"}, {"a", "b"}, {"b", "c"}}) {
    traffic::CallPolicy& policy = b.call(from, {to}).policy;
    policy.timeout = sim::seconds(1);
    policy.retry = {.attempts = 1, .backoff = sim::Duration::from_seconds(0.5), .jitter = 0.5};
  }
  b.settings.engine = traffic::EngineKind::request;
  const traffic::Network network = b.network();
  const auto engine = traffic::make_engine(network);
  const auto at = [](double s) { return sim::Time{sim::Duration::from_seconds(s).nanoseconds}; };
  engine->begin(1, 0);
  engine->set_condition(at(10), b.index_of("c"), {.capacity = 0});
  engine->set_condition(at(20), b.index_of("c"), {});
  while (engine->next() < at(400)) engine->advance(at(400));
  traffic::Answers last;
  for (std::size_t i = 300; i < 390; ++i) last += engine->books().sources[0].series[i];
  return last.succeeded / last.all();
}

TEST_CASE("threads that wait with their calls, and no queue before them, bound the storm") {
  CHECK(goodput_of_chain(true, 2.4) > 0.99);
  CHECK(goodput_of_chain(false, 2.4) < 0.01);
}

}  // namespace
}  // namespace outcast::laws
