// The probability of a gate from those of its inputs, and how it depends on
// each.
#pragma once
#include <span>
#include <vector>

#include "models/faulttree/logic.h"

namespace outcast::faulttree {

/// How the inputs of entangled gates are taken to go together. Exact for gates
/// that are not entangled, and wherever nothing shared is uncertain any more.
enum class Coupling {
  independent,
  /// Halfway (geometric mean) between independent inputs and inputs that fail
  /// together. An `and` of inputs that share an event is far likelier than the
  /// product says, and at most as likely as its least likely input.
  halfway,
};

/// Probabilities by node. Thread rule: one thread (it keeps working memory).
class GateProbability {
 public:
  explicit GateProbability(const Logic& logic) : logic_(logic) {}
  double of(std::size_t gate, std::span<const double> probabilities, Coupling coupling);
  /// Of independent inputs: by how much the gate gains when one input goes from
  /// never to surely, input by input; valid until the next call.
  std::span<const double> slopes(std::size_t gate, std::span<const double> probabilities);

 private:
  /// At least k of the inputs, all but the one at `without` (past the end: of
  /// all).
  struct Count {
    double exactly_below = 0;  ///< exactly k - 1 of them
    double reached = 0;
  };
  Count count(std::size_t gate, std::span<const double> probabilities, std::size_t without);
  double all_of(std::size_t gate, std::span<const double> probabilities, Coupling coupling) const;
  double at_least(std::size_t gate, std::span<const double> probabilities, Coupling coupling);
  void slopes_of_product(std::size_t gate, std::span<const double> probabilities);

  const Logic& logic_;
  std::vector<double> counts_, slopes_, sorted_;
};

}  // namespace outcast::faulttree
