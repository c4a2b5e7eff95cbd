// What stations do: queues, slots, shedding, faults of some replicas, health checks, scaling.
#include <doctest/doctest.h>

#include "tests/unit/traffic/request_shop.h"

namespace outcast::traffic::request {
namespace {

TEST_CASE("a slot is held while its request waits for calls, or not") {
  const auto web_done = [](bool holds_slot) {
    Shop shop(20);
    shop.web.serving.holds_slot = holds_slot;
    shop.b.station("slow", 1000, 1).serving.service_time = sim::Distribution(sim::Fixed{0.4});
    shop.b.call("web", {"slow"});
    Replication run(shop);
    return run.web_until(100).answers.succeeded;
  };
  CHECK(web_done(true) == doctest::Approx(100 / 0.5).epsilon(0.02));
  CHECK(web_done(false) == doctest::Approx(100 / 0.1).epsilon(0.02));
}

TEST_CASE("requests whose callers have given up are dropped at their turn, if the station looks") {
  const auto mean_queue = [](bool drops) {
    Shop shop(20);
    shop.call.policy.timeout = sim::seconds(1);
    shop.web.serving.drops_expired = drops;
    Replication run(shop);
    return run.web_until(100).queued_seconds / 100;
  };
  CHECK(mean_queue(false) > 400);
  CHECK(mean_queue(true) == doctest::Approx(20).epsilon(0.1));
}

TEST_CASE("a caller that cancels takes its work with it, all the way down") {
  const auto wasted = [](bool cancels) {
    Shop shop(10, 50);
    shop.b.station("slow", 1000, 1).serving.service_time = sim::Distribution(sim::Fixed{10});
    Call& call = shop.b.call("web", {"slow"});
    shop.call.policy.timeout = sim::seconds(1);
    shop.call.policy.cancels = call.policy.cancels = cancels;
    Replication run(shop);
    const Account& slow = run.books_at(1000).stations[1];
    return slow.busy_seconds / slow.arrivals;
  };
  CHECK(wasted(true) == doctest::Approx(0.9).epsilon(0.02));
  CHECK(wasted(false) == doctest::Approx(10).epsilon(0.02));
}

TEST_CASE("a server that gives up answers with an error and stops its work") {
  Shop shop(1, 50, 10);
  shop.web.serving.gives_up_after = sim::seconds(2);
  Replication run(shop);
  const Books& books = run.books_at(1000);
  CHECK(books.sources[0].answers.succeeded == 0);
  CHECK(books.stations[0].busy_seconds / books.stations[0].arrivals ==
        doctest::Approx(2).epsilon(0.01));
}

TEST_CASE("above the limit of age new requests are refused") {
  Shop shop(20);
  shop.web.serving.sheds_above = sim::seconds(1);
  Replication run(shop);
  const Account& users = run.users_until(100);
  CHECK(users.answers.succeeded == doctest::Approx(1000).epsilon(0.03));
  CHECK(users.latency.quantile(0.999) < 5);
}

/// Two kinds of customers of one overloaded station; the share of each that succeeds.
struct TwoKinds {
  Shop shop{10};
  Call& other;

