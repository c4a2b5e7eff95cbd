// What callers make of failing flow: retries, their budget, and the circuit breaker.
#include <doctest/doctest.h>

#include "tests/unit/traffic/flow_shop.h"

namespace outcast::traffic::flow {
namespace {

TEST_CASE("flow: a late attempt comes back a timeout and a backoff after it was made") {
  Shop shop(10, 20);
  shop.call.policy.timeout = sim::seconds(2);
  shop.call.policy.retry = {.attempts = 1, .backoff = sim::seconds(1)};
  FlowRun run(shop);
  const auto& series = run.web_is(10, hanging).users_until(30).series;
  CHECK(series[12].attempts == doctest::Approx(10));
  CHECK(series[13].attempts == doctest::Approx(20));
}

TEST_CASE("flow: a refused attempt comes back a backoff later, and later still the next time") {
  Shop shop(10, 20);
  shop.call.policy.retry = {.attempts = 2, .backoff = sim::seconds(2), .multiplier = 2};
  FlowRun run(shop);
  const auto& series = run.web_is(10, refusing).users_until(30).series;
  CHECK(series[11].attempts == doctest::Approx(10));
  CHECK(series[13].attempts == doctest::Approx(20));
  CHECK(series[15].attempts == doctest::Approx(20));
  CHECK(series[17].attempts == doctest::Approx(30));
}

TEST_CASE("flow: jitter spreads the retries around the backoff") {
  Shop shop(10, 20);
  shop.call.policy.retry = {.attempts = 1, .backoff = sim::seconds(10), .jitter = 0.5};
  FlowRun run(shop);
  const auto& series = run.web_is(10, refusing).users_until(40).series;
  CHECK(series[14].attempts == doctest::Approx(10));
  CHECK(series[19].attempts == doctest::Approx(15));
  CHECK(series[26].attempts == doctest::Approx(20));
}

TEST_CASE("flow: the series count a request when it is first made, whenever it fails") {
  Shop shop(10, 20);
  shop.call.policy.timeout = sim::seconds(2);
  shop.call.policy.retry = {.attempts = 1, .backoff = sim::seconds(1)};
  FlowRun run(shop);
  const auto& series = run.web_is(10, hanging).users_until(30).series;
  CHECK(series[9].failed == doctest::Approx(0));
  CHECK(series[10].failed == doctest::Approx(10));
}

TEST_CASE("flow: retries of errors that came late end, though the last errors come early") {
  // While "back" hangs, requests fail after its timeout of a second; when it is back, at once.
  Shop shop(100, 300, 0.01);
  shop.call.policy.retry = {.attempts = 1};
  shop.b.station("back", 100, 0.01);
  shop.b.call("web", {"back"}).policy.timeout = sim::seconds(1);
  FlowRun run(shop);
  run.engine.set_condition(at(10), shop.b.index_of("back"), hanging);
  run.engine.set_condition(at(11.5), shop.b.index_of("back"), {});
  const auto& series = run.users_until(60).series;
  CHECK(series[59].attempts == doctest::Approx(100));
  CHECK(series[59].succeeded == doctest::Approx(100));
}

TEST_CASE("flow: a retry budget lets a share of the requests be retried") {
  Shop shop(100, 20);
  shop.call.policy.retry = {.attempts = 3, .budget = RetryBudget{.share = 0.1, .burst = 10}};
  FlowRun run(shop);
  const Answers& users = run.web_is(0, refusing).users_until(1000).answers;
  CHECK(users.attempts / users.all() == doctest::Approx(1.1).epsilon(0.005));
}

TEST_CASE("flow: a full budget lasts for a burst") {
  Shop shop(100, 20);
  shop.call.policy.retry = {.attempts = 1, .budget = RetryBudget{.share = 0, .burst = 200}};
  FlowRun run(shop);
  const auto& series = run.web_is(10, refusing).users_until(30).series;
  CHECK(series[11].attempts == doctest::Approx(200).epsilon(0.01));
  CHECK(series[13].attempts == doctest::Approx(100).epsilon(0.01));
}

TEST_CASE("flow: a breaker opens after failures in a row, and lets little through") {
  Shop shop(100, 50);
  shop.call.policy.breaker = Breaker{.consecutive = 5, .stays_open = sim::seconds(10)};
  FlowRun run(shop);
  const auto& series = run.web_is(10, refusing).users_until(100).series;
  CHECK(series[9].succeeded == doctest::Approx(100));
  CHECK(series[50].failed == doctest::Approx(100));
  CHECK(run.engine.books().stations[0].arrivals < 1000 + 20);
}

TEST_CASE("flow: a breaker that is open closes at the first trial that meets a station at work") {
  Shop shop(100, 50);
  shop.call.policy.breaker = Breaker{.consecutive = 5, .stays_open = sim::seconds(10)};
  FlowRun run(shop);
  const auto& series = run.web_is(10, refusing).web_is(15, {}).users_until(100).series;
  CHECK(series[18].failed == doctest::Approx(100));
  CHECK(series[21].succeeded == doctest::Approx(100));
}

}  // namespace
}  // namespace outcast::traffic::flow
