// The shop in the hands of the flow engine.
#pragma once
#include "models/traffic/flow_engine.h"
#include "tests/unit/traffic/request_shop.h"

namespace outcast::traffic::flow {

using request::at;
using request::hanging;
using request::refusing;
using request::Shop;

/// A network as the flow engine takes it, with a time series of steps of a second.
inline Network with_series(Network network, double length = 100) {
  network.settings.engine = EngineKind::flow;
  network.settings.series_step = sim::seconds(1);
  network.settings.series_length = sim::Duration::from_seconds(length);
  return network;
}

/// A replication that ends at `end`, with what the world does in between.
class FlowRun {
 public:
  explicit FlowRun(const Shop& shop) : network_(with_series(shop.b.network())), engine(network_) {
    engine.begin(1, 0);
  }
  FlowRun& web_is(double when, const Condition& condition) {
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
  FlowEngine engine;
};

}  // namespace outcast::traffic::flow
