// The flow engine's storms against those of single requests: critical lengths of an outage, and the
// law of amplification.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "tests/laws/metastable/storm.h"

namespace outcast::laws {
namespace {

using traffic::EngineKind;

double critical_length_of_flow(Storm& storm) {
  return Storm::Engine(storm, 300, EngineKind::flow).critical_length(0, 0.001);
}

TEST_CASE("flow: the critical length of an outage is that of a request-level prototype to 3 %") {
  // Medians of a simulation of single requests in another program: docs/MODEL.md, Flow.
  struct Row {
    unsigned retries;
    double utilisation, median;
  };
  for (const Row& row : {Row{1, 0.55, 1.674}, Row{1, 0.80, 1.094}, Row{2, 0.40, 2.203},
                         Row{3, 0.30, 2.759}, Row{3, 0.65, 1.371}}) {
    Storm storm(row.retries, row.utilisation);
    const double critical = critical_length_of_flow(storm);
    INFO("retries ", row.retries, ", utilisation ", row.utilisation, ": ", critical, ", prototype ",
         row.median);
    CHECK(critical == doctest::Approx(row.median).epsilon(0.03));
  }
}

TEST_CASE("flow: the critical length is the request engine's median to 3 % at 100 per timeout") {
  struct Row {
    unsigned retries;
    double utilisation;
  };
  for (const Row& row : {Row{1, 0.80}, Row{2, 0.40}, Row{3, 0.65}}) {
    Storm storm(row.retries, row.utilisation, 50);
    const double critical = critical_length_of_flow(storm);
    Storm::Engine requests(storm, 60);
    std::vector<double> lengths;
    for (std::uint64_t r = 0; r < 9; ++r) lengths.push_back(requests.critical_length(r, 0.01));
    std::ranges::sort(lengths);
    INFO("retries ", row.retries, ", utilisation ", row.utilisation, ": ", critical, ", requests ",
         lengths.front(), " .. ", lengths.back());
    CHECK(critical == doctest::Approx(lengths[lengths.size() / 2]).epsilon(0.03));
  }
}

TEST_CASE(
    "flow: load x (1 + retries) decides: at 0.98 of the capacity it recovers, at 1.02 never") {
  for (const unsigned retries : {1U, 2U, 3U}) {
    CAPTURE(retries);
    Storm below(retries, 0.98 / (1 + retries)), above(retries, 1.02 / (1 + retries));
    CHECK(Storm::Engine(below, 3000, EngineKind::flow).goodput_after(20, 0) > 0.99);
    CHECK(Storm::Engine(above, 3000, EngineKind::flow).goodput_after(20, 0) < 0.01);
  }
}

/// Three hops that each retry once; the last one has so much load x 8 / capacity, and an outage of
/// 20 s.
struct Chain {
  double goodput = 0, amplification = 0;  ///< in the last hundred seconds of 3,000

  explicit Chain(double amplified) {
    test::TrafficBuilder b;
    b.settings = {.engine = EngineKind::flow,
                  .warm_up = sim::seconds(2900),
                  .series_length = sim::seconds(3000)};
    const double load = amplified * 200 / 8;
    b.station("front", 100'000, 0.001).serving.holds_slot = false;
    b.station("middle", 100'000, 0.001).serving.holds_slot = false;
    b.station("back", 20, 0.1);
    b.source("customers", load);
    retries_once(b.call("customers", {"front"}), 10);
    retries_once(b.call("front", {"middle"}), 4);
    retries_once(b.call("middle", {"back"}), 1);
    const traffic::Network network = b.network();
    const auto engine = traffic::make_engine(network);
    const sim::Time end = sim::Time{} + sim::seconds(3000);
    engine->begin(1, 0);
    engine->set_condition(sim::Time{} + sim::seconds(10), b.index_of("back"), {.capacity = 0});
    engine->set_condition(sim::Time{} + sim::seconds(30), b.index_of("back"), {});
    while (engine->next() < end) engine->advance(end);
    engine->finish(end);
    const traffic::Answers& last = engine->books().sources[0].answers;
    goodput = last.succeeded / last.all();
    amplification = engine->books().stations[raw(b.index_of("back"))].arrivals / 100 / load;
  }

  static void retries_once(traffic::Call& call, std::int64_t timeout) {
    call.policy.timeout = sim::seconds(timeout);
    call.policy.retry = {.attempts = 1, .backoff = sim::Duration::from_seconds(0.5), .jitter = 0.5};
  }
};

TEST_CASE("flow: in a chain of three hops the retries multiply to eight times the load") {
  CHECK(Chain(0.98).goodput > 0.99);
  const Chain down(1.02);
  CHECK(down.goodput < 0.01);
  CHECK(down.amplification == doctest::Approx(8).epsilon(0.01));
}

}  // namespace
}  // namespace outcast::laws
