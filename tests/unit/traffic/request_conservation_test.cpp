// Whatever is configured and whatever happens: no request is lost, and none is left.
#include <doctest/doctest.h>

#include "tests/unit/traffic/request_shop.h"

namespace outcast::traffic::request {
namespace {

/// A random system with every mechanism now and then, in the hands of random faults.
class RandomSystem {
 public:
  explicit RandomSystem(std::uint32_t number)
      : random_(sim::Streams(99, number).stream(sim::purpose("system"), {}, 0)) {
    const unsigned count = 1 + below(4);
    for (unsigned i = 0; i < count; ++i) add_station(i);
    b.source("users", 20);
    for (unsigned i = 0; i < count; ++i)
      if (i == 0 || sometimes()) set(b.call("users", {id(i)}).policy);
    for (unsigned from = 0; from < count; ++from)
      for (unsigned to = from + 1; to < count; ++to)
        if (random_.coin(0.6)) add_call(from, to);
    network_ = b.network();
    network_.sources[0].at_least = 1 + below(network_.sources[0].call_count);
  }

  /// Half a minute of load and faults; then all is well, and nobody asks.
  void run(RequestEngine& engine) {
    engine.begin(1, 0);
    for (int i = 0; i < 12; ++i)
      engine.set_condition(at(i * 2.5 + random_.uniform()), any_station(), any_condition());
    for (std::uint32_t i = 0; i < network_.stations.size(); ++i)
      engine.set_condition(at(31), StationIndex{i}, {});
    engine.set_load(at(32), 0, 0);
    while (engine.next() < at(3000)) engine.advance(at(3000));
    engine.finish(at(3000));
  }
  const Network& network() const { return network_; }

 private:
  static std::string id(unsigned i) { return "s" + std::to_string(i); }
  bool sometimes() { return random_.coin(0.3); }
  unsigned below(unsigned n) { return static_cast<unsigned>(random_.uniform() * n); }
  sim::Duration up_to(double seconds) {
    return sim::Duration::from_seconds(0.01 + seconds * random_.uniform());
  }

  void add_station(unsigned i) {
    Station& station = b.station(id(i), 1 + below(4), 0.02 + 0.2 * random_.uniform());
    Serving& serving = station.serving;
    station.replicas = 1 + below(3);
    serving.holds_slot = sometimes();
    serving.drops_expired = sometimes();
    if (sometimes()) serving.queue = below(20);
    if (sometimes()) serving.gives_up_after = up_to(2);
    if (sometimes()) serving.sheds_above = up_to(1);
    if (sometimes()) serving.rate_limit = RateLimit{.rate = 10, .burst = 3};
    if (sometimes())
      serving.autoscaling = Autoscaling{.interval = up_to(3), .delay = up_to(3), .most = 5};
    if (sometimes())
      serving.health_check = HealthCheck{.interval = up_to(1), .timeout = up_to(1), .threshold = 2};
  }
  void add_call(unsigned from, unsigned to) {
    Call& call = b.call(id(from), {id(to)});
    if (sometimes()) call.providers.push_back(StationIndex{from + 1});
    set(call.policy);
    call.policy.stage = static_cast<unsigned>(stage_ += below(2));
    if (sometimes()) call.consequence = Consequence{static_cast<std::uint8_t>(below(3))};
    if (sometimes()) call.failure_probability = random_.uniform();
  }
  void set(CallPolicy& policy) {
    policy.timeout = up_to(2);
    policy.cancels = sometimes();
    policy.importance = Importance{static_cast<std::uint8_t>(below(3))};
    if (sometimes()) policy.calls = 2 * random_.uniform();
    if (sometimes()) policy.hedge_after = up_to(0.5);
    if (sometimes()) policy.bulkhead = 1 + below(10);
    if (sometimes()) policy.cache = Cache{.hits = random_.uniform(), .warms = up_to(5)};
    if (sometimes())
      policy.breaker = Breaker{.consecutive = 3, .failure_share = 0.5, .stays_open = up_to(2)};
    policy.retry = {.attempts = below(4), .backoff = up_to(0.5), .multiplier = 2, .jitter = 0.5};
    if (sometimes()) policy.retry.budget = RetryBudget{};
  }
  StationIndex any_station() {
    return StationIndex{below(static_cast<unsigned>(network_.stations.size()))};
  }
  Condition any_condition() {
    Condition condition;
    condition.answer = Answer{static_cast<std::uint8_t>(below(3))};
    if (sometimes()) condition.affected = random_.uniform();
    if (sometimes()) condition.slowness = 1 + 5 * random_.uniform();
    if (sometimes()) condition.capacity = random_.uniform();
    if (sometimes()) condition.errors = random_.uniform();
    if (sometimes()) condition.wrong = random_.uniform();
    condition.is_visible = sometimes();
    return condition;
  }

  sim::Stream random_;
  unsigned stage_ = 0;
  test::TrafficBuilder b;
  Network network_;
};

TEST_CASE("in random systems every request is answered, and nothing is left when all is over") {
  for (std::uint32_t number = 0; number < 200; ++number) {
    RandomSystem system(number);
    RequestEngine engine(system.network());
    system.run(engine);
    CAPTURE(number);
    const Account& users = engine.books().sources[0];
    CHECK(users.arrivals > 300);
    CHECK(users.answers.all() == users.arrivals);
    CHECK(engine.under_way() == 0);
    CHECK(engine.exhausted().empty());
  }
}

TEST_CASE("in random systems what is busy is what was served, and no slot is lost") {
  for (std::uint32_t number = 0; number < 50; ++number) {
    RandomSystem system(number);
    RequestEngine engine(system.network());
    system.run(engine);
    const double busy = engine.books().stations[0].busy_seconds;
    engine.finish(at(4000));
    CAPTURE(number);
    CHECK(engine.books().stations[0].busy_seconds == busy);
  }
}

}  // namespace
}  // namespace outcast::traffic::request
