// When a storm of retries outlives its trigger: the law of amplification, and how long an outage
// must be.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "models/traffic/request_engine.h"
#include "tests/laws/metastable/storm.h"

namespace outcast::laws {
namespace {

TEST_CASE("load x (1 + retries) decides: at 0.98 of the capacity it recovers, at 1.02 never") {
  for (const unsigned retries : {1U, 2U, 3U}) {
    Storm below(retries, 0.98 / (1 + retries)), above(retries, 1.02 / (1 + retries));
    Storm::Engine recovers(below, 2000), stays_down(above, 2000);
    for (std::uint64_t replication = 0; replication < 3; ++replication) {
      CAPTURE(retries);
      CAPTURE(replication);
      CHECK(recovers.goodput_after(10, replication) > 0.99);
      CHECK(stays_down.goodput_after(10, replication) < 0.01);
    }
  }
}

TEST_CASE("in a chain the amplification of the callers multiplies") {
  // Two hops with one retry each: 4 times the load.
  const auto goodput = [](double amplified) {
    test::TrafficBuilder b;
    b.settings.series_step = sim::seconds(1);
    b.settings.series_length = sim::seconds(1500);
    const traffic::Retry once{
        .attempts = 1, .backoff = sim::Duration::from_seconds(0.5), .jitter = 0.5};
    traffic::Station& front = b.station("front", 100'000, 0.001);
    front.serving.holds_slot = false;
    b.station("back", 20, 0.1);
    b.source("customers", amplified * 200 / 4);
    traffic::CallPolicy& outer = b.call("customers", {"front"}).policy;
    outer.retry = once;
    outer.timeout = sim::seconds(4);
    traffic::CallPolicy& inner = b.call("front", {"back"}).policy;
    inner.retry = once;
    inner.timeout = sim::seconds(1);
    const traffic::Network network = b.network();
    traffic::RequestEngine engine(network);
    engine.begin(1, 0);
    const sim::Time end = sim::Time{} + sim::seconds(1500);
    engine.set_condition(sim::Time{} + sim::seconds(10), b.index_of("back"), {.capacity = 0});
    engine.set_condition(sim::Time{} + sim::seconds(30), b.index_of("back"), {});
    while (engine.next() < end) engine.advance(end);
    traffic::Answers last;
    for (std::size_t i = 1400; i < 1490; ++i) last += engine.books().sources[0].series[i];
    return last.succeeded / last.all();
  };
  CHECK(goodput(0.95) > 0.99);
  CHECK(goodput(1.05) < 0.01);
}

TEST_CASE("the critical length of an outage is that of an independent prototype") {
  // Median and [12 %, 90 %] quantiles of a request-level simulation written before this engine, in
  // another program: docs/MODEL.md, Flow.
  struct Row {
    unsigned retries;
    double utilisation, median, low, high;
  };
  for (const Row& row : {Row{1, 0.55, 1.674, 1.55, 1.80}, Row{1, 0.80, 1.094, 1.02, 1.21},
                         Row{2, 0.40, 2.203, 1.99, 2.38}, Row{3, 0.30, 2.759, 2.62, 3.13},
                         Row{3, 0.65, 1.371, 1.24, 1.48}}) {
    Storm storm(row.retries, row.utilisation);
    Storm::Engine engine(storm, 75);
    std::vector<double> lengths;
    for (std::uint64_t r = 0; r < 15; ++r) lengths.push_back(engine.critical_length(r, 0.01));
    std::ranges::sort(lengths);
    const double median = lengths[lengths.size() / 2];
    INFO("retries ", row.retries, ", utilisation ", row.utilisation, ": ", median, " [",
         lengths.front(), ", ", lengths.back(), "], prototype ", row.median);
    CHECK(median > row.low);
    CHECK(median < row.high);
    CHECK(median == doctest::Approx(row.median).epsilon(0.05));
  }
}

}  // namespace
}  // namespace outcast::laws
