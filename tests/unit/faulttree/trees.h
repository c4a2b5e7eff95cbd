// Small trees, and their exact probabilities by trying every state of their events.
#pragma once
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "models/faulttree/load.h"

namespace outcast::faulttree {

inline FaultTree tree_of(const std::string& events, const std::string& gates) {
  document::Problems problems;
  auto tree = load_text(
      R"({"top": "top", "events": {)" + events + R"(}, "gates": {)" + gates + "}}", problems);
  INFO(problems.to_text());
  REQUIRE(tree);
  return std::move(*tree);
}

/// Whether the top happens when the events of `failed` (one bit each) do.
inline bool happens(const FaultTree& tree, std::uint64_t failed) {
  std::vector<bool> state;
  for (std::size_t e = 0; e < tree.events.size(); ++e)
    state.push_back(tree.events[e].id == "TRUE" || ((failed >> e) & 1) != 0);
  for (const Gate& gate : tree.gates) {
    const auto count = static_cast<std::size_t>(
        std::ranges::count_if(gate.inputs, [&](Node input) { return bool{state[input]}; }));
    switch (gate.operation) {
      case Operator::all_of:
        state.push_back(count == gate.inputs.size());
        break;
      case Operator::any_of:
        state.push_back(count > 0);
        break;
      case Operator::at_least:
        state.push_back(count >= gate.k);
        break;
      case Operator::odd:
        state.push_back(count % 2 == 1);
        break;
      case Operator::same:
        state.push_back(count == 1);
        break;
      case Operator::negation:
        state.push_back(count == 0);
        break;
      case Operator::not_all:
        state.push_back(count < gate.inputs.size());
        break;
      case Operator::none_of:
        state.push_back(count == 0);
        break;
    }
  }
  return state.back();
}

/// P(top and the events of `given`), all others as they come.
inline double exact_joint(const FaultTree& tree, std::uint64_t given = 0) {
  const std::size_t events = tree.events.size() - 2;  // without the constants
  double sum = 0;
  for (std::uint64_t failed = 0; failed < (std::uint64_t{1} << events); ++failed) {
    if ((failed & given) != given || !happens(tree, failed)) continue;
    double p = 1;
    for (std::size_t e = 0; e < events; ++e)
      p *= ((failed >> e) & 1) != 0 ? tree.events[e].probability : 1 - tree.events[e].probability;
    sum += p;
  }
  return sum;
}

/// Two trains that need one of two pumps each, the same power, and a shared supply.
inline FaultTree two_trains() {
  return tree_of(R"("a": 1e-3, "b": 2e-3, "power": 1e-5, "supply": 1e-4, "valve": 1e-2)",
                 R"("top": {"op": "and", "inputs": ["one", "two"]},
                    "one": {"op": "or", "inputs": ["a", "power", "feed"]},
                    "two": {"op": "or", "inputs": ["b", "feed", "power"]},
                    "feed": {"op": "and", "inputs": ["supply", "valve"]})");
}

/// With every operator, events in several places, and failures that undo others.
inline FaultTree incoherent() {
  return tree_of(R"("a": 0.01, "b": 0.02, "c": 0.03, "d": 0.3, "e": 0.002)",
                 R"("top": {"op": "and", "inputs": ["x", "y", "z", "w"]},
         "x": {"op": "xor", "inputs": ["a", "b", "c"]},
         "y": {"op": "atleast", "k": 2, "inputs": ["a", "b", "n", "e"]},
         "n": {"op": "not", "inputs": ["d"]},
         "z": {"op": "nand", "inputs": ["d", "a", "TRUE"]},
         "w": {"op": "or", "inputs": ["u", "s"]},
         "u": {"op": "nor", "inputs": ["b", "c", "FALSE"]},
         "s": {"op": "null", "inputs": ["e"]})");
}

}  // namespace outcast::faulttree
