// Long runs of small networks, replication by replication.
#pragma once
#include <functional>
#include <vector>

#include "models/traffic/request_engine.h"
#include "tests/traffic_builder.h"

namespace outcast::laws {

struct Runs {
  int replications = 20;
  double warm_up = 500, length = 20'500;  ///< seconds

  double counted() const { return length - warm_up; }
};

/// What `observe` reads from the books of each replication.
inline std::vector<double> observe(test::TrafficBuilder builder, const Runs& runs,
                                   const std::function<double(const traffic::Books&)>& observe) {
  builder.settings.warm_up = sim::Duration::from_seconds(runs.warm_up);
  const traffic::Network network = builder.network();
  traffic::RequestEngine engine(network);
  const sim::Time end{sim::Duration::from_seconds(runs.length).nanoseconds};
  std::vector<double> sample;
  for (int r = 0; r < runs.replications; ++r) {
    engine.begin(1, static_cast<std::uint64_t>(r));
    while (engine.next() < end) engine.advance(end);
    engine.finish(end);
    sample.push_back(observe(engine.books()));
  }
  return sample;
}

}  // namespace outcast::laws
