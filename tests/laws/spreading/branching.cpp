// Cascades whose early spread is a branching process: each fallen service takes down a random
// number of others. closed_form.json: borel, gw_extinction, gw_geometric.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/laws/agreement.h"
#include "tests/laws/networks.h"

namespace outcast::laws {
namespace {

/// Sizes of cascades from vertices drawn evenly, on several random graphs: by graph. On a graph of
/// 8,000 vertices a cascade of 20 meets itself with probability 0.025 at most.
template <class Degree>
std::vector<std::vector<double>> cascades(int graphs, std::uint64_t each, std::uint32_t size,
                                          double probability, Degree degree) {
  std::vector<std::vector<double>> sizes;
  for (int g = 0; g < graphs; ++g) {
    Dice dice(static_cast<std::uint64_t>(g) + 1);
    const Network network = random_successors(size, dice, [&] { return degree(dice); });
    const auto blueprint = cascade::draft(percolating(network, probability));
    const auto seed = static_cast<std::uint64_t>(g) + 1;
    sizes.push_back(column(simulate(blueprint, each, seed), "services_hit"));
  }
  return sizes;
}

/// One value per graph: graphs are independent, cascades on one graph only nearly so.
template <class Value>
std::vector<double> by_graph(const std::vector<std::vector<double>>& sizes, Value value) {
  std::vector<double> means;
  for (const auto& of_graph : sizes) {
    double sum = 0;
    for (const double size : of_graph) sum += value(size);
    means.push_back(sum / static_cast<double>(of_graph.size()));
  }
  return means;
}

struct Borel {
  double mu, mean, p1, p2, p10, above_20;
};

void check_borel(const Borel& exact) {
  // Calls are twice as many as felt losses: half of the thinning is the graph's, half the coins'.
  const auto sizes =
      cascades(16, 3000, 8000, 0.5, [&](Dice& dice) { return dice.poisson(2 * exact.mu); });
  const auto is = [](double n) { return [n](double size) { return size == n ? 1.0 : 0.0; }; };
  check_mean("P(T = 1)", by_graph(sizes, is(1)), exact.p1);
  check_mean("P(T = 2)", by_graph(sizes, is(2)), exact.p2);
  check_mean("P(T = 10)", by_graph(sizes, is(10)), exact.p10);
  check_mean("P(T > 20)", by_graph(sizes, [](double size) { return size > 20 ? 1.0 : 0.0; }),
             exact.above_20);
  if (exact.mu < 0.9)  // beyond, cascades of many hundreds meet themselves and weigh in the mean
    check_mean("mean", by_graph(sizes, [](double size) { return size; }), exact.mean);
}

TEST_CASE("the size of a subcritical cascade has Borel's distribution") {
  check_borel({0.5, 2, 0.6065306597126334, 0.18393972058572117, 0.0036265577415643736,
               0.0006372598726847034});
  check_borel(
      {0.8, 5, 0.44932896411722156, 0.1615172143957243, 0.012407691728941928, 0.04817994815301152});
  check_borel({0.95, 20, 0.38674102345450123, 0.1420901882615033, 0.013000253969226817,
               0.13661104130336765});
}

TEST_CASE("a supercritical cascade dies out with the extinction probability of its offspring") {
  constexpr std::uint32_t size = 2000;
  const auto is_small = [](double n) { return n < size / 5.0 ? 1.0 : 0.0; };
  const auto poisson = cascades(20, 100, size, 0.75, [](Dice& dice) { return dice.poisson(2); });
  check_mean("Poisson(1.5)", by_graph(poisson, is_small), 0.4171883561341887);
  const auto geometric = cascades(20, 100, size, 1, [](Dice& dice) { return dice.geometric(0.4); });
  check_mean("geometric(0.4)", by_graph(geometric, is_small), 0.6666666666666667);
}

}  // namespace
}  // namespace outcast::laws
