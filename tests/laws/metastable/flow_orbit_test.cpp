// The published retrying client (one server of 10/s, a queue of 100, a timeout of 3 s, 4 retries)
// as flow: which loads are vulnerable, and what is left of the stationary queue.
#include <doctest/doctest.h>

#include "models/traffic/engine.h"
#include "tests/laws/metastable/orbit_chain.h"
#include "tests/traffic_builder.h"

namespace outcast::laws {
namespace {

/// Comparable with the chain of Isaacs, Alvaro, Majumdar et al. (HotOS 2025): where it is down, and
/// its full queue. Not comparable: the flow's healthy queue is empty, since fluid waits for nothing
/// but a lack of capacity; and it never falls nor rises by chance, so its state depends on the
/// trigger where the chain has one mixture of both.
struct FlowClient {
  double number = 0, throughput = 0, goodput = 0;  ///< of the last 1,000 s of 5,000

  FlowClient(double rate, double outage) {
    test::TrafficBuilder b;
    b.settings = {.engine = traffic::EngineKind::flow, .warm_up = sim::seconds(4000)};
    b.station("server", 1, 0.1).serving.queue = 98;
    b.source("customers", rate);
    traffic::CallPolicy& policy = b.call("customers", {"server"}).policy;
    policy.timeout = sim::seconds(3);
    policy.retry = {.attempts = 4, .on_refusal = false};
    const traffic::Network network = b.network();
    const auto engine = traffic::make_engine(network);
    const auto at = [](double s) { return sim::Time{sim::Duration::from_seconds(s).nanoseconds}; };
    engine->begin(1, 0);
    engine->set_condition(at(100), traffic::StationIndex{0}, {.capacity = outage > 0 ? 0. : 1.});
    engine->set_condition(at(100 + outage), traffic::StationIndex{0}, {});
    while (engine->next() < at(5000)) engine->advance(at(5000));
    engine->finish(at(5000));
    const traffic::Account& server = engine->books().stations[0];
    const traffic::Answers& answers = engine->books().sources[0].answers;
    number = (server.busy_seconds + server.queued_seconds) / 1000;
    throughput = server.busy_seconds / 1000 * 10;
    goodput = answers.succeeded / answers.all();
  }
};

TEST_CASE("flow: 6/s and 7/s are vulnerable alike: well without a trigger, down after it") {
  for (const double rate : {6., 7.}) {
    CAPTURE(rate);
    CHECK(FlowClient(rate, 0).goodput > 0.99);
    const FlowClient down(rate, 60);
    CHECK(down.goodput < 0.01);
    CHECK(down.throughput == doctest::Approx(10).epsilon(0.001));
  }
}

TEST_CASE("flow: once down, the queue is full, as the chain's is to 6 %") {
  for (const double rate : {7., 8.}) {
    const FlowClient down(rate, 60);
    INFO("rate ", rate, ": ", down.number);
    CHECK(down.number == doctest::Approx(99).epsilon(1e-3));
    CHECK(down.number ==
          doctest::Approx(OrbitChain{.rate = rate}.stationary().queue).epsilon(0.06));
  }
}

TEST_CASE("flow: the least vulnerable load is capacity / (1 + retries), to 2 %") {
  CHECK(FlowClient(1.96, 350).goodput > 0.99);
  CHECK(FlowClient(2.04, 350).goodput < 0.01);
}

}  // namespace
}  // namespace outcast::laws
