// From file to tree: reading, checks, and indices in place of names.
#include "models/faulttree/load.h"

#include <array>
#include <cstdio>
#include <unordered_map>

#include "models/faulttree/check.h"
#include "sim/kernel/stream.h"

namespace outcast::faulttree {
namespace {

using document::Problems;
using document::Value;

/// Gives gates their places: each after its inputs, and only those that lead to
/// the top.
class Indexing {
 public:
  explicit Indexing(const WrittenTree& written) : written_(written) {
    for (const auto& [id, probability] : written.events) add_event(id, probability);
    add_event("TRUE", 1);
    add_event("FALSE", 0);
    for (const WrittenGate& gate : written.gates) gate_of_.emplace(gate.id, &gate);
  }

  FaultTree tree() {
    tree_.name = written_.name;
    tree_.expected = written_.expected.probability;
    place_from(written_.top);
    if (!gate_of_.contains(written_.top))  // the top is a basic event
      tree_.gates.push_back({written_.top, Operator::same, 0, {node_of_.at(written_.top)}});
    return std::move(tree_);
  }

 private:
  struct Visit {
    const WrittenGate* gate;
    std::size_t next = 0;  ///< input
  };

  void add_event(const std::string& id, double probability) {
    node_of_.emplace(id, static_cast<Node>(tree_.events.size()));
    tree_.events.push_back({id, probability});
  }

  /// Depth first with a stack of its own, as trees may be deep.
  void place_from(const std::string& top) {
    std::vector<Visit> open;
    const auto enter = [&](const std::string& id) {
      if (const auto gate = gate_of_.find(id); gate != gate_of_.end() && !node_of_.contains(id))
        open.push_back({gate->second});
    };
    enter(top);
    while (!open.empty()) {
      Visit& visit = open.back();
      if (visit.next < visit.gate->inputs.size()) {
        enter(visit.gate->inputs[visit.next++]);
        continue;
      }
      const WrittenGate& done = *visit.gate;
      open.pop_back();
      if (!node_of_.contains(done.id)) place(done);
    }
  }

  void place(const WrittenGate& written) {
    Gate gate{written.id, written.operation, written.k.value_or(0), {}};
    for (const std::string& input : written.inputs) gate.inputs.push_back(node_of_.at(input));
    node_of_.emplace(written.id, tree_.node_of_gate(tree_.gates.size()));
    tree_.gates.push_back(std::move(gate));
  }

  const WrittenTree& written_;
  FaultTree tree_;
  std::unordered_map<std::string, Node> node_of_;
  std::unordered_map<std::string_view, const WrittenGate*> gate_of_;
};

std::string digest_of(Value file) {
  std::array<char, 17> digest{};
  std::snprintf(digest.data(), digest.size(), "%016llx",
                static_cast<unsigned long long>(sim::hash_name(canonical_text(file))));
  return digest.data();
}

std::optional<FaultTree> read(document::Document& document, Value file, Problems& problems) {
  if (!file) return std::nullopt;
  WrittenTree written;
  document::Reader reader{document, problems};
  read_object(reader, file, written);
  if (file.is(document::ValueKind::object)) check(written, file, problems);
  if (!problems.empty()) return std::nullopt;
  FaultTree tree = Indexing(written).tree();
  tree.digest = digest_of(file);
  return tree;
}

}  // namespace

std::span<const std::string_view> names_of(Operator) {
  static constexpr std::array<std::string_view, 8> names = {"and", "or",   "atleast", "xor",
                                                            "not", "null", "nand",    "nor"};
  return names;
}

std::optional<FaultTree> load(const std::string& path, Problems& problems) {
  document::Document document;
  return read(document, document.read_file(path, problems), problems);
}

std::optional<FaultTree> load_text(std::string_view text, Problems& problems) {
  document::Document document;
  return read(document, document.read_text(text, "tree", problems), problems);
}

std::string schema() {
  document::Definitions definitions;
  return definitions.to_text("Outcast fault tree",
                             document::object_schema<WrittenTree>(definitions));
}

}  // namespace outcast::faulttree
