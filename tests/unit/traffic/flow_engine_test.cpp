// The flow engine as an engine: it repeats itself, forgets the last replication, and rests when
// nothing changes.
#include <doctest/doctest.h>

#include <sstream>
#include <string>

#include "tests/unit/traffic/flow_shop.h"

namespace outcast::traffic::flow {
namespace {

/// Every figure of the books, to the last bit.
std::string text_of(const Books& books) {
  std::ostringstream text;
  text << std::hexfloat;
  const auto write = [&](const Account& account) {
    text << account.answers.succeeded << ' ' << account.answers.failed << ' ' << account.arrivals
         << ' ' << account.busy_seconds << ' ' << account.queued_seconds << '\n';
    for (const Answers& step : account.series) text << step.succeeded << ' ' << step.failed << ' ';
  };
  for (const Account& account : books.sources) write(account);
  for (const Account& account : books.stations) write(account);
  return text.str();
}

Shop shop_with_retries() {
  Shop shop(120, 20);
  shop.call.policy.timeout = sim::seconds(1);
  shop.call.policy.retry = {
      .attempts = 2, .backoff = sim::seconds(1), .jitter = 0.5, .budget = RetryBudget{}};
  return shop;
}

std::string replicate(FlowEngine& engine, const Condition& condition, double lasts) {
  engine.begin(1, 0);
  engine.set_condition(at(10), StationIndex{0}, condition);
  engine.set_condition(at(10 + lasts), StationIndex{0}, {});
  while (engine.next() < at(100)) engine.advance(at(100));
  engine.finish(at(100));
  return text_of(engine.books());
}

TEST_CASE("flow: the same replication gives the same bytes") {
  const Network network = with_series(shop_with_retries().b.network());
  FlowEngine one(network), other(network);
  CHECK(replicate(one, hanging, 3) == replicate(other, hanging, 3));
}

TEST_CASE("flow: an engine that was used before gives the bytes of a fresh one") {
  const Network network = with_series(shop_with_retries().b.network());
  FlowEngine fresh(network), used(network);
  for (const Condition& before : {hanging, refusing, Condition{.capacity = 0}})
    replicate(used, before, 40);
  used.begin(1, 1);
  used.set_load(at(5), 0, 30);
  used.advance(at(20));  // left in the middle of a storm
  CHECK(replicate(used, hanging, 3) == replicate(fresh, hanging, 3));
}

TEST_CASE("flow: in a steady state nothing happens") {
  FlowRun run(shop_with_retries());
  CHECK(run.engine.next() == sim::Time::never());
  CHECK(run.users_until(50).answers.succeeded == doctest::Approx(6000));
  CHECK(run.engine.events() == 0);
}

TEST_CASE("flow: after a disturbance it comes to rest") {
  FlowRun run(shop_with_retries());
  run.web_is(10, {.capacity = 0}).web_is(11, {});
  while (run.engine.next() < at(3600)) run.engine.advance(at(3600));
  CHECK(run.engine.next() == sim::Time::never());
  CHECK(run.engine.events() < 500);
}

TEST_CASE("flow: losses are reported when they begin and when they end") {
  FlowRun run(shop_with_retries());
  run.web_is(10, refusing).web_is(20, {});
  std::vector<Report> of_users;
  while (run.engine.next() < at(100)) {
    run.engine.advance(at(100));
    for (const Report& report : run.engine.reports())
      if (report.subject == Report::Subject::source) of_users.push_back(report);
  }
  REQUIRE(!of_users.empty());
  CHECK(of_users.front().at >= at(10));
  CHECK(of_users.front().at < at(16));
  CHECK(of_users.front().loss > 0.05);
  CHECK(of_users.back().loss == 0);
}

TEST_CASE("flow: a load that the world changes arrives at once") {
  Shop shop(100, 20);
  FlowRun run(shop);
  run.engine.set_load(at(10), 0, 0.5);
  const auto& series = run.users_until(20).series;
  CHECK(series[9].succeeded == doctest::Approx(100));
  CHECK(series[11].succeeded == doctest::Approx(50));
}

TEST_CASE("flow: an engine out of events says what was still changing, and stops") {
  Shop shop = shop_with_retries();
  shop.b.settings.most_events = 20;
  FlowRun run(shop);
  run.web_is(10, {.capacity = 0}).web_is(20, {}).users_until(100);
  CHECK(run.engine.exhausted() == "web");
}

}  // namespace
}  // namespace outcast::traffic::flow
