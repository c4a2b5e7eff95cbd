// A fault tree: basic events with probabilities, gates above them, and the top
// event.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outcast::faulttree {

/// How a gate follows from its inputs; `xor` of many is true when an odd number
/// of them is.
enum class Operator : std::uint8_t {
  all_of,    ///< and
  any_of,    ///< or
  at_least,  ///< k of the inputs
  odd,       ///< xor
  negation,  ///< not
  same,      ///< null
  not_all,   ///< nand
  none_of,   ///< nor
};
std::span<const std::string_view> names_of(Operator);

/// An index into the nodes of a tree: its events, then its gates.
using Node = std::uint32_t;

struct Event {
  std::string id;
  double probability = 0;
};

struct Gate {
  std::string id;
  Operator operation = Operator::any_of;
  std::uint32_t k = 0;  ///< of at_least
  std::vector<Node> inputs;
};

/// Invariant: every gate comes after its inputs, the last gate is the top, and
/// all gates lead to it. The last two events are the constants TRUE and FALSE.
struct FaultTree {
  std::string name;
  std::vector<Event> events;
  std::vector<Gate> gates;
  std::optional<double> expected;  ///< exact probability of the top, if the file knows it
  std::string digest;              ///< of the file

  Node node_of_gate(std::size_t gate) const { return static_cast<Node>(events.size() + gate); }
  Node top() const { return node_of_gate(gates.size() - 1); }
};

}  // namespace outcast::faulttree
