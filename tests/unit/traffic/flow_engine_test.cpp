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

/// Everything that changes by itself: users, probes, replicas, hedges, a cold cache.
Shop lively_shop() {
  Shop shop = shop_with_retries();
  shop.users.load.rate = 0;
  shop.users.load.population = Population{600, sim::Distribution(sim::Exponential{4})};
  shop.web.replicas = 3;
  shop.web.serving.health_check = HealthCheck{.interval = sim::seconds(2)};
  shop.web.serving.autoscaling = Autoscaling{.interval = sim::seconds(5), .most = 6};
  shop.web.serving.drops_expired = true;
  shop.call.policy.hedge_after = sim::Duration::from_seconds(0.3);
  shop.call.policy.bulkhead = 100;
  shop.b.station("back", 100, 0.01);
  shop.call.policy.cancels = true;
  CallPolicy& back = shop.b.call("web", {"back"}).policy;
  back.cache = Cache{.hits = 0.9, .warms = sim::seconds(20)};
  back.timeout = sim::seconds(1);
  back.cancels = true;
  return shop;
}

TEST_CASE("flow: whatever changes by itself, a used engine gives the bytes of a fresh one") {
  for (const EngineKind kind : {EngineKind::flow, EngineKind::stochastic}) {
    Network network = with_series(lively_shop().b.network());
    network.settings.engine = kind;
    if (kind == EngineKind::stochastic) {  // knows no populations
      network.sources[0].load.population.reset();
      network.sources[0].load.rate = 120;
    }
    FlowEngine fresh(network), used(network);
    for (const Condition& before : {hanging, refusing, Condition{.affected = 0.4, .errors = 0.5}})
      replicate(used, before, 40);
    CHECK(replicate(used, hanging, 3) == replicate(fresh, hanging, 3));
  }
}

TEST_CASE("flow that fluctuates: each replication has a luck of its own") {
  Network network = with_series(shop_with_retries().b.network());
  network.settings.engine = EngineKind::stochastic;
  FlowEngine engine(network);
  const auto arrivals = [&](std::uint64_t replication) {
    engine.begin(1, replication);
    engine.advance(at(10));
    engine.finish(at(10));
    return engine.books().sources[0].arrivals;
  };
  const double first = arrivals(0), second = arrivals(1);
  CHECK(first != second);
  CHECK(first == doctest::Approx(1200).epsilon(0.1));
  CHECK(second == doctest::Approx(1200).epsilon(0.1));
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
