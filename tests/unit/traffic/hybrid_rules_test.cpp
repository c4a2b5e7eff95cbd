// Two engines keep what one promises: the same bytes, reports, budgets, and an end.
#include <doctest/doctest.h>

#include "tests/unit/traffic/hybrid_shop.h"

namespace outcast::traffic::hybrid {
namespace {

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
  for (const TwoStations& shop : {TwoStations::flow_first(), TwoStations::request_first()}) {
    const Network network = shop.b.network();
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

/// The station that the engine which has not made the report simulates; customers are on web's
/// side.
StationIndex across_from(const Report& report) {
  return report.subject == Report::Subject::station && report.index == raw(stock) ? web : stock;
}

/// From 20 s on a station refuses; on the other side of the first report, things slow down with it:
/// the world hears of it and answers, or has known of it all along.
Trace refuse_and_slow(HybridEngine& engine, StationIndex victim, std::uint64_t seed,
                      std::optional<Report>& first) {
  const Condition slow{.slowness = 3};
  engine.begin(seed, 0);
  engine.set_condition(at(20), victim, refusing);
  if (first) engine.set_condition(first->at, across_from(*first), slow);
  while (engine.next() < at(60)) {
    engine.advance(at(60));
    if (engine.reports().empty() || first) continue;
    first = engine.reports().front();
    engine.set_condition(first->at, across_from(*first), slow);
  }
  engine.finish(at(60));
  return trace_of(engine);
}

TEST_CASE("neither side is ahead of a report of the other") {
  for (const TwoStations& shop : {TwoStations::flow_first(), TwoStations::request_first()})
    for (const StationIndex victim : {web, stock}) {
      const Network network = shop.b.network();
      HybridEngine engine(network);
      for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        std::optional<Report> first;
        const Trace answered = refuse_and_slow(engine, victim, seed, first);
        REQUIRE(first.has_value());
        CHECK(refuse_and_slow(engine, victim, seed, first) == answered);
      }
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
  CHECK(engine.exhausted().find("web") != std::string::npos);
}

TEST_CASE("a meeting of the two engines is an event") {
  const Network network = TwoStations::flow_first().b.network();
  HybridEngine engine(network);
  engine.begin(1, 0);  // they meet, and nothing else happens
  CHECK(engine.events() == 1);
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
