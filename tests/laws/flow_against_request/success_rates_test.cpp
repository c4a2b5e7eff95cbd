// Both engines on random systems in trouble: the share of requests that succeed is the same to 2
// points, outside the band in which a small change of the load or luck decides.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "sim/stats/estimate.h"
#include "tests/laws/flow_against_request/random_trouble.h"

namespace outcast::laws {
namespace {

using traffic::EngineKind;

sim::Time at(double seconds) { return {sim::Duration::from_seconds(seconds).nanoseconds}; }

std::vector<double> success_shares(const Trouble& trouble, EngineKind kind, double load_factor,
                                   std::uint64_t replications) {
  traffic::Network network = trouble.network;
  network.settings.engine = kind;
  network.sources[0].load.rate *= load_factor;
  return success_shares(trouble, std::move(network), replications);
}

/// One system by both engines.
struct Comparison {
  double request = 0, flow = 0, deviation = 0;  ///< deviation of the replications
  bool is_in_band = false;

  explicit Comparison(const Trouble& trouble) {
    const sim::Estimate nominal = requests(trouble, 1, 10);
    request = nominal.mean;
    deviation = nominal.sd;
    flow = success_shares(trouble, EngineKind::flow, 1, 1)[0];
    is_in_band = deviation > 0.02 || moves(trouble);
  }
  double error() const { return std::abs(flow - request); }

 private:
  static sim::Estimate requests(const Trouble& trouble, double load, std::uint64_t replications) {
    return sim::estimate_mean(success_shares(trouble, EngineKind::request, load, replications));
  }
  /// By more than 5 points in either engine, with 5 % more and less load.
  static bool moves(const Trouble& trouble) {
    const auto flow = [&](double load) {
      return success_shares(trouble, EngineKind::flow, load, 1)[0];
    };
    return std::abs(flow(0.95) - flow(1.05)) > 0.05 ||
           std::abs(requests(trouble, 0.95, 5).mean - requests(trouble, 1.05, 5).mean) > 0.05;
  }
};

/// Twenty systems in which every station gets at least so many requests per timeout.
struct Twenty {
  int in_band = 0;
  int beyond_2_points = 0;  ///< outside the band
  double worst = 0;         ///< error outside the band

  explicit Twenty(double least_per_timeout) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const Trouble trouble = draw_trouble(seed, least_per_timeout);
      const Comparison compared(trouble);
      in_band += compared.is_in_band;
      INFO("seed ", seed, ": ", trouble.text);
      INFO("requests ", compared.request, " (sd ", compared.deviation, "), flow ", compared.flow);
      CHECK((compared.is_in_band || compared.error() < 0.05));
      if (compared.is_in_band) continue;
      worst = std::max(worst, compared.error());
      if (compared.error() < 0.02) continue;
      ++beyond_2_points;
      MESSAGE("beyond 2 points");
    }
    MESSAGE("worst error outside the band ", 100 * worst, " points; in the band: ", in_band,
            " of 20");
  }
};

TEST_CASE("with 15 requests per timeout, flow and requests agree to 2 points outside the band") {
  const Twenty systems(15);
  CHECK(systems.worst < 0.02);
  CHECK(systems.in_band < 7);  // else the law says little
}

TEST_CASE("with less than 15, noise moves one system in ten by 2 to 5 points more than flow does") {
  // A single slot, or a queue of three: retries meet the same crowd again, bursts of refusals
  // empty a retry budget, and a fault that takes a load to 0.95 tips a few requests at a time.
  const Twenty systems(0);
  CHECK(systems.beyond_2_points <= 2);
  CHECK(systems.in_band < 7);
}

TEST_CASE("the flow of random systems loses no request: succeeded + failed = arrivals to 1 %") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Trouble trouble = draw_trouble(seed, 0);
    trouble.network.settings.engine = EngineKind::flow;
    const auto engine = traffic::make_engine(trouble.network);
    engine->begin(1, 0);
    engine->set_condition(at(Trouble::begins), trouble.victim, trouble.condition);
    engine->set_condition(at(trouble.ends), trouble.victim, {});
    while (engine->next() < at(1000)) engine->advance(at(1000));
    engine->finish(at(1000));
    const traffic::Account& account = engine->books().sources[0];
    INFO("seed ", seed, ": ", trouble.text);
    CHECK(account.answers.all() == doctest::Approx(account.arrivals).epsilon(0.01));
    CHECK(account.arrivals == doctest::Approx(1000 * trouble.network.sources[0].load.rate));
  }
}

}  // namespace
}  // namespace outcast::laws
