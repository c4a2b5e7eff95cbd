// Turns gates into dependencies.
#include "tests/laws/fault_trees/fault_tree.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/laws/networks.h"
#include "tests/scenario_builder.h"

namespace outcast::laws {
namespace {

using nlohmann::json;

void add_event(test::ScenarioBuilder& b, const std::string& id, double probability) {
  b.service(id);
  b.scenario.what_if->faults.push_back(lasting_crash(id));
  b.scenario.what_if->faults.back().probability = probability;
}

/// How many failed inputs make the gate fail; 0: the gate is not coherent.
std::size_t failures_needed(const json& gate) {
  const auto& operation = gate.at("op").get_ref<const std::string&>();
  if (operation == "or" || operation == "null") return 1;
  if (operation == "and") return gate.at("inputs").size();
  if (operation == "atleast") return gate.at("k").get<std::size_t>();
  return 0;
}

void add_gate(test::ScenarioBuilder& b, const std::string& id, const json& gate) {
  b.service(id);
  const std::size_t failures = failures_needed(gate);
  const std::size_t inputs = gate.at("inputs").size();
  for (const auto& input : gate.at("inputs")) {
    auto& need = b.needs(id, input.get<std::string>());
    if (failures == 1) continue;  // any failure is felt: plain hard needs
    need.group = "inputs of " + id;
    need.at_least = static_cast<unsigned>(inputs - failures + 1);
  }
}

}  // namespace

std::optional<FaultTree> read_fault_tree(const std::string& text) {
  const json tree = json::parse(text);
  const auto& gates = tree.at("gates");
  const auto is_coherent = [](const json& gate) { return failures_needed(gate) > 0; };
  if (!std::all_of(gates.begin(), gates.end(), is_coherent)) return std::nullopt;
  test::ScenarioBuilder b;
  b.scenario.what_if.emplace();
  add_event(b, "TRUE", 1);
  add_event(b, "FALSE", 0);
  for (const auto& [id, probability] : tree.at("events").items()) add_event(b, id, probability);
  for (const auto& [id, gate] : gates.items()) add_gate(b, id, gate);
  FaultTree made{.name = tree.at("name"), .top = tree.at("top"), .expected = {}, .scenario = {}};
  if (!tree.at("expected").is_null()) made.expected = tree.at("expected").get<double>();
  made.scenario = std::move(b.scenario);
  return made;
}

}  // namespace outcast::laws
