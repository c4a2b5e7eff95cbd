// What the flow engine makes of queues that noise alone builds, and that no request gets lost.
#include <doctest/doctest.h>

#include <cmath>

#include "models/traffic/engine.h"
#include "tests/traffic_builder.h"

namespace outcast::laws {
namespace {

sim::Time at(double s) { return {sim::Duration::from_seconds(s).nanoseconds}; }

/// M/M/slots with a mean service time of a second.
struct FlowQueue {
  test::TrafficBuilder builder;
  traffic::Station& station;
  traffic::Call& call;

  FlowQueue(unsigned slots, double rate)
      : station(builder.station("station", slots, 1)),
        call((builder.source("customers", rate), builder.call("customers", {"station"}))) {
    builder.settings = {.engine = traffic::EngineKind::flow, .warm_up = sim::seconds(100)};
  }
  double failed() const {
    const traffic::Network network = builder.network();
    const auto engine = traffic::make_engine(network);
    engine->begin(1, 0);
    while (engine->next() < at(10'000)) engine->advance(at(10'000));
    engine->finish(at(10'000));
    const traffic::Answers& answers = engine->books().sources[0].answers;
    return answers.failed / answers.all();
  }
};

/// P(service + wait > t) of M/M/slots, mean service time 1, by Erlang's C.
double late_share(unsigned slots, double load, double t) {
  double blocking = 1;
  for (unsigned n = 1; n <= slots; ++n) blocking = load * blocking / (n + load * blocking);
  const double waits = blocking / (1 - load / slots * (1 - blocking));
  const double drain = slots - load;
  // E of exp(-(t - W)) where W <= t, and 1 beyond, with W exponential at the rate of the drain.
  const double behind =
      drain == 1 ? std::exp(-t) * t : drain * (std::exp(-t) - std::exp(-drain * t)) / (drain - 1);
  return (1 - waits) * std::exp(-t) + waits * (behind + std::exp(-drain * t));
}

TEST_CASE("flow: the late share of M/M/c is Erlang's to 1.5 points up to a load of 0.8") {
  for (const unsigned slots : {1U, 2U, 5U, 10U, 50U})
    for (const double load : {0.3, 0.5, 0.7, 0.8})
      for (const double timeout : {1., 3., 6.}) {
        FlowQueue queue(slots, load * slots);
        queue.call.policy.timeout = sim::Duration::from_seconds(timeout);
        const double failed = queue.failed(), exact = late_share(slots, load * slots, timeout);
        INFO("slots ", slots, ", load ", load, ", timeout ", timeout, ": ", failed, " for ", exact);
        CHECK(std::abs(failed - exact) < 0.015);
      }
}

TEST_CASE("flow: the loss of a bounded queue is that of M/M/c/K") {
  // Below capacity by the chance of a full queue; above it the fluid's queue is always full and
  // never runs empty, which a small queue does. Losses: `mmck` of data/oracles/closed_form.json.
  struct Case {
    unsigned slots, room;
    double rate, loss, tolerance;
  };
  for (const Case& c :
       {Case{1, 10, 0.9, 0.050813731327412404, 0.001},
        Case{4, 20, 3.6, 0.016804982302188645, 0.001}, Case{4, 20, 5.0, 0.2028428840017371, 0.003},
        Case{1, 10, 1.2, 0.19258649512680603, 0.027}}) {
    FlowQueue queue(c.slots, c.rate);
    queue.station.serving.queue = c.room - c.slots;
    const double failed = queue.failed();
    INFO("slots ", c.slots, ", rate ", c.rate, ": ", failed, " for ", c.loss);
    CHECK(std::abs(failed - c.loss) < c.tolerance);
  }
}

}  // namespace
}  // namespace outcast::laws
