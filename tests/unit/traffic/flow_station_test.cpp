// What a station makes of the flow that reaches it: queues, bounds, restarts, slots held by
// callers.
#include <doctest/doctest.h>

#include "tests/unit/traffic/flow_shop.h"

namespace outcast::traffic::flow {
namespace {

constexpr Condition down{.capacity = 0};

TEST_CASE(
    "flow: a queue grows while nothing is begun, and drains at what is left of the capacity") {
  // 100/s on 20 slots of 0.1 s. At 12 s 200 wait; 20 are begun at once, the rest at 100/s net.
  Shop shop(100, 20);
  FlowRun run(shop);
  const Account& web = run.web_is(10, down).web_is(12, {}).web_until(60);
  CHECK(web.overload_seconds == doctest::Approx(2 + 1.8).epsilon(0.001));
  CHECK(web.queued_seconds == doctest::Approx(200 + 180 * 1.8 / 2).epsilon(0.001));
}

TEST_CASE("flow: whether a request is late is decided by the age of the queue when it is begun") {
  // The head is 1.8 s old at 12 s and a second younger every second: at 12.9 s 0.1 s are left to
  // those who came at 12 s.
  Shop shop(100, 20);
  shop.call.policy.timeout = sim::seconds(1);
  FlowRun run(shop);
  const Account& users = run.web_is(10, down).web_is(12, {}).users_until(60);
  CHECK(users.answers.failed == doctest::Approx(200).epsilon(0.01));
  CHECK(users.answers.all() == doctest::Approx(6000).epsilon(0.001));
}

TEST_CASE("flow: a stretch in which nobody came does not empty the queue") {
  // One slot of 0.1 s, 98 places, full after 19.6 s; who is refused then stays away for good. When
  // it is over, 97 wait whose head is old, and those who come are too late: 98 places are full
  // again, at 10/s.
  Shop shop(5);
  shop.web.serving.queue = 98;
  shop.call.policy.timeout = sim::seconds(1);
  shop.call.policy.retry = {.attempts = 4, .on_refusal = false};
  FlowRun run(shop);
  const Books& books = run.web_is(0, down).web_is(60, {}).books_at(100);
  CHECK(books.stations[0].busy_seconds == doctest::Approx(40).epsilon(0.001));
  CHECK(books.sources[0].series[99].succeeded == doctest::Approx(0));
}

TEST_CASE("flow: a full queue refuses what the station cannot begin") {
  Shop shop(30, 2);
  shop.web.serving.queue = 50;
  FlowRun run(shop);
  const Answers last = run.users_until(100).series[90];
  CHECK(last.failed == doctest::Approx(10));
  CHECK(last.succeeded == doctest::Approx(20));
}

TEST_CASE("flow: what hangs accepts everything, and a restart refuses all who wait") {
  Shop shop(100, 20);
  shop.call.policy.timeout = sim::minutes(1);
  FlowRun run(shop);
  const Account& users = run.web_is(10, hanging).web_is(20, {}).users_until(60);
  CHECK(users.series[19].failed == 0);
  CHECK(users.series[20].failed == doctest::Approx(1000));
  CHECK(users.series[21].succeeded == doctest::Approx(100));
}

TEST_CASE("flow: a restart's refused come back after a backoff, spread by its jitter") {
  Shop shop(100, 200);
  shop.call.policy.timeout = sim::minutes(1);
  shop.call.policy.retry = {.attempts = 1, .backoff = sim::seconds(4), .jitter = 0.5};
  FlowRun run(shop);
  const Account& users = run.web_is(10, hanging).web_is(20, {}).users_until(60);
  CHECK(users.series[21].attempts == doctest::Approx(100));
  CHECK(users.series[23].attempts == doctest::Approx(100 + 1000 / 4.));
  CHECK(users.series[27].attempts == doctest::Approx(100));
}

/// Slots of "web" in use while "back" hangs, one second per attempt.
double slots_in_use(Shop& shop) {
  shop.b.station("back", 100, 0.01);
  shop.b.call("web", {"back"}).policy.timeout = sim::seconds(1);
  FlowRun run(shop);
  run.engine.set_condition(at(0), shop.b.index_of("back"), hanging);
  return run.web_until(100).busy_seconds / 100;
}

TEST_CASE("flow: a request holds its slot while it waits for its calls, unless it need not") {
  Shop shop(5, 10, 0.01);
  CHECK(slots_in_use(shop) == doctest::Approx(5 * 1.01).epsilon(0.02));
  Shop asynchronous(5, 10, 0.01);
  asynchronous.web.serving.holds_slot = false;
  CHECK(slots_in_use(asynchronous) == doctest::Approx(5 * 0.01).epsilon(0.02));
}

TEST_CASE("flow: callers that hold their slots pass on no more than these allow") {
  Shop shop(100, 10, 0.01);
  shop.web.serving.queue = 0;
  CHECK(slots_in_use(shop) == doctest::Approx(10).epsilon(0.02));
}

}  // namespace
}  // namespace outcast::traffic::flow
