// Gates are recomputed in their order, inputs before gates, and only where an
// input changed.
#include "models/faulttree/propagation.h"

#include <algorithm>
#include <bit>

namespace outcast::faulttree {

Propagation::Propagation(const Logic& logic, Coupling coupling)
    : logic_(logic),
      coupling_(coupling),
      gate_probability_(logic),
      beginning_(logic.probabilities),
      open_((logic.gates.size() + 63) / 64, 0),
      first_open_(open_.size()) {
  beginning_.resize(logic.events() + logic.gates.size());
  for (std::size_t g = 0; g < logic.gates.size(); ++g)
    beginning_[logic.events() + g] = gate_probability_.of(g, beginning_, coupling);
  probabilities_ = beginning_;
}

void Propagation::mark_parents(Node node) {
  for (const Node gate : logic_.parents[node]) {
    open_[gate / 64] |= std::uint64_t{1} << (gate % 64);
    first_open_ = std::min<std::size_t>(first_open_, gate / 64);
  }
}

void Propagation::change(Node node, double probability) {
  if (probabilities_[node] == probability) return;
  changed_.emplace_back(node, probabilities_[node]);
  probabilities_[node] = probability;
  mark_parents(node);
}

void Propagation::assume(Node event, double probability) {
  changed_.clear();
  change(event, probability);
  // Parents come later than the gate, so no bit is set behind the place looked
  // at.
  for (std::size_t word = first_open_; word < open_.size(); ++word)
    while (open_[word] != 0) {
      const auto gate = word * 64 + static_cast<std::size_t>(std::countr_zero(open_[word]));
      open_[word] &= open_[word] - 1;
      change(static_cast<Node>(logic_.events() + gate),
             gate_probability_.of(gate, probabilities_, coupling_));
    }
  first_open_ = open_.size();
}

void Propagation::undo() {
  for (const auto& [node, before] : changed_) probabilities_[node] = before;
  changed_.clear();
}

void Propagation::reset() {
  probabilities_ = beginning_;
  changed_.clear();
}

}  // namespace outcast::faulttree
