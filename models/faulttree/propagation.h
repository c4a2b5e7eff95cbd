// Probabilities of all gates, kept up to date while events become certain one
// by one.
#pragma once
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "models/faulttree/gate_probability.h"

namespace outcast::faulttree {

/// Thread rule: one thread. Invariant: every gate has the probability that its
/// inputs give it under the coupling.
class Propagation {
 public:
  Propagation(const Logic& logic, Coupling coupling);

  double top() const { return probabilities_[logic_.top()]; }
  std::span<const double> probabilities() const { return probabilities_; }
  /// Sets an event's probability and recomputes what changes above it, and
  /// nothing else.
  void assume(Node event, double probability);
  void undo();   ///< the last assumption; not two in a row
  void reset();  ///< all of them

 private:
  void mark_parents(Node node);
  void change(Node node, double probability);

  const Logic& logic_;
  Coupling coupling_;
  GateProbability gate_probability_;
  std::vector<double> beginning_, probabilities_;
  std::vector<std::uint64_t> open_;  ///< gates to recompute, one bit each
  std::size_t first_open_ = 0;       ///< no open gate is in an earlier word
  std::vector<std::pair<Node, double>> changed_;
};

}  // namespace outcast::faulttree
