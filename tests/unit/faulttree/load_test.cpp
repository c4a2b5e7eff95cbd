// Fault tree files: what is read, and every problem at once.
#include "models/faulttree/load.h"

#include <doctest/doctest.h>

#include "tests/unit/faulttree/trees.h"

using namespace outcast;
using namespace outcast::faulttree;

namespace {

std::string problems_of(const std::string& text) {
  document::Problems problems;
  CHECK_FALSE(load_text(text, problems));
  return problems.to_text();
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("gates come after their inputs, and those that do not lead to the top are left out") {
  const FaultTree tree = tree_of(R"("a": 0.1, "b": 0.2)",
                                 R"("top": {"op": "or", "inputs": ["later", "a"]},
                                    "unused": {"op": "or", "inputs": ["a"]},
                                    "later": {"op": "and", "inputs": ["a", "b"]})");
  REQUIRE(tree.gates.size() == 2);
  CHECK(tree.gates[0].id == "later");
  CHECK(tree.gates[1].inputs == std::vector<Node>{tree.node_of_gate(0), 0});
  CHECK(tree.top() == tree.node_of_gate(1));
}

TEST_CASE("a tree's top may be a basic event") {
  document::Problems problems;
  const auto tree = load_text(R"({"top": "a", "events": {"a": 0.25}, "gates": {}})", problems);
  REQUIRE(tree);
  CHECK(exact_joint(*tree) == 0.25);
}

TEST_CASE("all problems of a tree are told at once") {
  const std::string problems = problems_of(R"({
    "top": "tpo", "events": {"a": 1.5, "b": 0.1},
    "gates": {"top": {"op": "or", "inputs": ["a", "c"]},
              "many": {"op": "atleast", "k": 3, "inputs": ["a", "b"]},
              "any": {"op": "atleast", "inputs": ["a"]},
              "both": {"op": "not", "inputs": ["a", "b"]},
              "none": {"op": "and", "inputs": []},
              "b": {"op": "or", "inputs": ["a"], "k": 1},
              "odd": {"op": "xnor", "inputs": ["a"]}}})");
  CHECK(mentions(problems, "must lie between 0 and 1"));
  CHECK(mentions(problems, "unknown gate or event \"tpo\". Did you mean \"top\"?"));
  CHECK(mentions(problems, "/gates/top/inputs/1: unknown gate or event \"c\""));
  CHECK(mentions(problems, "k is 3, but there are 2 inputs"));
  CHECK(mentions(problems, "an atleast gate without \"k\""));
  CHECK(mentions(problems, "a not gate with 2 inputs"));
  CHECK(mentions(problems, "a gate without inputs"));
  CHECK(mentions(problems, "\"b\" is an event and a gate"));
  CHECK(mentions(problems, "\"k\" of a gate that does not count"));
  CHECK(mentions(problems, "\"xnor\""));
}

TEST_CASE("a circle is named") {
  const std::string problems = problems_of(R"({"top": "top", "events": {"e": 0.1}, "gates": {
    "top": {"op": "or", "inputs": ["e", "a"]}, "a": {"op": "and", "inputs": ["e", "b"]},
    "b": {"op": "or", "inputs": ["c"]}, "c": {"op": "or", "inputs": ["e", "a"]}}})");
  CHECK(mentions(problems, "gates that follow from themselves: \"a\" <- \"b\" <- \"c\" <- \"a\""));
}

TEST_CASE("what is missing and what is unknown is told") {
  const std::string problems =
      problems_of(R"({"events": {}, "gates": {}, "format": "outcast-fault-tree/9", "tpo": 1})");
  CHECK(mentions(problems, "missing \"top\" of a fault tree"));
  CHECK(mentions(problems, "unknown format \"outcast-fault-tree/9\""));
  CHECK(mentions(problems, "unknown key \"tpo\""));
}

TEST_CASE("a hundred thousand gates on top of each other are read without recursion") {
  std::string gates = R"("g0": {"op": "null", "inputs": ["e"]})";
  constexpr int deep = 100'000;
  for (int g = 1; g < deep; ++g)
    gates += ",\"g" + std::to_string(g) + R"(": {"op": "null", "inputs": ["g)" +
             std::to_string(g - 1) + "\"]}";
  document::Problems problems;
  const std::string start = R"({"events": {"e": 0.1}, "top": "g99999", "gates": {)";
  const auto tree = load_text(start + gates + "}}", problems);
  REQUIRE(tree);
  CHECK(tree->gates.size() == deep);
  CHECK(mentions(problems_of(start + gates + R"(,"e2": {"op": "or", "inputs": ["e2"]}}})"),
                 "\"e2\" <- \"e2\""));
}
