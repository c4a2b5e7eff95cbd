// Cascades over calls that fail to propagate now and then: bond and site percolation.
// closed_form.json: er_giant, er_small, regular_bond, site_config.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "tests/laws/agreement.h"
#include "tests/laws/networks.h"

namespace outcast::laws {
namespace {

using Draw = std::function<Network(Dice&)>;

struct Sizes {
  std::vector<double> of_large{};   ///< by graph: mean share of the vertices hit, if many are
  std::vector<double> are_large{};  ///< by graph: share of the cascades that hit many
  std::vector<double> of_small{};   ///< by graph: mean number of vertices hit, if few are
};

Sizes percolate(const Draw& draw, double probability, int graphs, std::uint64_t each) {
  Sizes sizes;
  for (int g = 0; g < graphs; ++g) {
    const auto seed = static_cast<std::uint64_t>(g) + 1;
    Dice dice(seed);
    const Network network = draw(dice);
    const auto blueprint = cascade::draft(percolating(network, probability));
    double large = 0, small = 0, n = 0;
    for (const double size : column(simulate(blueprint, each, seed), "services_hit")) {
      const bool is_large = size > network.size / 20.0;
      n += is_large;
      (is_large ? large : small) += size;
    }
    sizes.are_large.push_back(n / static_cast<double>(each));
    if (n > 0) sizes.of_large.push_back(large / n / network.size);
    if (n < static_cast<double>(each))
      sizes.of_small.push_back(small / (static_cast<double>(each) - n));
  }
  return sizes;
}

TEST_CASE("a cascade over an Erdos-Renyi graph hits S = 1 - exp(-c S), or nearly nothing") {
  struct Case {
    double c, giant;
  };
  constexpr Case cases[] = {
      {1.5, 0.5828116438658113}, {2, 0.7968121300200199}, {3, 0.9404797907073597}};
  for (const Case& exact : cases) {
    const Draw draw = [&](Dice& dice) { return erdos_renyi(3000, 2 * exact.c, dice); };
    const Sizes sizes = percolate(draw, 0.5, 16, 20);
    CAPTURE(exact.c);
    check_mean("share hit", sizes.of_large, exact.giant, 0.002);
    check_mean("P(large)", sizes.are_large, exact.giant, 0.002);
  }
}

TEST_CASE("a cascade outside of the giant component hits 1 / (1 - c + c S) on average") {
  struct Case {
    double c, mean;
    std::uint32_t size;  // near the critical c = 1 only large graphs are nearly infinite
    std::uint64_t each;
  };
  constexpr Case cases[] = {{0.5, 2, 4000, 3000},
                            {0.9, 10, 20'000, 3000},
                            {1.5, 2.6722429907584195, 4000, 100},
                            {2, 1.6845672714463356, 4000, 100}};
  for (const Case& exact : cases) {
    const Draw draw = [&](Dice& dice) { return erdos_renyi(exact.size, 2 * exact.c, dice); };
    const Sizes sizes = percolate(draw, 0.5, 12, exact.each);
    CAPTURE(exact.c);
    check_mean("number hit", sizes.of_small, exact.mean);
  }
}

TEST_CASE("a cascade over a random regular graph hits 1 - u^d with u = 1 - p + p u^(d-1)") {
  struct Case {
    std::uint32_t degree;
    double p, giant;
  };
  constexpr Case cases[] = {{3, 0.6, 0.7037037037037039},
                            {3, 0.8, 0.984375},
                            {4, 0.5, 0.8541019662496847},
                            {4, 0.6, 0.9562188069870111}};
  for (const Case& exact : cases) {
    const Draw draw = [&](Dice& dice) {
      return with_degrees(std::vector<std::uint32_t>(3000, exact.degree), dice);
    };
    const Sizes sizes = percolate(draw, exact.p, 16, 20);
    CAPTURE(exact.degree);
    CAPTURE(exact.p);
    check_mean("share hit", sizes.of_large, exact.giant, 0.002);
    check_mean("P(large)", sizes.are_large, exact.giant, 0.002);
  }
}

/// A vertex that does not always pass on what it gets: in two, joined by a call with its own luck.
/// Bonds between vertices are certain.
cascade::Scenario with_sites(const Network& network, double occupied) {
  Network halves{.size = 2 * network.size, .edges = {}};
  for (const auto& [a, b] : network.edges) halves.edges.emplace_back(2 * a + 1, 2 * b);
  cascade::Scenario scenario = percolating(halves, 1);
  for (std::uint32_t v = 0; v < network.size; ++v)
    scenario.topology.dependencies.push_back(
        {.from = vertex(2 * v + 1), .to = vertex(2 * v), .probability = occupied});
  return scenario;
}

/// Share of the cascades that pass more than a tenth of all vertices.
double share_large(const Draw& draw, double occupied) {
  double large = 0;
  for (std::uint64_t g = 1; g <= 4; ++g) {
    Dice dice(g);
    const Network network = draw(dice);
    const auto blueprint = cascade::draft(with_sites(network, occupied));
    for (const double hit : column(simulate(blueprint, 50, g), "services_hit"))
      large += hit > network.size / 5.0;
  }
  return large / 200;
}

std::vector<std::uint32_t> half_one_half_three(std::uint32_t size) {
  std::vector<std::uint32_t> degrees(size, 1);
  std::fill(degrees.begin() + size / 2, degrees.end(), 3);
  return degrees;
}

TEST_CASE("site percolation sets in at <k> / (<k^2> - <k>)") {
  struct Case {
    const char* name;
    Draw draw;
    double critical;
  };
  constexpr std::uint32_t size = 4000;
  const Case cases[] = {
      {"Poisson 4", [](Dice& dice) { return erdos_renyi(size, 4, dice); }, 0.25},
      {"3-regular",
       [](Dice& dice) { return with_degrees(std::vector<std::uint32_t>(size, 3), dice); }, 0.5},
      {"half 1, half 3", [](Dice& dice) { return with_degrees(half_one_half_three(size), dice); },
       0.6666666666666666}};
  for (const Case& exact : cases) {
    CAPTURE(exact.name);
    CHECK(share_large(exact.draw, 0.85 * exact.critical) == 0);
    CHECK(share_large(exact.draw, 1.25 * exact.critical) > 0.1);
  }
}

}  // namespace
}  // namespace outcast::laws
