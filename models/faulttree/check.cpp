// Each rule of a written tree; none of them walks recursively, since trees may
// be deep.
#include "models/faulttree/check.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "models/document/nearest_name.h"

namespace outcast::faulttree {
namespace {

using document::Problems;
using document::quoted;
using document::Value;

bool is_constant(std::string_view name) { return name == "TRUE" || name == "FALSE"; }

/// Thread rule: one thread. Invariant: what it was made from outlives it.
class Check {
 public:
  Check(const WrittenTree& tree, Value file, Problems& problems)
      : tree_(tree), file_(file), gates_(file.find("gates")), problems_(problems) {
    for (const auto& event : tree.events) names_.push_back(event.first);
    for (std::size_t g = 0; g < tree.gates.size(); ++g) {
      names_.push_back(tree.gates[g].id);
      gate_of_.emplace(tree.gates[g].id, g);
    }
  }

  void run() {
    check_format();
    check_names();
    if (!tree_.top.empty()) require(tree_.top, file_.find("top"));
    for (std::size_t g = 0; g < tree_.gates.size(); ++g) check_gate(tree_.gates[g], gates_[g]);
    check_circles();
  }

 private:
  void report(Value at, std::string what, std::string why = {}, std::string hint = {}) {
    problems_.add({at.position(), std::move(what), std::move(why), std::move(hint)});
  }

  void check_format() {
    if (tree_.format.empty() || tree_.format == "outcast-fault-tree/1") return;
    report(file_.nearest("format"), "unknown format " + quoted(tree_.format),
           "read here: \"outcast-fault-tree/1\"");
  }

  void check_names() {
    for (const Value event : file_.find("events"))
      if (is_constant(event.key()))
        report(event, quoted(event.key()) + " cannot be an event", "it is a constant");
    std::unordered_map<std::string_view, std::size_t> first;
    for (std::size_t g = 0; g < tree_.gates.size(); ++g) {
      const std::string& id = tree_.gates[g].id;
      if (is_constant(id))
        report(gates_[g], quoted(id) + " cannot be a gate", "it is a constant");
      else if (tree_.events.contains(id))
        report(gates_[g], quoted(id) + " is an event and a gate", "a name means one thing");
      else if (!first.emplace(id, g).second)
        report(gates_[g], "two gates are called " + quoted(id), "a name means one thing");
    }
  }

  bool is_known(const std::string& name) const {
    return is_constant(name) || tree_.events.contains(name) || gate_of_.contains(name);
  }

  void require(const std::string& name, Value at) {
    if (is_known(name)) return;
    report(at, "unknown gate or event " + quoted(name), {},
           problems_.is_crowded() ? "" : document::did_you_mean(name, names_));
  }

  void check_gate(const WrittenGate& gate, Value at) {
    const Value inputs = at.find("inputs");
    for (std::size_t i = 0; i < gate.inputs.size(); ++i) require(gate.inputs[i], inputs[i]);
    check_count(gate, inputs ? inputs : at);
    const bool counts = gate.operation == Operator::at_least;
    if (counts && !gate.k)
      report(at, "an atleast gate without \"k\"", "it says how many inputs are needed");
    if (!counts && gate.k)
      report(at.nearest("k"), "\"k\" of a gate that does not count", "only atleast has one");
    if (counts && gate.k && *gate.k > gate.inputs.size())
      report(at.nearest("k"),
             "k is " + std::to_string(*gate.k) + ", but there are " +
                 std::to_string(gate.inputs.size()) + " inputs",
             "so many can never be true", "Write FALSE as input where a gate is never to be true.");
  }

  void check_count(const WrittenGate& gate, Value at) {
    const bool takes_one = gate.operation == Operator::negation || gate.operation == Operator::same;
    if (gate.inputs.empty())
      report(at, "a gate without inputs", "nothing follows from nothing");
    else if (takes_one && gate.inputs.size() > 1)
      report(at,
             "a " +
                 std::string(names_of(gate.operation)[static_cast<std::size_t>(gate.operation)]) +
                 " gate with " + std::to_string(gate.inputs.size()) + " inputs",
             "it has one");
  }

  /// Takes away, again and again, gates whose inputs are all taken; what stays
  /// goes round.
  void check_circles() {
    std::vector<std::size_t> waits(tree_.gates.size(), 0), ready;
    std::vector<std::vector<std::size_t>> feeds(tree_.gates.size());
    for (std::size_t g = 0; g < tree_.gates.size(); ++g)
      for (const std::string& input : tree_.gates[g].inputs)
        if (const auto from = gate_of_.find(input); from != gate_of_.end()) {
          feeds[from->second].push_back(g);
          ++waits[g];
        }
    for (std::size_t g = 0; g < waits.size(); ++g)
      if (waits[g] == 0) ready.push_back(g);
    while (!ready.empty()) {
      const std::size_t taken = ready.back();
      ready.pop_back();
      for (const std::size_t g : feeds[taken])
        if (--waits[g] == 0) ready.push_back(g);
    }
    const auto stuck = std::ranges::find_if(waits, [](std::size_t wait) { return wait > 0; });
    if (stuck != waits.end()) report_circle(static_cast<std::size_t>(stuck - waits.begin()), waits);
  }

  std::size_t stuck_input(std::size_t g, const std::vector<std::size_t>& waits) const {
    for (const std::string& input : tree_.gates[g].inputs)
      if (const auto from = gate_of_.find(input); from != gate_of_.end() && waits[from->second] > 0)
        return from->second;
    return g;
  }

  void report_circle(std::size_t start, const std::vector<std::size_t>& waits) {
    std::vector<std::size_t> path;
    std::vector<char> seen(waits.size(), 0);
    std::size_t at = start;
    for (; seen[at] == 0; at = stuck_input(at, waits)) {
      seen[at] = 1;
      path.push_back(at);
    }
    path.erase(path.begin(), std::ranges::find(path, at));
    constexpr std::size_t most_named = 8;
    std::string names;
    for (std::size_t i = 0; i < std::min(path.size(), most_named); ++i)
      names += quoted(tree_.gates[path[i]].id) + " <- ";
    names += path.size() > most_named ? ".. <- " : "";
    report(gates_[path[0]],
           "gates that follow from themselves: " + names + quoted(tree_.gates[path[0]].id),
           "a tree has no circles");
  }

  const WrittenTree& tree_;
  Value file_, gates_;
  Problems& problems_;
  std::vector<std::string_view> names_;
  std::unordered_map<std::string_view, std::size_t> gate_of_;
};

}  // namespace

void check(const WrittenTree& tree, Value file, Problems& problems) {
  Check(tree, file, problems).run();
}

}  // namespace outcast::faulttree
