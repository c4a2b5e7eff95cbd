// Finds what is shared: events with several ways up, and gates where two of the
// ways meet.
#include "models/faulttree/logic.h"

#include <algorithm>

namespace outcast::faulttree {
namespace {

NodeLists inputs_of(const FaultTree& tree) {
  std::vector<std::vector<Node>> lists;
  for (const Gate& gate : tree.gates) lists.push_back(gate.inputs);
  return NodeLists(lists);
}

NodeLists parents_of(const FaultTree& tree) {
  std::vector<std::vector<Node>> lists(tree.events.size() + tree.gates.size());
  for (std::size_t g = 0; g < tree.gates.size(); ++g)
    for (const Node input : tree.gates[g].inputs) {
      std::vector<Node>& parents = lists[input];
      if (parents.empty() || parents.back() != g) parents.push_back(static_cast<Node>(g));
    }
  return NodeLists(lists);
}

/// Ways from each node up to the top; more than two count as two.
std::vector<std::uint8_t> ways_up(const FaultTree& tree) {
  std::vector<std::uint8_t> ways(tree.events.size() + tree.gates.size(), 0);
  ways[tree.top()] = 1;
  for (std::size_t g = tree.gates.size(); g-- > 0;)
    for (const Node input : tree.gates[g].inputs)
      ways[input] =
          static_cast<std::uint8_t>(std::min(2, ways[input] + ways[tree.node_of_gate(g)]));
  return ways;
}

bool is_uncertain(const Event& event) { return event.probability > 0 && event.probability < 1; }

/// 64 shared events at a time: which of them lie below each node, and where two
/// ways meet.
void find_entangled(const FaultTree& tree, std::span<const Node> block, Logic& logic) {
  std::vector<std::uint64_t> below(tree.events.size() + tree.gates.size(), 0);
  for (std::size_t i = 0; i < block.size(); ++i) below[block[i]] = std::uint64_t{1} << i;
  for (std::size_t g = 0; g < tree.gates.size(); ++g) {
    std::uint64_t seen = 0;
    for (const Node input : tree.gates[g].inputs) {
      if ((seen & below[input]) != 0) logic.gates[g].is_entangled = true;
      seen |= below[input];
    }
    below[tree.node_of_gate(g)] = seen;
  }
}

}  // namespace

NodeLists::NodeLists(const std::vector<std::vector<Node>>& lists) {
  begins_.push_back(0);
  for (const std::vector<Node>& list : lists) {
    nodes_.insert(nodes_.end(), list.begin(), list.end());
    begins_.push_back(static_cast<std::uint32_t>(nodes_.size()));
  }
}

Logic::Logic(const FaultTree& tree) : inputs(inputs_of(tree)), parents(parents_of(tree)) {
  const std::vector<std::uint8_t> ways = ways_up(tree);
  for (std::size_t e = 0; e < tree.events.size(); ++e) {
    probabilities.push_back(tree.events[e].probability);
    if (ways[e] > 1 && is_uncertain(tree.events[e])) shared.push_back(static_cast<Node>(e));
  }
  for (const faulttree::Gate& gate : tree.gates) gates.push_back({gate.operation, false, gate.k});
  const std::span<const Node> all(shared);
  for (std::size_t begin = 0; begin < all.size(); begin += 64)
    find_entangled(tree, all.subspan(begin, std::min<std::size_t>(64, all.size() - begin)), *this);
}

}  // namespace outcast::faulttree
