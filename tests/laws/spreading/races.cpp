// Cascades in time: losses that take a while to be felt, against repair.
// closed_form.json: chain_delay, min_race, si_complete, beta_factor.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "tests/laws/agreement.h"
#include "tests/laws/networks.h"
#include "tests/scenario_builder.h"

namespace outcast::laws {
namespace {

sim::Distribution exponential(double rate) { return sim::Distribution(sim::Exponential{1 / rate}); }

/// hop 0 <- hop 1 <- ... <- hop `hops`, each feeling the loss of the one before after a delay.
cascade::Scenario chain(std::uint32_t hops, double rate) {
  Network network{.size = hops + 1, .edges = {}};
  for (std::uint32_t h = 0; h < hops; ++h) network.edges.emplace_back(h, h + 1);
  cascade::Scenario scenario = percolating(network, 1);
  for (auto& need : scenario.topology.dependencies) need.delay = exponential(rate);
  scenario.what_if->faults[0].service = vertex(0);
  return scenario;
}

TEST_CASE("a loss has run through five exponential delays by t with Erlang's probability") {
  const std::map<double, double> reached = {
      {2, 0.052653017343711084}, {5, 0.5595067149347877}, {10, 0.970747311923039}};
  for (const auto& [time, exact] : reached) {
    cascade::Scenario scenario = chain(5, 1);
    scenario.horizon = sim::Duration::from_seconds(time);
    const auto blueprint = cascade::draft(scenario);
    const auto result = simulate(blueprint, 100'000);
    check_share("reached by " + std::to_string(time),
                tally_of(result, blueprint, vertex(5)).hits.replications, result.finished, exact);
  }
}

TEST_CASE("a loss outruns repair over four hops with probability (a / (a + r))^4") {
  cascade::Scenario scenario = chain(4, 2);
  scenario.what_if->faults[0].lasts = exponential(1);
  const auto blueprint = cascade::draft(scenario);
  const auto result = simulate(blueprint, 200'000);
  check_share("all four", tally_of(result, blueprint, vertex(4)).hits.replications, result.finished,
              0.19753086419753083);
  check_share("the first", tally_of(result, blueprint, vertex(1)).hits.replications,
              result.finished, 2.0 / 3);
}

TEST_CASE(
    "where each of 100 services takes down each other at rate beta, all are down after "
    "2 H(n-1) / (beta n) on average") {
  constexpr std::uint32_t n = 100;
  Network network{.size = n, .edges = {}};
  for (std::uint32_t a = 0; a < n; ++a)
    for (std::uint32_t b = 0; b < n; ++b)
      if (a != b) network.edges.emplace_back(a, b);
  cascade::Scenario scenario = percolating(network, 1);
  for (auto& need : scenario.topology.dependencies) need.delay = exponential(0.01);
  const auto blueprint = cascade::draft(scenario);
  cascade::World world(blueprint);
  std::vector<double> times;
  for (std::uint64_t r = 0; r < 500; ++r) {
    world.replicate(1, r, nullptr);
    REQUIRE(world.units().size() == n);
    sim::Time last{};
    for (std::uint32_t i = 0; i < n; ++i) last = std::max(last, world.units()[i].since);
    times.push_back(last.since({}).seconds());
  }
  check_mean("time to the last", times, 10.354755035279243);
}

TEST_CASE("two units with a common cause fail together with the beta-factor probability") {
  constexpr double q = 0.01, beta = 0.1;
  test::ScenarioBuilder b;
  b.service("common").service("one").service("two").service("system");
  b.needs("one", "common");
  b.needs("two", "common");
  b.needs("system", "one").group = "redundant";
  b.needs("system", "two").group = "redundant";
  b.scenario.what_if.emplace();
  const std::map<std::string, double> faults = {
      {"common", beta * q}, {"one", (1 - beta) * q}, {"two", (1 - beta) * q}};
  for (const auto& [service, probability] : faults) {
    b.scenario.what_if->faults.push_back(lasting_crash(service));
    b.scenario.what_if->faults.back().probability = probability;
  }
  const auto blueprint = cascade::draft(b.scenario);
  const auto result = simulate(blueprint, 1'000'000);
  check_share("both", tally_of(result, blueprint, "system").hits.replications, result.finished,
              0.0010809189999999998);
}

}  // namespace
}  // namespace outcast::laws
