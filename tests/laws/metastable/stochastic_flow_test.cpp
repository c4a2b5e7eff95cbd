// Flow that fluctuates: collapse without a trigger, and how far luck moves a threshold, as request
// by request.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/laws/metastable/storm.h"

namespace outcast::laws {
namespace {

using traffic::EngineKind;

/// Share of replications that are down at the end, though nothing has happened to them.
double share_down(unsigned slots, double utilisation, double length, EngineKind kind,
                  std::uint64_t replications) {
  Storm storm(1, utilisation, slots);
  Storm::Engine engine(storm, length, kind);
  double down = 0;
  for (std::uint64_t r = 0; r < replications; ++r) down += engine.goodput_after(0, r) < 0.5;
  return down / static_cast<double>(replications);
}

TEST_CASE(
    "two slots at 70 % of their capacity collapse by chance, as often as request by request") {
  constexpr std::uint64_t replications = 600;
  const double flow = share_down(2, 0.7, 600, EngineKind::stochastic, replications);
  const double requests = share_down(2, 0.7, 600, EngineKind::request, replications);
  const double error = std::sqrt((flow * (1 - flow) + requests * (1 - requests)) / replications);
  INFO("down after 600 s: flow ", flow, ", requests ", requests);
  CHECK(requests > 0.2);
  CHECK(std::abs(flow - requests) < 3 * error);
  CHECK(share_down(2, 0.7, 600, EngineKind::flow, 1) == 0);
}

TEST_CASE("where single requests say that nothing collapses, flow that fluctuates says so too") {
  CHECK(share_down(20, 0.7, 300, EngineKind::stochastic, 20) == 0);
  CHECK(share_down(2, 0.4, 600, EngineKind::stochastic, 50) == 0);  // the retries fit
}

TEST_CASE("flow that fluctuates: hedges are attempts, and a spike with them a storm") {
  const auto success = [](EngineKind kind) {
    Storm storm(0, 0.45);
    storm.call.policy.hedge_after = sim::Duration::from_seconds(0.3);
    storm.customers.load.spikes = {{.at = sim::seconds(10), .lasts = sim::seconds(5), .factor = 4}};
    Storm::Engine engine(storm, 60, kind);
    double all = 0;
    for (std::uint64_t r = 0; r < 5; ++r) all += engine.goodput_after(0, r) / 5;
    return all;
  };
  CHECK(success(EngineKind::stochastic) ==
        doctest::Approx(success(EngineKind::request)).epsilon(0.05));
}

/// Lower sixth, median and upper sixth of the critical lengths of an outage.
std::vector<double> critical_lengths(EngineKind kind) {
  Storm storm(1, 0.8);
  Storm::Engine engine(storm, 60, kind);
  std::vector<double> lengths;
  for (std::uint64_t r = 0; r < 61; ++r) lengths.push_back(engine.critical_length(r, 0.01));
  std::ranges::sort(lengths);
  return {lengths[10], lengths[30], lengths[50]};
}

TEST_CASE("luck moves the critical length of an outage by as much as request by request") {
  const auto flow = critical_lengths(EngineKind::stochastic);
  const auto requests = critical_lengths(EngineKind::request);
  INFO("flow ", flow[0], " ", flow[1], " ", flow[2], ", requests ", requests[0], " ", requests[1],
       " ", requests[2]);
  CHECK(flow[1] == doctest::Approx(requests[1]).epsilon(0.03));
  CHECK(flow[2] - flow[0] == doctest::Approx(requests[2] - requests[0]).epsilon(0.4));
}

}  // namespace
}  // namespace outcast::laws
