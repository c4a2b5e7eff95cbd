// One mechanism at a time, with fixed service times wherever that makes the answer exact.
#include <doctest/doctest.h>

#include "tests/unit/traffic/request_shop.h"

namespace outcast::traffic::request {
namespace {

TEST_CASE("requests arrive at the rate of their source, and all are answered in a service time") {
  Replication run(Shop(10, 50));
  const Account& users = run.users_until(1000);
  CHECK(users.arrivals > 9'700);
  CHECK(users.arrivals < 10'300);
  CHECK(users.answers.failed == 0);
  CHECK(users.answers.succeeded + 5 > users.arrivals);
  CHECK(users.latency.quantile(0.5) > 0.08);
  CHECK(users.latency.quantile(0.5) < 0.13);
}

TEST_CASE("the same seed gives the same books, whatever ran before") {
  Shop shop(20, 2);
  shop.call.policy.retry = {.attempts = 3, .backoff = sim::seconds(1), .jitter = 0.5};
  shop.call.policy.timeout = sim::seconds(1);
  Replication fresh(shop), used(shop);
  used.engine.begin(7, 3);
  used.books_at(50);
  used.engine.begin(1, 0);
  const Account& a = fresh.users_until(100);
  const Account& b = used.users_until(100);
  CHECK(a.arrivals == b.arrivals);
  CHECK(a.answers.attempts == b.answers.attempts);
  CHECK(a.busy_seconds == b.busy_seconds);
  CHECK(fresh.engine.events() == used.engine.events());
}

TEST_CASE("a station that refuses fails every request within a round trip") {
  Replication run(Shop(10));
  const Account& users = run.web_is(0, refusing).users_until(100);
  CHECK(users.answers.succeeded == 0);
  CHECK(users.answers.failed > 900);
  CHECK(users.busy_seconds == doctest::Approx(users.answers.failed * 0.001).epsilon(0.01));
}

TEST_CASE("a station that hangs holds its callers until their timeout") {
  Shop shop(10);
  shop.call.policy.timeout = sim::seconds(2);
  Replication run(shop);
  const Account& users = run.web_is(0, hanging).users_until(1000);
  CHECK(users.answers.succeeded == 0);
  CHECK(users.busy_seconds == doctest::Approx(users.arrivals * 2).epsilon(0.01));
}

TEST_CASE("work on requests that have timed out is still done") {
  Shop shop(1, 1, 2);
  shop.call.policy.timeout = sim::seconds(1);
  Replication run(shop);
  const Books& books = run.books_at(1000);
  CHECK(books.sources[0].answers.succeeded == 0);
  CHECK(books.stations[0].busy_seconds > 990);
}

TEST_CASE("every failed attempt is followed by so many retries") {
  Shop shop(1);
  shop.call.policy.retry = {.attempts = 3, .backoff = sim::seconds(1), .multiplier = 2};
  Replication run(shop);
  const Account& users = run.web_is(0, refusing).users_until(1000);
  CHECK(users.answers.attempts == 4 * users.answers.failed);
  CHECK(users.busy_seconds == doctest::Approx(users.arrivals * 7.004).epsilon(0.02));
}

TEST_CASE("a bounded queue refuses what it cannot hold") {
  Shop shop(100, 1, 1);
  shop.web.serving.queue = 3;
  Replication run(shop);
  const Account& web = run.web_until(100);
  CHECK(web.answers.succeeded == doctest::Approx(100).epsilon(0.03));
  CHECK(web.queued_seconds == doctest::Approx(300).epsilon(0.05));
  CHECK(web.overload_seconds == doctest::Approx(100).epsilon(0.01));
  CHECK(web.answers.failed > 9'000);
}

TEST_CASE("nothing that begins before the end of the warm-up is counted") {
  Shop shop(10, 50);
  shop.b.settings.warm_up = sim::seconds(90);
  Replication run(shop);
  const Account& users = run.users_until(100);
  CHECK(users.arrivals < 150);
  CHECK(users.busy_seconds == doctest::Approx(users.arrivals * 0.1).epsilon(0.1));
}

TEST_CASE("a change of the world comes before the traffic of the same time") {
  Shop shop(10);
  shop.users.load.starts = sim::seconds(5);
  Replication run(shop);
  const Account& users = run.web_is(5, refusing).users_until(100);
  CHECK(users.answers.succeeded == 0);
}

TEST_CASE("a station that refuses and then serves again is reported down and up") {
  Shop shop(100, 50);
  Replication run(shop);
  run.web_is(10, refusing).web_is(20, {});
  std::vector<double> losses;
  while (run.engine.next() < at(40)) {
    run.engine.advance(at(40));
    for (const Report& report : run.engine.reports())
      if (report.subject == Report::Subject::station) losses.push_back(report.loss);
  }
  REQUIRE(losses.size() >= 2);
  CHECK(losses.back() == 0);
  CHECK(*std::ranges::max_element(losses) == 1);
}

TEST_CASE("a report stops the engine after all that happens at its time") {
  Replication run(Shop(100, 50));
  run.web_is(10, refusing);
  while (run.engine.reports().empty()) run.engine.advance(at(100));
  CHECK(run.engine.next() > run.engine.reports().front().at);
  CHECK(run.engine.next() < at(13));
}

TEST_CASE("a replication ends when its events are used up, and says who has the longest queue") {
  Shop shop(100, 1, 1);
  shop.b.settings.most_events = 1000;
  Replication run(shop);
  run.books_at(1000);
  CHECK(run.engine.events() <= 1001);
  CHECK(run.engine.next() == sim::Time::never());
  CHECK(run.engine.exhausted().starts_with("web: "));
}

TEST_CASE("a replication ends when too many requests are under way") {
  Shop shop(1000, 1, 1);
  shop.b.settings.most_under_way = 500;
  Replication run(shop);
  run.books_at(1000);
  CHECK(run.engine.events() < 2000);
  CHECK(run.engine.next() == sim::Time::never());
  CHECK_FALSE(run.engine.exhausted().empty());
}

TEST_CASE("nested calls add up, and a failed one fails the request") {
  Shop shop(1, 50);
  shop.b.station("database", 50, 0.1).serving.service_time = sim::Distribution(sim::Fixed{0.3});
  shop.b.call("web", {"database"});
  Replication run(shop);
  run.engine.set_condition(at(500), StationIndex{1}, refusing);
  const Account& users = run.users_until(1000);
  CHECK(users.answers.succeeded == doctest::Approx(500).epsilon(0.15));
  CHECK(users.answers.failed == doctest::Approx(500).epsilon(0.15));
  CHECK(
      users.busy_seconds ==
      doctest::Approx(users.answers.succeeded * 0.4 + users.answers.failed * 0.101).epsilon(0.01));
}

}  // namespace
}  // namespace outcast::traffic::request
