// What callers do: breakers, budgets, bulkheads, hedges, caches, fallbacks, several providers.
#include <doctest/doctest.h>

#include "tests/unit/traffic/request_shop.h"

namespace outcast::traffic::request {
namespace {

TEST_CASE("a breaker opens after so many failures in a row and lets a trial through now and then") {
  Shop shop(100);
  shop.call.policy.breaker = Breaker{.consecutive = 5, .stays_open = sim::seconds(10)};
  Replication run(shop);
  const Account& web = run.web_is(0, refusing).web_until(100);
  CHECK(web.arrivals >= 5 + 9);
  CHECK(web.arrivals <= 5 + 10);
}

TEST_CASE("a breaker closes again when its trials succeed") {
  Shop shop(100, 50);
  shop.call.policy.breaker = Breaker{.consecutive = 5, .stays_open = sim::seconds(10), .trials = 3};
  Replication run(shop);
  const Account& web = run.web_is(0, refusing).web_is(15, {}).web_until(100);
  CHECK(web.answers.succeeded > 7'500);
}

TEST_CASE("a breaker opens when too large a share of its window has failed, not before") {
  const auto failed_by_breaker = [](double errors) {
    Shop shop(100, 50);
    shop.call.policy.breaker = Breaker{.failure_share = 0.5, .stays_open = sim::seconds(1000)};
    Replication run(shop);
    const Books& books = run.web_is(0, {.errors = errors}).books_at(100);
    return books.sources[0].answers.failed - books.stations[0].answers.failed;
  };
  CHECK(failed_by_breaker(0.2) == 0);
  CHECK(failed_by_breaker(0.8) > 9'000);
}

TEST_CASE("a breaker's window forgets what is older than itself") {
  const Breaker breaker{.failure_share = 0.5, .window = sim::seconds(10), .least_attempts = 10};
  BreakerState state;
  for (int i = 0; i < 9; ++i) state.record(at(1), breaker, true);
  for (int i = 0; i < 9; ++i) state.record(at(30), breaker, false);
  state.record(at(30), breaker, true);
  CHECK(state.is_closed());
  for (int i = 0; i < 8; ++i) state.record(at(31), breaker, true);
  CHECK(!state.is_closed());
}

TEST_CASE("a half-open breaker lets new trials through when the old ones got lost") {
  const Breaker breaker{.consecutive = 1, .stays_open = sim::seconds(5)};
  BreakerState state;
  state.record(at(0), breaker, true);
  CHECK(!state.admits(at(4), breaker));
  CHECK(state.admits(at(5), breaker));
  CHECK(!state.admits(at(6), breaker));
  CHECK(state.admits(at(10), breaker));
}

TEST_CASE("a retry budget lets a share of the requests be retried") {
  Shop shop(100);
  shop.call.policy.retry = {.attempts = 3, .budget = RetryBudget{.share = 0.1, .burst = 10}};
  Replication run(shop);
  const Answers& users = run.web_is(0, refusing).users_until(1000).answers;
  CHECK(users.attempts / users.all() == doctest::Approx(1.1).epsilon(0.002));
}

TEST_CASE("retries follow only the failures that they are for") {
  const auto attempts_per_request = [](const Condition& condition, Retry retry) {
    Shop shop(10, 50);
    shop.call.policy.timeout = sim::seconds(1);
    retry.attempts = 2;
    shop.call.policy.retry = retry;
    Replication run(shop);
    const Answers& users = run.web_is(0, condition).users_until(100).answers;
    return users.attempts / users.all();
  };
  CHECK(attempts_per_request(refusing, {.on_refusal = false}) == 1);
  CHECK(attempts_per_request(hanging, {.on_timeout = false}) == 1);
  CHECK(attempts_per_request({.errors = 1}, {.on_error = false}) == 1);
  CHECK(attempts_per_request({.errors = 1}, {.on_timeout = false, .on_refusal = false}) == 3);
}

TEST_CASE("the longest backoff bounds an exponential one, and jitter spreads it evenly") {
  Shop shop(1);
  shop.call.policy.retry = {.attempts = 6,
                            .backoff = sim::seconds(1),
                            .multiplier = 10,
                            .longest = sim::seconds(2),
                            .jitter = 1};
  Replication run(shop);
  const Account& users = run.web_is(0, refusing).users_until(10'000);
  CHECK(users.busy_seconds / users.arrivals == doctest::Approx(11).epsilon(0.02));
}

TEST_CASE("a bulkhead bounds the attempts in flight") {
  Shop shop(100);
  shop.call.policy.bulkhead = 7;
  shop.call.policy.timeout = sim::seconds(10);
  Replication run(shop);
  const Books& books = run.web_is(0, hanging).books_at(100);
  CHECK(books.stations[0].arrivals == 70);
  CHECK(books.sources[0].answers.failed > 9'000);
}

TEST_CASE("a hedge answers for an attempt that takes too long") {
  Shop shop(10, 50);
  shop.web.replicas = 2;
  shop.call.policy.timeout = sim::seconds(5);
  const Condition half_slow{.affected = 0.5, .slowness = 40};
  const Account without = Replication(shop).web_is(0, half_slow).users_until(100);
  shop.call.policy.hedge_after = sim::Duration::from_seconds(0.2);
  Replication run(shop);
  const Books& books = run.web_is(0, half_slow).books_at(100);
  const Account& users = books.sources[0];
  CHECK(without.latency.quantile(0.95) > 3);
  CHECK(users.latency.quantile(0.95) < 0.41);
  CHECK(users.answers.attempts > 1.05 * users.answers.all());
  CHECK(books.stations[0].answers.succeeded == users.answers.succeeded);
}

TEST_CASE("a hedge is no retry, and a failed one waits for the other") {
  Shop shop(1);
  shop.call.policy.hedge_after = sim::seconds(1);
  shop.call.policy.timeout = sim::seconds(3);
  shop.call.policy.retry.attempts = 1;
  Replication run(shop);
  const Account& users = run.web_is(0, hanging).users_until(1000);
  CHECK(users.answers.attempts == 4 * users.answers.failed);
  CHECK(users.busy_seconds / users.arrivals == doctest::Approx(8).epsilon(0.02));
}

TEST_CASE("a cache answers its share of the calls, and is cold after its owner's restart") {
  Shop shop(100, 50);
  shop.b.station("database", 50, 0.01);
  shop.b.call("web", {"database"}).policy.cache = Cache{.hits = 0.8, .warms = sim::seconds(100)};
  const auto calls = [&](bool restarts, double from, double to) {
    shop.b.settings.warm_up = sim::Duration::from_seconds(from);
    Replication run(shop);
    if (restarts) run.web_is(500, refusing).web_is(501, {});
    const Books& books = run.books_at(to);
    return books.stations[1].arrivals / books.stations[0].arrivals;
  };
  CHECK(calls(false, 0, 500) == doctest::Approx(0.2).epsilon(0.05));
  CHECK(calls(true, 501, 601) == doctest::Approx(0.6).epsilon(0.05));
  CHECK(calls(true, 601, 1101) == doctest::Approx(0.2).epsilon(0.05));
}

TEST_CASE("the fraction of the calls is a probability") {
  Shop shop(100, 50);
  shop.call.policy.calls = 2.25;
  Replication run(shop);
  const Books& books = run.books_at(1000);
  CHECK(books.stations[0].arrivals / books.sources[0].arrivals ==
        doctest::Approx(2.25).epsilon(0.01));
}

TEST_CASE("calls of one stage run in parallel, stages one after the other") {
  Shop shop(1, 50);
  for (const char* id : {"a", "b", "c"}) {
    auto& station = shop.b.station(id, 50, 1);
    station.serving.service_time = sim::Distribution(sim::Fixed{1});
    shop.b.call("web", {id}).policy.stage = id[0] == 'c' ? 1 : 0;
  }
  Replication run(shop);
  const Account& users = run.users_until(10'000);
  CHECK(users.busy_seconds / users.arrivals == doctest::Approx(2.1).epsilon(0.01));
}

TEST_CASE("a fallback saves its share, an ignored call costs time only, an unheard one nothing") {
  const auto users_with = [](Consequence consequence, double failure_probability) {
    Shop shop(10, 50);
    shop.b.station("slow", 1000, 1);
    Call& call = shop.b.call("web", {"slow"});
    call.policy.timeout = sim::seconds(2);
    call.consequence = consequence;
    call.failure_probability = failure_probability;
    Replication run(shop);
    run.engine.set_condition(at(0), StationIndex{1}, hanging);
    return run.users_until(1000);
  };
  const Account saved = users_with(Consequence::fails, 0.25);
  CHECK(saved.answers.failed / saved.answers.all() == doctest::Approx(0.25).epsilon(0.05));
  const Account ignored = users_with(Consequence::ignored, 1);
  CHECK(ignored.answers.failed == 0);
  CHECK(ignored.busy_seconds / ignored.arrivals == doctest::Approx(2.1).epsilon(0.02));
  const Account unheard = users_with(Consequence::unheard, 1);
  CHECK(unheard.busy_seconds / unheard.arrivals == doctest::Approx(0.1).epsilon(0.02));
}

TEST_CASE("customers succeed when enough of their calls do") {
  const auto failed = [](std::uint32_t at_least) {
    Shop shop(10, 50);
    shop.b.station("other", 50, 0.1);
    shop.b.call("users", {"other"});
    shop.users.at_least = at_least;
    Replication run(shop);
    return run.web_is(0, refusing).users_until(100).answers.failed;
  };
  CHECK(failed(1) == 0);
  CHECK(failed(2) > 900);
}

TEST_CASE("calls are spread evenly over the providers that are not known to be down") {
  Shop shop(100, 50);
  shop.b.station("web2", 50, 0.1);
  shop.b.station("web3", 50, 0.1);
  shop.call.providers = {StationIndex{0}, StationIndex{1}, StationIndex{2}};
  Replication run(shop);
  const Books& books = run.web_is(0, refusing).books_at(100);
  CHECK(books.stations[0].arrivals == 0);
  CHECK(std::abs(books.stations[1].arrivals - books.stations[2].arrivals) <= 1);
  CHECK(books.sources[0].answers.failed == 0);
}

TEST_CASE("a wrong answer is a success to callers, and a failure to customers") {
  Shop shop(10, 50);
  shop.call.policy.retry.attempts = 3;
  Replication run(shop);
  const Books& books = run.web_is(0, {.wrong = 1}).books_at(100);
  CHECK(books.sources[0].answers.succeeded == 0);
  CHECK(books.sources[0].answers.attempts == books.sources[0].answers.failed);
  CHECK(books.stations[0].answers.failed == 0);
}

TEST_CASE("a loop of calls ends") {
  Shop shop(1, 1000);
  shop.b.call("web", {"web"});
  Replication run(shop);
  const Account& users = run.users_until(100);
  CHECK(users.answers.succeeded == 0);
  CHECK(users.answers.failed > 70);
  CHECK(run.engine.exhausted().empty());
}

}  // namespace
}  // namespace outcast::traffic::request
