// Cascades and single points of failure in graphs with alternatives.
#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

#include "models/system/requirements.h"
#include "tests/unit/system/structure_graphs.h"

namespace outcast::system {
namespace {

/// The least fixpoint of failure by its definition: rounds over all groups until nothing changes.
std::vector<NodeIndex> cascade_by_rounds(const RequirementGraph& graph, NodeIndex origin) {
  std::vector<bool> down(graph.size(), false);
  down[origin] = true;
  for (bool changed = true; changed;) {
    changed = false;
    for (std::uint32_t group = 0; group < graph.group_count(); ++group) {
      std::uint32_t up = 0;
      for (const NodeIndex member : graph.members(group)) up += !down[member];
      if (up >= graph.at_least(group) || down[graph.owner(group)]) continue;
      down[graph.owner(group)] = changed = true;
    }
  }
  std::vector<NodeIndex> fallen;
  for (NodeIndex node = 0; node < graph.size(); ++node)
    if (down[node]) fallen.push_back(node);
  return fallen;
}

std::vector<NodeIndex> points_by_trial(const RequirementGraph& graph, NodeIndex journey) {
  std::vector<NodeIndex> points;
  for (NodeIndex node = 0; node < graph.size(); ++node) {
    const auto fallen = cascade_by_rounds(graph, node);
    if (node != journey && std::binary_search(fallen.begin(), fallen.end(), journey))
      points.push_back(node);
  }
  return points;
}

struct Shape {
  NodeIndex nodes;
  unsigned groups_per_node;  ///< at most
  bool only_alternatives;    ///< at_least is always 1
  bool has_circles;          ///< members may come before their owner
};

RequirementGraph random_graph(Dice& dice, const Shape& shape) {
  std::vector<Group> groups;
  for (NodeIndex node = 0; node < shape.nodes; ++node) {
    const NodeIndex first = shape.has_circles ? 0 : node + 1;
    if (first == shape.nodes) continue;
    for (unsigned left = dice.roll(shape.groups_per_node + 1); left > 0; --left) {
      Group group{node, 1, {}};
      for (unsigned size = 1 + dice.roll(4); size > 0; --size)
        group.members.push_back(first + dice.roll(shape.nodes - first));
      if (!shape.only_alternatives)
        group.at_least += dice.roll(static_cast<std::uint32_t>(group.members.size()));
      groups.push_back(group);
    }
  }
  return requirement_graph(shape.nodes, groups);
}

TEST_CASE("a node falls with any of its hard needs") {
  const auto graph = requirement_graph(4, {{0, 1, {1}}, {0, 1, {2}}, {2, 1, {3}}});
  CHECK(text(cascade_of(graph, 1)) == "0 1");
  CHECK(text(cascade_of(graph, 3)) == "0 2 3");
  CHECK(text(cascade_of(graph, 0)) == "0");
}

TEST_CASE("alternatives fall together only when what they share falls") {
  // 0 needs one of 1 and 2, which both need 3
  const auto graph = requirement_graph(4, {{0, 1, {1, 2}}, {1, 1, {3}}, {2, 1, {3}}});
  CHECK(text(cascade_of(graph, 1)) == "1");
  CHECK(text(cascade_of(graph, 3)) == "0 1 2 3");
}

TEST_CASE("two of three survive one loss and not two") {
  // 4 carries 1 and 2, 5 carries 3 alone
  const auto graph =
      requirement_graph(6, {{0, 2, {1, 2, 3}}, {1, 1, {4}}, {2, 1, {4}}, {3, 1, {5}}});
  CHECK(text(cascade_of(graph, 5)) == "3 5");
  CHECK(text(cascade_of(graph, 4)) == "0 1 2 4");
}

TEST_CASE("a circle stands until one of its members fails and then falls as a whole") {
  const auto graph = requirement_graph(4, {{0, 1, {1}}, {1, 1, {2}}, {2, 1, {0}}, {2, 1, {3}}});
  CHECK(text(cascade_of(graph, 1)) == "0 1 2");
  CHECK(text(cascade_of(graph, 3)) == "0 1 2 3");
}

TEST_CASE("a member listed twice counts twice") {
  const auto graph = requirement_graph(3, {{0, 2, {1, 1, 2}}});
  CHECK(text(cascade_of(graph, 1)) == "0 1");
  CHECK(text(cascade_of(graph, 2)) == "2");
}

TEST_CASE("a search lists the origin first and then the order of falling") {
  const auto graph = requirement_graph(4, {{3, 1, {1}}, {0, 1, {3}}, {2, 1, {1}}});
  CascadeSearch search(graph);
  CHECK(text(search.fall(1)) == "1 3 2 0");
}

TEST_CASE("a search leaves nothing behind for the next one") {
  const auto graph = requirement_graph(4, {{0, 1, {1, 2}}, {0, 1, {3}}});
  CascadeSearch search(graph);
  for (int round = 0; round < 2; ++round) {
    CHECK(text(search.fall(1)) == "1");
    CHECK(text(search.fall(2)) == "2");
    CHECK(text(search.fall(3)) == "3 0");
  }
}

TEST_CASE("a search stops at the first target that falls") {
  const auto graph = requirement_graph(4, {{2, 1, {3}}, {1, 1, {2}}, {0, 1, {1}}});
  CascadeSearch search(graph);
  CHECK(search.fells(3, {false, true, false, false}));
  CHECK(text(search.fallen()) == "3 2 1");
  CHECK_FALSE(search.fells(1, {false, false, true, false}));
  CHECK(text(search.fallen()) == "1 0");
}

TEST_CASE("needs that nobody can meet and unknown nodes are refused") {
  const std::vector<NodeIndex> two{1, 2}, unknown{7};
  Requirements list(3);
  CHECK_THROWS_AS(list.add(0, two, 3), std::invalid_argument);
  CHECK_THROWS_AS(list.add(0, two, 0), std::invalid_argument);
  CHECK_THROWS_AS(list.add(0, {}, 1), std::invalid_argument);
  CHECK_THROWS_AS(list.add(0, unknown, 1), std::invalid_argument);
  CHECK_THROWS_AS(list.add(3, two, 1), std::invalid_argument);
  CHECK(list.owners.empty());
}

TEST_CASE("on random graphs the worklist finds what rounds to the fixpoint find") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Dice dice(seed);
    const auto graph = random_graph(dice, {14, 2, false, true});
    for (NodeIndex node = 0; node < graph.size(); ++node)
      CHECK(text(cascade_of(graph, node)) == text(cascade_by_rounds(graph, node)));
  }
}

