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

struct FlowRun : request::Run<FlowEngine> {
  explicit FlowRun(const Shop& shop) : Run(with_series(shop.b.network())) {}
};

}  // namespace outcast::traffic::flow
