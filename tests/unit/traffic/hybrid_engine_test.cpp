// Two engines as one: what happens on one side reaches the other, and nothing is lost on the way.
#include <doctest/doctest.h>

#include "tests/unit/traffic/hybrid_shop.h"

namespace outcast::traffic::hybrid {
namespace {

TEST_CASE("a network whose stations agree on an engine is not split") {
  const Network flow = TwoStations(EngineKind::flow, EngineKind::flow).b.network();
  const Network request = TwoStations(EngineKind::request, EngineKind::request).b.network();
  const Network both = TwoStations::flow_first().b.network();
  CHECK(dynamic_cast<flow::FlowEngine*>(make_engine(flow).get()) != nullptr);
  CHECK(dynamic_cast<RequestEngine*>(make_engine(request).get()) != nullptr);
  CHECK(dynamic_cast<HybridEngine*>(make_engine(both).get()) != nullptr);
}

TEST_CASE("a station without an engine of its own is simulated by the scenario's") {
  TwoStations shop = TwoStations::flow_first();
  shop.web.serving.engine.reset();
  shop.b.settings.engine = EngineKind::request;
  const Network network = shop.b.network();
  CHECK(dynamic_cast<RequestEngine*>(make_engine(network).get()) != nullptr);
}

TEST_CASE("customers of services simulated by request are simulated one by one, others flow") {
  const Network single = TwoStations::request_first().b.network();
  CHECK(Split(single).source_side[0] == EngineKind::request);
  const Network many = TwoStations::flow_first().b.network();
  CHECK(Split(many).source_side[0] == EngineKind::flow);
}

TEST_CASE("when all is well, all is served on both sides") {
  for (const TwoStations& shop : {TwoStations::flow_first(), TwoStations::request_first()}) {
    const Network network = shop.b.network();
    HybridEngine engine(network);
    const Books& books = run(engine, stock, {});
    CHECK(books.sources[0].arrivals == doctest::Approx(3000).epsilon(0.05));
    CHECK(books.sources[0].answers.failed == 0);
    const double asked = books.sources[0].arrivals;
    CHECK(books.stations[0].arrivals == doctest::Approx(asked).epsilon(0.02));
    CHECK(books.stations[1].arrivals == doctest::Approx(asked).epsilon(0.03));
  }
}

TEST_CASE("every request of customers is answered or lost, once") {
  for (const TwoStations& shop : {TwoStations::flow_first(), TwoStations::request_first()})
    for (const StationIndex victim : {web, stock})
      for (const Condition& trouble : {refusing, hanging, Condition{.slowness = 10}}) {
        const Network network = shop.b.network();
        HybridEngine engine(network);
        const Account& users = run(engine, victim, trouble).sources[0];
        const double precision = network.stations[0].serving.engine == EngineKind::flow ? 0.01 : 0;
        CHECK(std::abs(users.answers.all() - users.arrivals) <= precision * users.arrivals);
      }
}

TEST_CASE("what a provider refuses on one side fails customers on the other") {
  for (const TwoStations& shop : {TwoStations::flow_first(), TwoStations::request_first()}) {
    const Network network = shop.b.network();
    HybridEngine engine(network);
    const Account& users = run(engine, stock, refusing).sources[0];
    CHECK(users.answers.failed == doctest::Approx(1000).epsilon(0.1));
  }
}

TEST_CASE("retries of one side are load for the other") {
  for (const auto make : {&TwoStations::flow_first, &TwoStations::request_first}) {
    TwoStations shop = make();
    shop.to_stock.policy.retry = {.attempts = 1, .backoff = sim::Duration::from_seconds(0.1)};
    const Network network = shop.b.network();
    HybridEngine engine(network);
    const Account& provider = run(engine, stock, {.errors = 1}).stations[1];
    CHECK(provider.arrivals == doctest::Approx(4000).epsilon(0.05));
  }
}

TEST_CASE("a caller that is down sends nothing across") {
  for (const TwoStations& shop : {TwoStations::flow_first(), TwoStations::request_first()}) {
    const Network network = shop.b.network();
    HybridEngine engine(network);
    const Books& books = run(engine, web, refusing);
    const double served = books.stations[0].answers.succeeded;
    CHECK(served < 2200);
    CHECK(books.stations[1].arrivals == doctest::Approx(served).epsilon(0.05));
  }
}

TEST_CASE("a flow station that sheds new requests serves those that it has") {
  TwoStations shop = TwoStations::request_first();
  shop.web.serving.concurrency = 1000;
  shop.users.load.rate = 400;  // stock serves 250 a second
  shop.stock.serving.sheds_above = sim::Duration::from_seconds(0.2);
  const Network network = shop.b.network();
  HybridEngine engine(network);
  const Books& books = run(engine, stock, {});
  CHECK(books.sources[0].answers.failed > 5000);
  CHECK(books.sources[0].answers.succeeded ==
        doctest::Approx(books.stations[1].answers.succeeded).epsilon(0.02));
}

TEST_CASE("an open breaker on the flow side closes when the station on the other side serves") {
  TwoStations shop = TwoStations::flow_first();
  shop.to_stock.policy.breaker = Breaker{.failure_share = 0.5, .window = sim::seconds(2)};
  const Network network = shop.b.network();
  HybridEngine engine(network);
  const Account& users = run(engine, stock, refusing).sources[0];
  CHECK(users.answers.failed > 900);
  CHECK(users.answers.failed < 1400);  // it may stay open for five seconds more
}

}  // namespace
}  // namespace outcast::traffic::hybrid