TEST_CASE("of hard needs each is a single point of failure, of alternatives what they share") {
  // 0 needs 1 and one of 2 and 3; both need 4; 2 also needs 5; 6 is nobody's business
  const auto graph = requirement_graph(
      7, {{0, 1, {1}}, {0, 1, {2, 3}}, {2, 1, {4}}, {3, 1, {4}}, {2, 1, {5}}, {6, 1, {4}}});
  CHECK(text(single_points_of_failure(graph, 0)) == "1 4");
  CHECK(text(single_points_of_failure(graph, 6)) == "4");
  CHECK(text(single_points_of_failure(graph, 5)) == "");
}

TEST_CASE("alternatives that are one thing in disguise have it as a single point of failure") {
  const auto graph =
      requirement_graph(5, {{0, 1, {1, 2}}, {1, 1, {3}}, {2, 1, {3, 3}}, {3, 1, {4}}});
  CHECK(text(single_points_of_failure(graph, 0)) == "3 4");
}

TEST_CASE("alternatives in a circle hold each other up, where paths to an end would not") {
  // 0 needs 1 or 2; 2 needs 0: with 1 lost, 0 and 2 go on; every path to an end passes 1
  const auto graph = requirement_graph(3, {{0, 1, {1, 2}}, {2, 1, {0}}});
  CHECK(text(single_points_of_failure(graph, 0)) == "");
}

TEST_CASE("single points of failure agree with trying every node, for every kind of graph") {
  for (const unsigned groups : {1u, 2u, 3u})
    for (const bool only_alternatives : {false, true})
      for (const bool has_circles : {false, true})
        for (std::uint64_t seed = 1; seed <= 25; ++seed) {
          Dice dice(seed);
          const auto graph = random_graph(dice, {16, groups, only_alternatives, has_circles});
          CAPTURE(seed);
          for (NodeIndex journey = 0; journey < 8; ++journey)
            CHECK(text(single_points_of_failure(graph, journey)) ==
                  text(points_by_trial(graph, journey)));
        }
}

TEST_CASE("a chain of a million hard needs falls as a whole and is all single points") {
  constexpr NodeIndex length = 1'000'000;
  Requirements list(length);
  for (const auto& [from, to] : chain(length, 5)) list.add_need(from, to);
  const RequirementGraph graph(std::move(list));
  CHECK(cascade_of(graph, length - 1).size() == length);
  CHECK(single_points_of_failure(graph, 0).size() == length - 1);
}

TEST_CASE("of a million nodes on a ladder of alternatives the landings are the single points") {
  constexpr NodeIndex landings = 333'333;
  Requirements list(3 * landings + 1);
  for (NodeIndex i = 0; i < landings; ++i) {
    const std::vector<NodeIndex> rails{3 * i + 1, 3 * i + 2};
    list.add(3 * i, rails, 1);
    for (const NodeIndex rail : rails) list.add_need(rail, 3 * i + 3);
  }
  const auto points = single_points_of_failure(RequirementGraph(std::move(list)), 0);
  CHECK(points.size() == landings);
  CHECK(points.front() == 3);
  CHECK(points.back() == 3 * landings);
}

}  // namespace
}  // namespace outcast::system
