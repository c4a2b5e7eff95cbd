// The early warning, held against figures worked out by hand.
#include "models/traffic/early_warning.h"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/traffic_builder.h"

namespace outcast::traffic {
namespace {

using doctest::Approx;
using test::TrafficBuilder;

EarlyWarning warning_of(const TrafficBuilder& b, const std::string& station) {
  return early_warnings(b.network())[raw(b.index_of(station))];
}

std::string path_of(const TrafficBuilder& b, const std::string& station) {
  const Network network = b.network();
  std::string text;
  for (const StationIndex s : warning_of(b, station).path)
    text += (text.empty() ? "" : " ") + network.stations[raw(s)].id;
  return text;
}

void set(CallPolicy& policy, double timeout, unsigned retries) {
  policy.timeout = sim::Duration::from_seconds(timeout);
  policy.retry.attempts = retries;
}

/// 200 requests a second at most, 110 come; a timeout of 1 s and one retry.
struct Shop {
  TrafficBuilder b;
  Station& web = b.station("web", 20, 0.1);
  Source& customers = b.source("customers", 110);
  Call& call = b.call("customers", {"web"});
  Shop() { set(call.policy, 1, 1); }
  EarlyWarning warning() const { return warning_of(b, "web"); }
};

TEST_CASE("headroom is capacity / (load x attempts)") {
  const EarlyWarning w = Shop().warning();
  CHECK(w.load == Approx(110));
  CHECK(w.holding == Approx(0.1));
  CHECK(w.capacity == Approx(200));
  CHECK(w.utilisation() == Approx(0.55));
  CHECK(w.storm_load == Approx(220));
  CHECK(w.headroom() == Approx(200. / 220));
  CHECK(w.worst_path_headroom() == Approx(200. / 220));
  CHECK(w.verdict() == Verdict::vulnerable);
}

TEST_CASE("without retries a station that serves its load is safe; above its capacity it is not") {
  Shop shop;
  shop.call.policy.retry.attempts = 0;
  CHECK(shop.warning().verdict() == Verdict::safe);
  shop.customers.load.rate = 200;
  CHECK(shop.warning().verdict() == Verdict::overloaded);
}

TEST_CASE("along a chain the attempts multiply, and the path is told") {
  Shop shop;
  shop.b.station("database", 1000, 0.1);
  set(shop.b.call("web", {"database"}).policy, 0.3, 2);
  const EarlyWarning w = warning_of(shop.b, "database");
  CHECK(w.load == Approx(110));
  CHECK(w.amplification == Approx(6));
  CHECK(w.worst_path_headroom() == Approx(10000. / 660));
  CHECK(path_of(shop.b, "database") == "web database");
  CHECK(w.source == 0);
}

TEST_CASE("a request holds its slot for its service and its calls, the longest of each stage") {
  TrafficBuilder b;
  Station& web = b.station("web", 1, 0.01);
  b.station("cart", 1, 0.1);
  b.station("search", 1, 0.2);
  b.station("mail", 1, 0.05);
  b.source("customers", 1);
  b.call("customers", {"web"});
  b.call("web", {"cart"});
  b.call("web", {"search"});
  b.call("web", {"mail"}).policy.stage = 1;
  // The longer of two exponential times: the sum of their means less 1 / the sum of their rates.
  const double longest = 0.1 + 0.2 - 1 / (10. + 5.);
  CHECK(warning_of(b, "web").holding == Approx(0.01 + longest + 0.05).epsilon(0.005));
  CHECK(warning_of(b, "web").capacity == Approx(1 / 0.29333).epsilon(0.005));
  web.serving.holds_slot = false;
  CHECK(warning_of(b, "web").holding == Approx(0.01));
}

TEST_CASE("nobody waits for calls that are unheard, or for those that a cache answers") {
  TrafficBuilder b;
  b.station("web", 1, 0.01);
  b.station("log", 1, 0.1);
  b.station("prices", 1, 0.1);
  b.source("customers", 10);
  b.call("customers", {"web"});
  b.call("web", {"log"}).consequence = Consequence::unheard;
  CallPolicy& prices = b.call("web", {"prices"}).policy;
  prices.calls = 0.5;
  prices.cache = Cache{.hits = 0.8};
  CHECK(warning_of(b, "web").holding == Approx(0.01 + 0.5 * 0.2 * 0.1));
  CHECK(warning_of(b, "log").load == Approx(10));
  CHECK(warning_of(b, "prices").load == Approx(1));
}

TEST_CASE("each path brings its own attempts, and the worst one is told") {
  TrafficBuilder b;
  b.station("web", 20, 0.1);
  b.source("patient", 90);
  b.source("eager", 10);
  set(b.call("patient", {"web"}).policy, 1, 0);
  set(b.call("eager", {"web"}).policy, 1, 3);
  const EarlyWarning w = warning_of(b, "web");
  CHECK(w.storm_load == Approx(90 + 4 * 10));
  CHECK(w.amplification == Approx(4));
  CHECK(w.source == 1);
  CHECK(w.worst_path_headroom() == Approx(0.5));
  CHECK(w.headroom() == Approx(200. / 130));
  CHECK(w.verdict() == Verdict::safe);
}

TEST_CASE("a budget allows its share of retries") {
  Shop shop;
  shop.call.policy.retry.attempts = 3;
  shop.call.policy.retry.budget = RetryBudget{.share = 0.2};
  CHECK(shop.warning().storm_load == Approx(110 * 1.2));
  CHECK(shop.warning().amplification == Approx(1.2));
}

TEST_CASE("a breaker that opens lets no more through than comes when all is well") {
  Shop shop;
  shop.call.policy.breaker = Breaker{.consecutive = 5};
  CHECK(shop.warning().storm_load == Approx(110));
  shop.call.policy.breaker = Breaker{.failure_share = 0.5, .least_attempts = 1000};
  CHECK(shop.warning().storm_load == Approx(110));
  shop.call.policy.breaker->least_attempts = 2000;  // 1,100 come in a window of 10 s
  CHECK(shop.warning().storm_load == Approx(220));
}

TEST_CASE("only failures that are retried count") {
  Shop shop;
  shop.call.policy.retry.on_timeout = false;
  CHECK(shop.warning().storm_load == Approx(110));
}

TEST_CASE("a queue too short for the timeout keeps retries from coming") {
  Shop shop;
  shop.web.serving.queue = 100;  // half a second
  const double late = std::exp(-5);
  CHECK(shop.warning().longest_wait == Approx(0.5));
  CHECK(shop.warning().storm_load == Approx(110 * (1 + late)).epsilon(1e-3));
  CHECK(shop.warning().worst_path_headroom() < 1);
  CHECK(shop.warning().verdict() == Verdict::safe);
  shop.web.serving.queue = 220;
  CHECK(shop.warning().storm_load == Approx(220));
  shop.web.serving.sheds_above = sim::Duration::from_seconds(0.5);
  CHECK(shop.warning().verdict() == Verdict::safe);
}

TEST_CASE(
    "a caller who does without the answer fails only if it comes too late for its own callers") {
  TrafficBuilder b;
  b.station("web", 100'000, 0.01).serving.service_time = sim::Distribution(sim::Fixed{0.01});
  b.station("adverts", 20, 0.1);
  b.source("customers", 30);
  CallPolicy& outer = b.call("customers", {"web"}).policy;
  Call& inner = b.call("web", {"adverts"});
  inner.consequence = Consequence::ignored;
  set(outer, 10, 3);
  set(inner.policy, 1, 1);
  CHECK(warning_of(b, "adverts").storm_load == Approx(60));
  set(outer, 2, 3);  // two attempts of 1 s, and 10 ms of service
  CHECK(warning_of(b, "adverts").storm_load == Approx(240));
}

TEST_CASE("callers whose slots all wait call less") {
  TrafficBuilder b;
  b.station("web", 10, 0.01);
  b.station("database", 4, 0.1);
  b.source("customers", 30);
  set(b.call("customers", {"web"}).policy, 30, 0);
  set(b.call("web", {"database"}).policy, 1, 1);
  const EarlyWarning w = warning_of(b, "database");
  CHECK(w.worst_path_headroom() == Approx(40. / 60));
  CHECK(w.storm_load == Approx(30).epsilon(0.01));
  CHECK(w.verdict() == Verdict::safe);
}

TEST_CASE("a station that waits for its own answers gets at most as many calls as it begins") {
  TrafficBuilder b;
  b.station("web", 10, 0.1).serving.holds_slot = false;
  b.source("customers", 10);
  set(b.call("customers", {"web"}).policy, 1, 0);
  CallPolicy& again = b.call("web", {"web"}).policy;
  set(again, 1, 1);
  again.calls = 0.5;
  CHECK(warning_of(b, "web").load == Approx(20));
  CHECK(warning_of(b, "web").storm_load == Approx(10 + 100 * 0.5 * 2));
}

TEST_CASE("units that stand in for each other fail together") {
  TrafficBuilder b;
  b.station("one", 20, 0.1);
  b.station("two", 20, 0.1);
  b.source("customers", 110);
  set(b.call("customers", {"one", "two"}).policy, 1, 1);
  CHECK(warning_of(b, "two").load == Approx(55));
  CHECK(warning_of(b, "two").storm_load == Approx(110));
}

TEST_CASE("loads are those of the day's peak, of whoever asks again, and of all replicas to come") {
  Shop shop;
  shop.customers.load.daily = DailyCurve{.amplitude = 0.5};
  CHECK(shop.warning().load == Approx(165));
  shop.customers.load = {};
  shop.customers.load.population =
      Population{.users = 10, .think = sim::Distribution(sim::Exponential{0.9})};
  CHECK(shop.warning().load == Approx(10));
  shop.web.serving.autoscaling = Autoscaling{.most = 3};
  CHECK(shop.warning().capacity == Approx(600));
}

TEST_CASE("a rate limit bounds what comes") {
  Shop shop;
  shop.web.serving.rate_limit = RateLimit{.rate = 150};
  CHECK(shop.warning().storm_load == Approx(150));
}

TEST_CASE("a station that nobody calls has no load, no path, and no need of a warning") {
  Shop shop;
  shop.b.station("idle", 1, 0.1);
  const EarlyWarning w = warning_of(shop.b, "idle");
  CHECK(w.load == 0);
  CHECK(w.path.empty());
  CHECK(w.verdict() == Verdict::safe);
}

}  // namespace
}  // namespace outcast::traffic
