// Reachability, strong components, condensation and articulation points.
#include <doctest/doctest.h>

#include <stdexcept>

#include "models/system/structure.h"
#include "tests/unit/system/structure_graphs.h"

namespace outcast::system {
namespace {

// web(0) -> auth(1) -> db(2); web -> cache(3); batch(4) -> db; db <-> lock(5)
DependencyGraph shop() {
  const std::vector<Digraph::Edge> edges{{0, 1}, {1, 2}, {0, 3}, {4, 2}, {2, 5}, {5, 2}};
  return DependencyGraph::build(6, edges);
}

std::string text_of_components(const Digraph& graph) {
  const Components components = strong_components(graph);
  std::string out;
  for (NodeIndex c = 0; c < components.count(); ++c)
    out.append("{").append(text(components.members[c])).append("}");
  return out;
}

TEST_CASE("targets keep the order in which their edges were given") {
  const std::vector<Digraph::Edge> edges{{1, 2}, {0, 2}, {1, 0}, {1, 2}};
  const Digraph graph = Digraph::build(3, edges);
  CHECK(text(graph.targets_of(0)) == "2");
  CHECK(text(graph.targets_of(1)) == "2 0 2");
  CHECK(text(graph.targets_of(2)) == "");
}

TEST_CASE("reversing a graph turns every edge round and keeps parallel ones") {
  const std::vector<Digraph::Edge> edges{{1, 2}, {0, 2}, {1, 0}, {1, 2}};
  const Digraph back = Digraph::build(3, edges).reversed();
  CHECK(text(back.targets_of(0)) == "1");
  CHECK(text(back.targets_of(1)) == "");
  CHECK(text(back.targets_of(2)) == "0 1 1");
}

TEST_CASE("an edge out of the graph is refused") {
  const std::vector<Digraph::Edge> to_nowhere{{0, 3}}, from_nowhere{{3, 0}};
  CHECK_THROWS_AS(Digraph::build(3, to_nowhere), std::out_of_range);
  CHECK_THROWS_AS(Digraph::build(3, from_nowhere), std::out_of_range);
}

TEST_CASE("a graph without nodes has no components, counts or points") {
  const Digraph none = Digraph::build(0, {});
  CHECK(strong_components(none).count() == 0);
  CHECK(reach_counts(none).empty());
  CHECK(articulation_points(none).empty());
}

TEST_CASE("what a service needs is found through others and does not contain itself") {
  CHECK(text(needs_of(shop(), 0)) == "1 2 3 5");
  CHECK(text(needs_of(shop(), 2)) == "5");
  CHECK(text(needs_of(shop(), 3)) == "");
}

TEST_CASE("what needs a service is found through others and does not contain itself") {
  CHECK(text(dependants_of(shop(), 5)) == "0 1 2 4");
  CHECK(text(dependants_of(shop(), 3)) == "0");
  CHECK(text(dependants_of(shop(), 0)) == "");
}

TEST_CASE("counts of needs and dependants agree with the sets they count") {
  CHECK(text(reach_counts(shop().needs)) == "4 2 1 0 2 1");
  CHECK(text(reach_counts(shop().needed_by)) == "0 1 4 1 0 4");
}

TEST_CASE("counts agree with single searches on random graphs larger than one block of goals") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Dice dice(seed);
    const auto graph = DependencyGraph::build(1300, random_edges(dice, 1300, 1400));
    const auto needs = reach_counts(graph.needs), dependants = reach_counts(graph.needed_by);
    for (NodeIndex node = 0; node < 1300; node += 7) {
      CHECK(needs[node] == needs_of(graph, node).size());
      CHECK(dependants[node] == dependants_of(graph, node).size());
    }
  }
}

TEST_CASE("components are numbered so that what is needed comes first") {
  CHECK(text_of_components(shop().needs) == "{2 5}{1}{3}{0}{4}");
}

TEST_CASE("on random graphs no edge leads from a lower component to a higher one") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Dice dice(seed);
    const Digraph graph = Digraph::build(60, random_edges(dice, 60, 80));
    const Components components = strong_components(graph);
    for (const auto& [from, to] : graph.edges()) CHECK(components.of[from] >= components.of[to]);
  }
}

TEST_CASE("on random graphs two nodes share a component exactly when each reaches the other") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Dice dice(seed);
    const auto graph = DependencyGraph::build(30, random_edges(dice, 30, 45));
    const Components components = strong_components(graph.needs);
    for (NodeIndex a = 0; a < 30; ++a) {
      std::vector<bool> both(30, false), needed(30, false);
      for (const NodeIndex b : needs_of(graph, a)) needed[b] = true;
      for (const NodeIndex b : dependants_of(graph, a)) both[b] = needed[b];
      for (NodeIndex b = 0; b < 30; ++b)
        CHECK((components.of[a] == components.of[b]) == (a == b || both[b]));
    }
  }
}

TEST_CASE("circles are the sets that must be started together, in starting order") {
  const std::vector<Digraph::Edge> edges{{0, 1}, {1, 0}, {1, 2}, {2, 3}, {3, 4}, {4, 2}, {5, 5}};
  const auto found = circles(Digraph::build(6, edges));
  REQUIRE(found.size() == 2);
  CHECK(text(found[0]) == "2 3 4");
  CHECK(text(found[1]) == "0 1");
}

TEST_CASE("the condensation has one edge where several lead between two components") {
  const std::vector<Digraph::Edge> edges{{0, 1}, {1, 0}, {0, 2}, {1, 3}, {2, 3}, {3, 2}};
  const Digraph graph = Digraph::build(4, edges);
  const Digraph between = condensation(graph, strong_components(graph));
  CHECK(between.edges() == std::vector<Digraph::Edge>{{1, 0}});
}

TEST_CASE("articulation points hold parts of the graph together, whatever the edges' direction") {
  // a square 0-1-2-3, a bridge 3-4, a triangle 4-5-6
  const std::vector<Digraph::Edge> edges{{0, 1}, {2, 1}, {2, 3}, {0, 3},
                                         {3, 4}, {4, 5}, {6, 5}, {6, 4}};
  CHECK(text(articulation_points(Digraph::build(7, edges))) == "3 4");
}

TEST_CASE("two services that need each other are no articulation points") {
  const std::vector<Digraph::Edge> edges{{0, 1}, {1, 0}, {1, 1}};
  CHECK(text(articulation_points(Digraph::build(2, edges))) == "");
}

TEST_CASE("a chain of a million nodes is one component per node and leaves the stack alone") {
  constexpr NodeIndex length = 1'000'000;
  const auto graph = DependencyGraph::build(length, chain(length));
  CHECK(strong_components(graph.needs).count() == length);
  CHECK(strong_components(graph.needed_by).count() == length);
  CHECK(dependants_of(graph, length - 1).size() == length - 1);
  CHECK(articulation_points(graph.needs).size() == length - 2);
}

TEST_CASE("a chain of a million nodes with links back is one circle and leaves the stack alone") {
  constexpr NodeIndex length = 999'999;
  const auto graph = DependencyGraph::build(length, chain(length, 5));
  const Components components = strong_components(graph.needs);
  // the last link back starts at 999,998, the first ends at 0
  CHECK(components.count() == 1);
  CHECK(articulation_points(graph.needs).empty());
}

}  // namespace
}  // namespace outcast::system
