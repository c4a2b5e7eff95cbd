// Two engines keep what one promises: the same bytes, reports, budgets, and an end.
#include <doctest/doctest.h>

#include "tests/unit/traffic/hybrid_shop.h"

namespace outcast::traffic::hybrid {
namespace {

constexpr StationIndex web{0}, stock{1};

/// Of all that a replication has found.
struct Trace {
  std::vector<double> numbers;
  bool operator==(const Trace&) const = default;
};

Trace trace_of(const HybridEngine& engine) {
  const Books& books = engine.books();
  Trace trace{{static_cast<double>(engine.events())}};
  for (const auto* accounts : {&books.sources, &books.stations})
    for (const Account& a : *accounts)
      for (const double number : {a.arrivals, a.answers.succeeded, a.answers.failed,
                                  a.answers.attempts, a.busy_seconds, a.queued_seconds})
        trace.numbers.push_back(number);
  return trace;
}

TEST_CASE("a replication is the same whatever the engine did before") {
  for (const TwoStations& shop : {TwoStations::flow_first(), TwoStations::request_first()}) {
    const Network network = shop.b.network();
    HybridEngine engine(network);
    const auto trace = [&](StationIndex victim, const Condition& trouble, std::uint64_t seed) {
      run(engine, victim, trouble, seed);
      return trace_of(engine);
    };
    const Trace first = trace(stock, hanging, 7);
    const Trace other = trace(web, {.slowness = 3}, 8);
    const Trace again = trace(stock, hanging, 7);
    CHECK(first == again);
    CHECK(first != other);
  }
}

TEST_CASE("a replication is the same in however many pieces it is advanced") {
  const Network network = TwoStations::flow_first().b.network();
  HybridEngine engine(network);
  run(engine, stock, hanging);
  const Trace whole = trace_of(engine);
  engine.begin(1, 0);
  engine.set_condition(at(20), stock, hanging);
  engine.set_condition(at(40), stock, {});
  engine.set_load(at(60), 0, 0);
  for (double end = 0.013; end < 80; end += 0.013)
    while (engine.next() < at(end)) engine.advance(at(end));
  while (engine.next() < at(80)) engine.advance(at(80));
  engine.finish(at(80));
  CHECK(trace_of(engine) == whole);
}

TEST_CASE("reports name stations and sources of the whole network, and no stand-ins") {
  for (const TwoStations& shop : {TwoStations::flow_first(), TwoStations::request_first()}) {
    const Network network = shop.b.network();
    HybridEngine engine(network);
    engine.begin(1, 0);
    engine.set_condition(at(20), stock, refusing);
    std::vector<double> station_loss(2), source_loss(1);
    while (engine.next() < at(35)) {
      engine.advance(at(35));
      for (const Report& report : engine.reports())
        (report.subject == Report::Subject::station ? station_loss : source_loss).at(report.index) =
            report.loss;
    }
    for (const double loss : {station_loss[0], station_loss[1], source_loss[0]}) CHECK(loss > 0.95);
  }
}

TEST_CASE("neither side is ahead of a report of the other") {
  const Network network = TwoStations::flow_first().b.network();
  HybridEngine engine(network);
  engine.begin(1, 0);
  engine.set_condition(at(20), stock, refusing);
  while (engine.next() < at(60)) {
    engine.advance(at(60));
    if (engine.reports().empty()) continue;
    CHECK(engine.next() >= engine.reports().front().at);
  }
}

TEST_CASE("the budget of events counts both sides") {
  TwoStations shop = TwoStations::flow_first();
  shop.b.settings.most_events = 1000;
  const Network network = shop.b.network();
  HybridEngine engine(network);
  engine.begin(1, 0);
  while (engine.next() < at(1000)) engine.advance(at(1000));
  CHECK(engine.events() >= 1000);
  CHECK(engine.events() < 1100);
  CHECK_FALSE(engine.exhausted().empty());
}

TEST_CASE("health checks and autoscaling work beside a flow") {
  TwoStations shop = TwoStations::flow_first();
  shop.stock.replicas = 3;
  const double without = [&] {
    const Network network = shop.b.network();
    HybridEngine engine(network);
    return run(engine, stock, {.answer = Answer::hangs, .affected = 0.34})
        .sources[0]
        .answers.failed;
  }();
  shop.stock.serving.health_check = HealthCheck{.interval = sim::seconds(1)};
  const Network network = shop.b.network();
  HybridEngine engine(network);
  const Account& users = run(engine, stock, {.answer = Answer::hangs, .affected = 0.34}).sources[0];
  CHECK(without > 50);
  CHECK(users.answers.failed < 0.5 * without);
}

}  // namespace
}  // namespace outcast::traffic::hybrid
