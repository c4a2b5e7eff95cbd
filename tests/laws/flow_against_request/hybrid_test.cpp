// Chains and trees in trouble, every other station simulated request by request: customers fare as
// if all were, to 2 points, outside the band in which a small change of the load decides.
#include <doctest/doctest.h>

#include <cmath>
#include <utility>

#include "sim/stats/estimate.h"
#include "tests/laws/flow_against_request/random_trouble.h"
#include "tests/traffic_builder.h"

namespace outcast::laws {
namespace {

using traffic::EngineKind;
using traffic::Network;

/// Who is simulated request by request.
enum class Singles { all, none, odd, even };

Network with(Network network, Singles singles) {
  for (std::size_t i = 0; i < network.stations.size(); ++i) {
    const bool is_single =
        singles == Singles::all || (singles == (i % 2 == 1 ? Singles::odd : Singles::even));
    network.stations[i].serving.engine = is_single ? EngineKind::request : EngineKind::flow;
  }
  return network;
}

/// Mean share of the requests of 5 s .. 120 s that succeed.
double success_share(const Trouble& trouble, Singles singles, double load,
                     std::uint64_t replications) {
  Network network = with(trouble.network, singles);
  network.sources[0].load.rate *= load;
  return sim::estimate_mean(success_shares(trouble, std::move(network), replications)).mean;
}

/// By more than 5 points in either engine, with 5 % more and less load.
bool is_in_band(const Trouble& trouble) {
  const auto moves = [&](Singles singles, std::uint64_t replications) {
    return std::abs(success_share(trouble, singles, 0.95, replications) -
                    success_share(trouble, singles, 1.05, replications)) > 0.05;
  };
  return moves(Singles::none, 1) || moves(Singles::all, 3);
}

TEST_CASE("of systems whose every other station is simulated by request, all fare as by request") {
  int in_band = 0, compared = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Trouble trouble = draw_trouble(seed, 15);
    if (trouble.network.stations.size() < 2) continue;
    if (is_in_band(trouble)) {
      ++in_band;
      continue;
    }
    const double request = success_share(trouble, Singles::all, 1, 6);
    for (const Singles singles : {Singles::odd, Singles::even}) {
      const double error = success_share(trouble, singles, 1, 6) - request;
      INFO("seed ", seed, ": ", trouble.text, "; error ", 100 * error, " points");
      CHECK(std::abs(error) < 0.02);
      ++compared;
    }
  }
  CHECK(compared >= 24);
  CHECK(in_band <= 3);
}

/// Customers who retry call "front", which retries calls of "back" too; "back" stalls.
struct Storm {
  test::TrafficBuilder b;

  explicit Storm(double rate) {
    b.station("front", 1000, 0.01);
    b.station("back", 20, 0.1);
    b.source("customers", rate);
    set(b.call("customers", {"front"}), 4);
    set(b.call("front", {"back"}), 1);
  }
  static void set(traffic::Call& call, double timeout) {
    call.policy.timeout = sim::Duration::from_seconds(timeout);
    call.policy.retry = {.attempts = 1, .backoff = sim::Duration::from_seconds(0.5), .jitter = 0.5};
  }
  /// Whether customers are lost for good after a stall of so many seconds.
  bool is_down_after(double stall, Singles singles) const {
    const Trouble trouble{.network = b.network(),
                          .victim = traffic::StationIndex{1},
                          .condition = {.capacity = 0},
                          .ends = Trouble::begins + stall};
    return success_share(trouble, singles, 1, 1) < 0.5;
  }
};

TEST_CASE("a storm of retries across the border keeps itself going exactly where it does without") {
  // "back" serves 200 a second. Four attempts of each of 80 are more, of each of 25 are not.
  for (const Singles singles : {Singles::all, Singles::odd, Singles::even}) {
    CHECK(Storm(80).is_down_after(20, singles));
    CHECK_FALSE(Storm(80).is_down_after(0.2, singles));
    CHECK_FALSE(Storm(25).is_down_after(20, singles));
  }
}

}  // namespace
}  // namespace outcast::laws