  explicit TwoKinds(Importance importance)
      : other((shop.b.source("others", 10), shop.b.call("others", {"web"}))) {
    other.policy.importance = importance;
  }
  std::pair<double, double> successes() {
    Replication run(shop);
    const Books& books = run.books_at(1000);
    const Answers &normal = books.sources[0].answers, &others = books.sources[1].answers;
    return {normal.succeeded / normal.all(), others.succeeded / others.all()};
  }
};

TEST_CASE("a full queue refuses the sheddable first, and high importance last") {
  TwoKinds sheddable(Importance::sheddable);
  sheddable.shop.web.serving.queue = 20;
  const auto [normal, least] = sheddable.successes();
  CHECK(normal > 0.9);
  CHECK(least < 0.1);
  TwoKinds high(Importance::high);
  high.shop.web.serving.queue = 20;
  const auto [less, most] = high.successes();
  CHECK(most > 0.9);
  CHECK(less < 0.1);
}

TEST_CASE("shedding by age begins with the sheddable and spares high importance") {
  TwoKinds sheddable(Importance::sheddable);
  sheddable.shop.web.serving.sheds_above = sim::seconds(2);
  const auto [normal, least] = sheddable.successes();
  CHECK(normal > 0.9);
  CHECK(least < 0.1);
  TwoKinds high(Importance::high);
  high.shop.web.serving.sheds_above = sim::seconds(2);
  CHECK(high.successes().second == 1);
}

TEST_CASE("a rate limit refuses what comes too fast") {
  Shop shop(100, 50);
  shop.web.serving.rate_limit = RateLimit{.rate = 30, .burst = 5};
  Replication run(shop);
  const Account& web = run.web_until(100);
  CHECK(web.answers.succeeded == doctest::Approx(3'005).epsilon(0.003));
}

TEST_CASE("lost capacity is exact, also of a single slot") {
  Shop shop(100);
  Replication run(shop);
  CHECK(run.web_is(0, {.capacity = 0.3}).web_until(1000).answers.succeeded ==
        doctest::Approx(3000).epsilon(0.01));
}

TEST_CASE("a station without capacity keeps its queue and serves it later") {
  Shop shop(1, 10);
  Replication run(shop);
  const Account& users = run.web_is(100, {.capacity = 0}).web_is(200, {}).users_until(1000);
  CHECK(users.answers.failed == 0);
  CHECK(users.busy_seconds > 100 * 100 / 2 * 0.8);
}

TEST_CASE("a crash refuses what is under way; after a restart nothing old is left") {
  Shop shop(10, 1, 1);
  Replication run(shop);
  const Books& books = run.web_is(10, refusing).web_is(11, {}).books_at(12);
  CHECK(books.stations[0].answers.failed > 80);
  CHECK(books.stations[0].answers.succeeded <= 11);
}

TEST_CASE("callers of a hung station hear of its restart") {
  Shop shop(10, 50);
  Replication run(shop);
  const Account& users = run.web_is(10, hanging).web_is(20, {}).users_until(30);
  CHECK(users.answers.failed > 70);
  CHECK(users.answers.all() + 5 > users.arrivals);
}

TEST_CASE("requests go to the replica with the fewest, so a slow one gets few") {
  Shop shop(20);
  shop.web.replicas = 4;
  Replication run(shop);
  const Account& web = run.web_is(0, {.affected = 0.25, .slowness = 100}).web_until(1000);
  CHECK(web.answers.succeeded > 18'000);
}

TEST_CASE("a health check ejects the replicas whose fault it sees, and brings them back") {
  Shop shop(10, 50);
  shop.web.replicas = 4;
  shop.web.serving.health_check = HealthCheck{.interval = sim::seconds(1), .threshold = 3};
  Replication run(shop);
  Condition half = refusing;
  half.affected = 0.5;
  const Books& books = run.web_is(100, half).web_is(200, {}).books_at(300);
  CHECK(books.sources[0].answers.failed > 5);
  CHECK(books.sources[0].answers.failed < 40);
  CHECK(books.sources[0].answers.all() > 2'900);
}

TEST_CASE("a health check does not see a gray failure") {
  Shop shop(10, 50);
  shop.web.replicas = 4;
  shop.web.serving.health_check = HealthCheck{.interval = sim::seconds(1)};
  Replication run(shop);
  Condition gray{.affected = 0.25, .errors = 1, .is_visible = false};
  const Answers& users = run.web_is(0, gray).users_until(1000).answers;
  CHECK(users.failed / users.all() > 0.2);
}

TEST_CASE("a health check ejects no more than it may") {
  Shop shop(10, 50);
  shop.web.replicas = 4;
  shop.web.serving.health_check = HealthCheck{.interval = sim::seconds(1), .ejects_at_most = 0.5};
  Replication run(shop);
  const Account& web = run.web_is(0, refusing).web_until(100);
  CHECK(web.arrivals > 900);
  shop.web.serving.health_check->ejects_at_most = 1;
  Replication all(shop);
  CHECK(all.web_is(0, refusing).web_until(100).answers.failed > 900);
}

TEST_CASE("probes of overloaded replicas fail, and so good capacity is removed") {
  Shop shop(45);
  shop.web.replicas = 4;
  shop.call.policy.timeout = sim::seconds(1);
  shop.web.serving.health_check =
      HealthCheck{.interval = sim::seconds(2), .timeout = sim::seconds(1), .threshold = 2};
  const Account with = Replication(shop).web_until(200);
  shop.web.serving.health_check.reset();
  const Account without = Replication(shop).web_until(200);
  CHECK(with.busy_seconds < 0.95 * without.busy_seconds);
}

TEST_CASE("the autoscaler follows the load after its delay, up and down") {
  Shop shop(70);
  shop.web.replicas = 10;
  shop.web.serving.autoscaling = Autoscaling{.target = 0.7, .most = 40};
  shop.users.load.spikes = {{.at = sim::seconds(600), .lasts = sim::seconds(3000), .factor = 3}};
  Replication run(shop);
  const Account& web = run.web_until(3600);
  CHECK(web.overload_seconds > 120);
  CHECK(web.overload_seconds < 1000);
  shop.web.serving.autoscaling->most = 10;
  Replication fixed(shop);
  CHECK(fixed.web_until(3600).overload_seconds > 2900);
}

TEST_CASE("among equal replicas all take their turn, and none that is closed") {
  LeastLoaded balancer;
  balancer.reset(3);
  for (std::uint32_t r = 0; r < 3; ++r) balancer.open(r);
  std::string turns;
  for (int i = 0; i < 6; ++i) {
    const std::uint32_t r = balancer.least();
    turns += static_cast<char>('0' + r);
    balancer.add_request(r);
  }
  CHECK(turns == "012012");
  balancer.close(0);
  balancer.remove_request(0);
  balancer.remove_request(0);
  balancer.remove_request(2);
  CHECK(balancer.least() == 2);
  balancer.open(0);
  CHECK(balancer.least() == 0);
  CHECK(balancer.load(0) == 0);
}

}  // namespace
}  // namespace outcast::traffic::request
