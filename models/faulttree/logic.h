// A fault tree laid out for speed: who follows from whom, and what is shared.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "models/faulttree/fault_tree.h"

namespace outcast::faulttree {

/// Lists of nodes, one after the other in one array.
class NodeLists {
 public:
  explicit NodeLists(const std::vector<std::vector<Node>>& lists);
  std::span<const Node> operator[](std::size_t i) const {
    return {nodes_.data() + begins_[i], begins_[i + 1] - begins_[i]};
  }

 private:
  std::vector<std::uint32_t> begins_;
  std::vector<Node> nodes_;
};

/// Thread rule: immutable, shared freely. Invariants: those of FaultTree.
struct Logic {
  struct Gate {
    Operator operation;
    bool is_entangled;  ///< an event reaches it through two of its inputs
    std::uint32_t k;
  };

  explicit Logic(const FaultTree& tree);

  std::size_t events() const { return probabilities.size(); }
  Node top() const { return static_cast<Node>(events() + gates.size() - 1); }

  std::vector<double> probabilities;  ///< of the events
  std::vector<Gate> gates;
  NodeLists inputs;          ///< by gate
  NodeLists parents;         ///< by node: places of gates
  std::vector<Node> shared;  ///< uncertain events with several ways to the top
};

}  // namespace outcast::faulttree
