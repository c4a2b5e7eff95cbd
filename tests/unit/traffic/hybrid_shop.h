// A shop of two stations, one in the hands of each engine.
#pragma once
#include <cmath>
#include <string>

#include "models/traffic/hybrid_engine.h"
#include "tests/unit/traffic/request_shop.h"

namespace outcast::traffic::hybrid {

using request::at;
using request::hanging;
using request::refusing;

inline constexpr StationIndex web{0}, stock{1};

/// Customers call "web" with 50 requests a second, and web calls "stock": it answers in 20 ms, and
/// each could bear four times as much.
struct TwoStations {
  test::TrafficBuilder b;
  Station &web, &stock;
  Source& users;
  Call &to_web, &to_stock;

  TwoStations(EngineKind of_web, EngineKind of_stock)
      : web(b.station("web", 10, 0.02)),
        stock(b.station("stock", 5, 0.02)),
        users(b.source("users", 50)),
        to_web(b.call("users", {"web"})),
        to_stock(b.call("web", {"stock"})) {
    web.serving.engine = of_web;
    stock.serving.engine = of_stock;
    to_web.policy.timeout = sim::seconds(2);
    to_stock.policy.timeout = sim::Duration::from_seconds(0.5);
  }
  static TwoStations flow_first() { return {EngineKind::flow, EngineKind::request}; }
  static TwoStations request_first() { return {EngineKind::request, EngineKind::flow}; }
};

/// From 20 s on a station is in trouble, from 40 s on no more; nobody asks after 60 s.
inline const Books& run(Engine& engine, StationIndex victim, const Condition& trouble,
                        std::uint64_t seed = 1) {
  engine.begin(seed, 0);
  engine.set_condition(at(20), victim, trouble);
  engine.set_condition(at(40), victim, {});
  engine.set_load(at(60), 0, 0);
  while (engine.next() < at(80)) engine.advance(at(80));
  engine.finish(at(80));
  return engine.books();
}

}  // namespace outcast::traffic::hybrid
