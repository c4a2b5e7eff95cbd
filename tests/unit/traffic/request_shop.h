// A shop with customers and one station, in the hands of the request engine.
#pragma once
#include <utility>

#include "models/traffic/request_engine.h"
#include "tests/traffic_builder.h"

namespace outcast::traffic::request {

inline sim::Time at(double seconds) { return {sim::Duration::from_seconds(seconds).nanoseconds}; }

/// One station "web", and customers who call it.
struct Shop {
  test::TrafficBuilder b;
  Station& web;
  Source& users;
  Call& call;

  explicit Shop(double rate, unsigned slots = 1, double service = 0.1)
      : web(b.station("web", slots, service)),
        users(b.source("users", rate)),
        call(b.call("users", {"web"})) {
    web.serving.service_time = sim::Distribution(sim::Fixed{service});
  }
};

/// A replication that ends at `end`, with what the world does in between.
template <class AnyEngine>
class Run {
 public:
  explicit Run(Network network, std::uint64_t seed = 1)
      : network_(std::move(network)), engine(network_) {
    engine.begin(seed, 0);
  }
  Run& web_is(double when, const Condition& condition) {
    engine.set_condition(at(when), StationIndex{0}, condition);
    return *this;
  }
  const Account& users_until(double end) { return books_at(end).sources[0]; }
  const Account& web_until(double end) { return books_at(end).stations[0]; }
  const Books& books_at(double end) {
    while (engine.next() < at(end)) engine.advance(at(end));
    engine.finish(at(end));
    return engine.books();
  }

 private:
  Network network_;

 public:
  AnyEngine engine;
};

struct Replication : Run<RequestEngine> {
  explicit Replication(const Shop& shop, std::uint64_t seed = 1) : Run(shop.b.network(), seed) {}
};

inline constexpr Condition refusing{.answer = Answer::refuses}, hanging{.answer = Answer::hangs};

}  // namespace outcast::traffic::request
