// A fault tree as a topology: events and gates become services, failure becomes the loss of a need.
#pragma once
#include <optional>
#include <string>

#include "models/cascade/scenario.h"

namespace outcast::laws {

struct FaultTree {
  std::string name, top;
  std::optional<double> expected;  ///< exact probability of the top event
  cascade::Scenario scenario;
};

/// Reads a tree in the JSON of ../shared/data/faulttrees. A basic event is a service with a fault
/// from the start that happens with its probability and lasts; `or` needs all of its inputs; `and`
/// needs one of them; `atleast` k of n needs n - k + 1 of them; `null` needs its only one. TRUE has
/// always failed, FALSE never fails.
/// Nothing if the tree has a gate whose failure can be undone by another failure (not, xor, nand,
/// nor): such logic is not coherent, and a need that is met by a failure is no dependency. It would
/// take a negated need ("up while the other is down"), which nothing in the model can use.
std::optional<FaultTree> read_fault_tree(const std::string& json);

}  // namespace outcast::laws
