// The published stationary queue of a retrying client, taken apart: what the request engine can
// reproduce, and what is the chain's approximation.
#include <doctest/doctest.h>

#include "models/traffic/request_engine.h"
#include "tests/laws/agreement.h"
#include "tests/laws/metastable/orbit_chain.h"
#include "tests/traffic_builder.h"

namespace outcast::laws {
namespace {

/// The same client and server, request by request: a fixed timeout, every late request retried,
/// refused ones not; 99 requests at most.
struct Client {
  double number = 0, throughput = 0;

  Client(double rate, double outage, std::uint64_t replication) {
    test::TrafficBuilder b;
    b.settings.warm_up = sim::seconds(500);
    b.station("server", 1, 0.1).serving.queue = 98;
    b.source("customers", rate);
    traffic::CallPolicy& policy = b.call("customers", {"server"}).policy;
    policy.timeout = sim::seconds(3);
    policy.retry = {.attempts = 4, .on_refusal = false};
    const traffic::Network network = b.network();
    traffic::RequestEngine engine(network);
    const auto at = [](double s) { return sim::Time{sim::Duration::from_seconds(s).nanoseconds}; };
    engine.begin(5, replication);
    engine.set_condition(at(100), traffic::StationIndex{0}, {.capacity = outage > 0 ? 0. : 1.});
    engine.set_condition(at(100 + outage), traffic::StationIndex{0}, {});
    while (engine.next() < at(10'500)) engine.advance(at(10'500));
    engine.finish(at(10'500));
    const traffic::Account& server = engine.books().stations[0];
    number = (server.busy_seconds + server.queued_seconds) / 10'000;
    throughput = server.busy_seconds / 10'000 * 10;
  }
};

TEST_CASE("the chain as it was published gives the published figures") {
  // metafor_single_server_ctmc.json of data/oracles/metastable
  CHECK(OrbitChain{.rate = 5}.stationary().queue == doctest::Approx(1.0023150).epsilon(1e-6));
  const OrbitChain::Stationary at_6 = OrbitChain{.rate = 6}.stationary();
  CHECK(at_6.queue == doctest::Approx(3.9244352).epsilon(1e-6));
  CHECK(at_6.orbit == doctest::Approx(0.3853421).epsilon(1e-6));
  const OrbitChain::Stationary at_7 = OrbitChain{.rate = 7}.stationary();
  CHECK(at_7.queue == doctest::Approx(94.0120794).epsilon(1e-6));
  CHECK(at_7.full == doctest::Approx(0.1688964).epsilon(1e-6));
  CHECK(OrbitChain{.rate = 8}.stationary().queue == doctest::Approx(95.7441544).epsilon(1e-6));
}

TEST_CASE("without its bound for lateness and its double arrivals, the chain's 3.924 is 1.5") {
  OrbitChain chain{.rate = 6};
  chain.lateness = OrbitChain::Lateness::exact;
  CHECK(chain.stationary().queue == doctest::Approx(1.518).epsilon(1e-3));
  chain.arrivals = OrbitChain::Arrivals::counted_once;
  CHECK(chain.stationary().queue == doctest::Approx(1.5).epsilon(1e-3));
}

TEST_CASE("the request engine's healthy queue is that of the corrected chain") {
  for (const double rate : {5., 6.}) {
    OrbitChain chain{.rate = rate};
    chain.lateness = OrbitChain::Lateness::exact;
    chain.arrivals = OrbitChain::Arrivals::counted_once;
    std::vector<double> numbers;
    for (std::uint64_t r = 0; r < 10; ++r) numbers.push_back(Client(rate, 0, r).number);
    check_mean("mean number", numbers, chain.stationary().queue);
  }
}

TEST_CASE("once down, the request engine stays down, with the chain's queue to 5 %") {
  // The chain's orbit holds 19 and a quarter of the late; the engine's has room for all, so its
  // queue is a little fuller, and it stays down at 6/s too, where the chain comes back.
  for (const double rate : {7., 7.5, 8., 8.5}) {
    const Client client(rate, 60, 0);
    INFO("rate ", rate, ": ", client.number);
    CHECK(client.number ==
          doctest::Approx(OrbitChain{.rate = rate}.stationary().queue).epsilon(0.05));
    CHECK(client.throughput == doctest::Approx(10).epsilon(0.001));
  }
  CHECK(Client(6, 60, 0).number > 90);
}

TEST_CASE("below capacity / (1 + retries) even a full queue drains") {
  // Refused requests are not retried, so the limit is a little higher than 10 / 5.
  CHECK(Client(1.9, 350, 0).number < 0.3);
}

}  // namespace
}  // namespace outcast::laws
