// Which engine simulates a network.
#include "models/traffic/engine.h"

#include "models/traffic/flow_engine.h"
#include "models/traffic/request_engine.h"

namespace outcast::traffic {

std::unique_ptr<Engine> make_engine(const Network& network) {
  if (network.settings.engine == EngineKind::request)
    return std::make_unique<RequestEngine>(network);
  return std::make_unique<flow::FlowEngine>(network);
}

}  // namespace outcast::traffic
