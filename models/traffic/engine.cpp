// Which engine simulates a network.
#include "models/traffic/engine.h"

#include "models/traffic/flow_engine.h"
#include "models/traffic/hybrid_engine.h"
#include "models/traffic/request_engine.h"

namespace outcast::traffic {

std::unique_ptr<Engine> make_engine(const Network& network) {
  if (hybrid::is_mixed(network)) return std::make_unique<hybrid::HybridEngine>(network);
  const EngineKind kind = network.stations.empty()
                              ? network.settings.engine
                              : hybrid::engine_of(network, network.stations.front());
  if (kind == EngineKind::request) return std::make_unique<RequestEngine>(network);
  return std::make_unique<flow::FlowEngine>(network);
}

}  // namespace outcast::traffic
