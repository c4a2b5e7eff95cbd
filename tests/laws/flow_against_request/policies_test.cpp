// Both engines on one service in trouble, one policy at a time: the share of requests that succeed
// is the same to 2 points, and the attempts made to 5 %.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "models/traffic/engine.h"
#include "tests/traffic_builder.h"

namespace outcast::laws {
namespace {

using sim::Duration;
using traffic::Condition;
using traffic::EngineKind;

/// A service of 20 slots of 0.1 s at half of its capacity, callers who retry once after a second;
/// something happens to it from 10 s on, for as long as is said.
struct Service {
  test::TrafficBuilder builder;
  traffic::Station& station = builder.station("station", 20, 0.1);
  traffic::Source& customers = builder.source("customers", 100);
  traffic::Call& call = builder.call("customers", {"station"});
  Condition condition;
  traffic::StationIndex struck{0};
  double lasts = 5;        ///< seconds
  double load_factor = 1;  ///< meanwhile

  Service() {
    call.policy.timeout = sim::seconds(1);
    call.policy.retry = {.attempts = 1, .backoff = Duration::from_seconds(0.5), .jitter = 0.5};
  }
  void has_replicas(unsigned replicas, unsigned slots) {
    station.replicas = replicas;
    station.serving.concurrency = slots;
  }
};

sim::Time at(double seconds) { return {Duration::from_seconds(seconds).nanoseconds}; }

/// Of the requests that begin between 5 s and 60 s.
traffic::Answers answers(Service& service, EngineKind kind, std::uint64_t replications) {
  service.builder.settings = {
      .engine = kind, .series_step = sim::seconds(1), .series_length = sim::seconds(60)};
  const traffic::Network network = service.builder.network();
  const auto engine = traffic::make_engine(network);
  traffic::Answers all;
  for (std::uint64_t r = 0; r < replications; ++r) {
    engine->begin(1, r);
    engine->set_condition(at(10), service.struck, service.condition);
    engine->set_condition(at(10 + service.lasts), service.struck, {});
    engine->set_load(at(10), 0, service.load_factor);
    engine->set_load(at(10 + service.lasts), 0, 1);
    while (engine->next() < at(70)) engine->advance(at(70));
    engine->finish(at(70));
    const auto& series = engine->books().sources[0].series;
    for (std::size_t step = 5; step < series.size(); ++step) all += series[step];
  }
  const auto runs = static_cast<double>(replications);
  return {all.succeeded / runs, all.failed / runs, all.attempts / runs};
}

void compare(const std::string& what, const std::function<void(Service&)>& write,
             double tolerance = 0.02) {
  Service service;
  write(service);
  const traffic::Answers flow = answers(service, EngineKind::flow, 1);
  const traffic::Answers requests = answers(service, EngineKind::request, 5);
  INFO(what, ": flow ", flow.succeeded, " of ", flow.all(), " in ", flow.attempts,
       " attempts, requests ", requests.succeeded, " of ", requests.all(), " in ",
       requests.attempts);
  CHECK(std::abs(flow.succeeded / flow.all() - requests.succeeded / requests.all()) < tolerance);
  CHECK(flow.all() == doctest::Approx(requests.all()).epsilon(0.02));
  CHECK(flow.attempts == doctest::Approx(requests.attempts).epsilon(0.05));
}

const Condition stall{.capacity = 0}, slow{.slowness = 3}, hang{.answer = traffic::Answer::hangs},
    refuse{.answer = traffic::Answer::refuses};

Condition one_of_three(Condition condition) {
  condition.affected = 1. / 3;
  return condition;
}

TEST_CASE("closed populations: who waits does not ask") {
  for (const Condition& condition : {stall, slow, hang, refuse}) {
    const auto users = [&](double count, double think) {
      return [&condition, count, think](Service& s) {
        s.customers.load.rate = 0;
        s.customers.load.population =
            traffic::Population{count, sim::Distribution(sim::Exponential{think})};
        s.condition = condition;
      };
    };
    compare("500 users who think for 5 s", users(500, 5));
    compare("150 users who think for half a second", users(150, 0.5));
  }
}

TEST_CASE("a herd of users who waited for a hung service comes back when it does") {
  compare("1000 users who think for 8 s", [](Service& s) {
    s.customers.load.rate = 0;
    s.customers.load.population = traffic::Population{1000, sim::Distribution(sim::Exponential{8})};
    s.call.policy.timeout = sim::seconds(5);
    s.call.policy.retry.attempts = 0;
    s.condition = hang;
    s.lasts = 10;
  });
}

TEST_CASE("users without a timeout ask again when the service that hung has restarted") {
  compare("100 users who think for a second", [](Service& s) {
    s.customers.load.rate = 0;
    s.customers.load.population = traffic::Population{100, sim::Distribution(sim::Exponential{1})};
    s.call.policy = {};
    s.condition = hang;
  });
}

TEST_CASE("one replica of three: the balancer prefers those with the fewest requests") {
  for (const Condition& condition : {slow, hang, refuse, Condition{.errors = 0.6}})
    compare("one of three", [&](Service& s) {
      s.has_replicas(3, 7);
      s.condition = one_of_three(condition);
      s.lasts = 20;
    });
}

TEST_CASE("a replica that refuses does not take the queue of the others along") {
  compare(
      "one of three, in a backlog",
      [&](Service& s) {
        s.has_replicas(3, 7);
        s.builder.call("customers", {"station"}).policy.timeout = sim::seconds(30);  // may wait
        s.call.policy = {.timeout = sim::seconds(30)};
        s.customers.at_least = 2;
        s.condition = one_of_three(refuse);
        s.load_factor = 1.5;
        s.lasts = 5;
      },
      0.03);
}

TEST_CASE("health checks take out what they see, and only that") {
  const auto checked = [](const Condition& condition) {
    return [condition](Service& s) {
      s.has_replicas(3, 9);
      s.station.serving.health_check =
          traffic::HealthCheck{.interval = sim::seconds(2), .timeout = sim::seconds(1)};
      s.condition = condition;
      s.lasts = 30;
    };
  };
  compare("one hangs", checked(one_of_three(hang)));
  compare("one refuses", checked(one_of_three(refuse)));
  compare("one errs", checked(one_of_three({.errors = 0.6})));
  compare("one is slow", checked(one_of_three({.slowness = 12})));
  compare("one is slow, unseen", checked(one_of_three({.slowness = 12, .is_visible = false})));
  compare("all hang: over-ejection", checked(hang));
}

TEST_CASE("autoscaling follows the load after its delay") {
  const auto scaled = [](double factor) {
    return [factor](Service& s) {
      s.has_replicas(4, 5);
      s.station.serving.autoscaling = traffic::Autoscaling{
          .target = 0.7, .interval = sim::seconds(10), .delay = sim::seconds(5), .most = 12};
      s.call.policy.retry.attempts = 0;
      s.load_factor = factor;
      s.lasts = 40;
    };
  };
  compare("1.8 times the load", scaled(1.8));
  // A new replica has no queue, and answers in time at once: as flow, all share one queue.
  compare("4 times the load", scaled(4), 0.04);
}

TEST_CASE("an autoscaler looks at all slots, whatever refuses") {
  compare("a crash under three times the load", [](Service& s) {
    s.has_replicas(4, 5);
    s.station.serving.autoscaling = traffic::Autoscaling{
        .target = 0.7, .interval = sim::seconds(5), .delay = sim::seconds(5), .most = 20};
    s.call.policy.retry.attempts = 0;
    s.condition = refuse;
    s.load_factor = 3;
    s.lasts = 20;
  });
}

TEST_CASE("bulkheads bound the attempts under way") {
  for (const Condition& condition : {stall, slow, hang})
    for (const unsigned most : {15U, 30U, 60U})
      compare("bulkhead", [&](Service& s) {
        s.call.policy.bulkhead = most;
        s.condition = condition;
      });
}

TEST_CASE("hedged attempts: more of them, and more successes") {
  const auto hedging = [](double after, const Condition& condition) {
    return [after, condition](Service& s) {
      s.has_replicas(1, 40);
      s.call.policy.hedge_after = Duration::from_seconds(after);
      s.call.policy.retry.attempts = 0;
      s.condition = condition;
    };
  };
  for (const double after : {0.1, 0.2, 0.3}) compare("healthy", hedging(after, {}));
  for (const Condition& condition : {stall, hang}) {
    compare("0.3 s", hedging(0.3, condition));
    compare("0.3 s, and a retry", [&](Service& s) {
      hedging(0.3, condition)(s);
      s.has_replicas(1, 60);
      s.call.policy.retry.attempts = 1;
    });
  }
}

TEST_CASE("requests that leave when somebody gives up cost nothing") {
  for (const Condition& condition : {stall, slow, hang}) {
    // Near the end of their time luck decides who is begun; as flow, it is the same for all.
    const double tolerance = condition == slow ? 0.03 : 0.02;
    const auto drops = [&](Service& s) {
      s.station.serving.drops_expired = true;
      s.condition = condition;
    };
    compare("expired requests are dropped", drops, tolerance);
    compare("callers cancel", [&](Service& s) {
      s.call.policy.cancels = true;
      s.condition = condition;
    });
    compare("the service gives up after half a second", [&](Service& s) {
      s.station.serving.gives_up_after = Duration::from_seconds(0.5);
      s.condition = condition;
    });
  }
  compare("callers cancel, and load is 1.5 times the capacity", [](Service& s) {
    s.call.policy.cancels = true;
    s.load_factor = 3;
    s.lasts = 20;
  });
}

TEST_CASE("of two callers only the one who cancels costs less") {
  compare(
      "the other one overloads the service",
      [](Service& s) {
        s.builder.source("others", 5);
        traffic::CallPolicy& theirs = s.builder.call("others", {"station"}).policy;
        theirs.timeout = Duration::from_seconds(0.05);
        theirs.cancels = true;
        s.load_factor = 2.5;
        s.lasts = 10;
      },
      0.03);
  compare("and a stall outlasts the one who cancels", [](Service& s) {
    s.builder.source("others", 1e-6);
    traffic::CallPolicy& theirs = s.builder.call("others", {"station"}).policy;
    theirs.timeout = sim::seconds(10);
    theirs.cancels = true;
    s.call.policy.cancels = true;
    s.condition = stall;
  });
}

TEST_CASE("cancellation passes through two hops, and saves a chain that stays down without it") {
  for (const bool cancels : {false, true})
    compare("a provider stalls", [&](Service& s) {
      s.station.serving.service_time = sim::Distribution(sim::Exponential{0.05});
      s.has_replicas(1, 40);
      s.call.policy.cancels = cancels;
      s.builder.station("back", 16, 0.1);
      traffic::CallPolicy& back = s.builder.call("station", {"back"}).policy;
      back.timeout = Duration::from_seconds(0.6);
      back.retry = {.attempts = 1, .backoff = Duration::from_seconds(0.2), .jitter = 0.5};
      back.cancels = cancels;
      s.struck = traffic::StationIndex{1};
      s.condition = stall;
    });
}

TEST_CASE("a cold cache lets more calls through until it is warm") {
  compare("a provider that can bear it", [](Service& s) {
    s.has_replicas(1, 60);
    s.builder.station("back", 12, 0.1);
    traffic::Call& back = s.builder.call("station", {"back"});
    back.policy.timeout = Duration::from_seconds(0.5);
    back.policy.cache = traffic::Cache{.hits = 0.9, .warms = sim::seconds(20)};
    s.condition = refuse;
  });
}

}  // namespace
}  // namespace outcast::laws
