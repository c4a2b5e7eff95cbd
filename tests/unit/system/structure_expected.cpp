// Expected cascade sizes against closed forms and the equation they solve.
#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "models/system/expected_cascade.h"
#include "models/system/structure.h"
#include "tests/unit/system/structure_graphs.h"

namespace outcast::system {
namespace {

Propagation matrix(NodeIndex nodes, const std::vector<Group>& groups,
                   const std::vector<double>& probabilities = {}) {
  return propagation(requirement_graph(nodes, groups), probabilities);
}

/// How far b is from 1 + K b, at worst, as a share of b.
double worst_residual(const Propagation& k, const std::vector<double>& b) {
  double worst = 0;
  for (NodeIndex v = 0; v < k.dependants.size(); ++v) {
    double right = 1;
    for (std::uint32_t edge = k.dependants.offsets[v]; edge < k.dependants.offsets[v + 1]; ++edge)
      right += k.probabilities[edge] * b[k.dependants.targets[edge]];
    worst = std::max(worst, std::abs(right - b[v]) / b[v]);
  }
  return worst;
}

TEST_CASE("along a chain the expected cascade is a geometric sum") {
  const auto found =
      expected_cascade_sizes(matrix(4, {{0, 1, {1}}, {1, 1, {2}}, {2, 1, {3}}}, {.5, .5, .5}));
  CHECK(found.sizes == std::vector<double>{1, 1.5, 1.75, 1.875});
  CHECK(found.sweeps == 1);
}

TEST_CASE("in a circle every turn is counted: two with probability p give 1/(1-p)") {
  const std::vector<double> high{100, 100};
  const auto k = matrix(2, {{0, 1, {1}}, {1, 1, {0}}}, {.6, .6});
  const auto found = expected_cascade_sizes(k, {.ceilings = high});
  CHECK(found.sizes[0] == doctest::Approx(2.5).epsilon(1e-7));
  CHECK(found.sizes[1] == doctest::Approx(2.5).epsilon(1e-7));
  CHECK(found.have_converged);
}

TEST_CASE("without ceilings no cascade is larger than the graph") {
  const auto k = matrix(2, {{0, 1, {1}}, {1, 1, {0}}}, {.6, .6});
  CHECK(expected_cascade_sizes(k).sizes == std::vector<double>{2, 2});
}

TEST_CASE("a group that can lose s members takes 1/(s+1) of each loss") {
  const auto found = expected_cascade_sizes(matrix(4, {{0, 1, {1, 2, 3}}}, {.9, .6, .3}));
  CHECK(found.sizes[1] == doctest::Approx(1.3));
  CHECK(found.sizes[2] == doctest::Approx(1.2));
  CHECK(found.sizes[3] == doctest::Approx(1.1));
}

TEST_CASE("a node that is hit twice by one loss falls unless it escapes both") {
  const auto k = matrix(2, {{0, 1, {1}}, {0, 1, {1}}, {0, 1, {0}}}, {.5, .4, 1});
  REQUIRE(k.probabilities.size() == 1);
  CHECK(k.probabilities[0] == doctest::Approx(.7));
}

TEST_CASE("on random graphs with circles the sizes solve b = 1 + K b") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Dice dice(seed);
    std::vector<Group> groups;
    std::vector<double> probabilities;
    for (const auto& [from, to] : random_edges(dice, 50, 100)) {
      groups.push_back({from, 1, {to}});
      probabilities.push_back(0.003 * dice.roll(100));
    }
    const auto k = matrix(50, groups, probabilities);
    const auto found = expected_cascade_sizes(k);
    CHECK(found.have_converged);
    CHECK(worst_residual(k, found.sizes) < 1e-8);
  }
}

TEST_CASE("certain needs count paths, and the count of dependants is the ceiling that mends it") {
  // a diamond: 0 needs 1 and 2, which need 3
  const std::vector<Group> diamond{{0, 1, {1}}, {0, 1, {2}}, {1, 1, {3}}, {2, 1, {3}}};
  const auto k = matrix(4, diamond);
  CHECK(expected_cascade_sizes(k, {.ceilings = std::vector<double>(4, 100)}).sizes[3] == 5);
  std::vector<double> ceilings;
  for (const NodeIndex count : reach_counts(k.dependants)) ceilings.push_back(1.0 + count);
  CHECK(expected_cascade_sizes(k, {.ceilings = ceilings}).sizes == std::vector<double>{1, 2, 2, 4});
}

TEST_CASE("a circle that feeds itself is cut at the number of nodes") {
  const auto found = expected_cascade_sizes(matrix(3, {{0, 1, {1}}, {1, 1, {0}}, {1, 1, {2}}}));
  CHECK(found.sizes == std::vector<double>{3, 3, 3});
  CHECK(found.have_converged);
}

TEST_CASE("a circle that has not settled within its sweeps says so") {
  const auto k = matrix(2, {{0, 1, {1}}, {1, 1, {0}}}, {.99, .99});
  const std::vector<double> high{100, 100};
  CHECK_FALSE(expected_cascade_sizes(k, {.sweeps = 3, .ceilings = high}).have_converged);
}

TEST_CASE("a chain of a million takes one sweep") {
  constexpr NodeIndex length = 1'000'000;
  Requirements list(length);
  for (const auto& [from, to] : chain(length)) list.add_need(from, to);
  const std::vector<double> halves(length - 1, 0.5);
  const auto found = expected_cascade_sizes(propagation(RequirementGraph(std::move(list)), halves));
  CHECK(found.sweeps == 1);
  CHECK(found.sizes.front() == 1);
  CHECK(found.sizes.back() == doctest::Approx(2));
}

TEST_CASE("a wrong number of probabilities or ceilings is refused") {
  CHECK_THROWS_AS(matrix(2, {{0, 1, {1}}}, {.5, .5}), std::invalid_argument);
  const std::vector<double> one{1};
  CHECK_THROWS_AS(expected_cascade_sizes(matrix(2, {}), {.ceilings = one}), std::invalid_argument);
}

}  // namespace
}  // namespace outcast::system
