// Truth tables as polynomials.
#include "models/faulttree/gate_probability.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace outcast::faulttree {
namespace {

double halfway(double independent, double together) {
  return std::sqrt(independent) * std::sqrt(together);
}

double any_of(std::span<const Node> inputs, std::span<const double> p) {
  double sum = 0;  // so and not by 1 - product, which loses small probabilities
  for (const Node input : inputs) sum += p[input] * (1 - sum);
  return sum;
}

double odd(std::span<const Node> inputs, std::span<const double> p) {
  double sum = 0;
  for (const Node input : inputs) sum = sum * (1 - p[input]) + p[input] * (1 - sum);
  return sum;
}

/// What an input contributes to the product that the gate is made of: the gate
/// is some a + b x product of the factors.
double factor_of(Operator operation, double p) {
  switch (operation) {
    case Operator::any_of:
    case Operator::none_of:
      return 1 - p;
    case Operator::odd:
      return 1 - 2 * p;
    default:
      return p;
  }
}

/// How the gate's slope follows from the product of the other factors.
double sign_of(Operator operation) {
  const bool falls = operation == Operator::not_all || operation == Operator::none_of ||
                     operation == Operator::negation;
  return falls ? -1 : 1;
}

}  // namespace

double GateProbability::all_of(std::size_t gate, std::span<const double> p,
                               Coupling coupling) const {
  double product = 1, least = 1;
  for (const Node input : logic_.inputs[gate]) {
    product *= p[input];
    least = std::min(least, p[input]);
  }
  const bool is_tied = coupling == Coupling::halfway && logic_.gates[gate].is_entangled;
  return is_tied ? halfway(product, least) : product;
}

GateProbability::Count GateProbability::count(std::size_t gate, std::span<const double> p,
                                              std::size_t without) {
  const std::size_t k = logic_.gates[gate].k;
  const std::span<const Node> inputs = logic_.inputs[gate];
  counts_.assign(k + 1, 0.0);
  counts_[0] = 1;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (i == without) continue;
    const double here = p[inputs[i]];
    counts_[k] += counts_[k - 1] * here;
    for (std::size_t j = k - 1; j > 0; --j)
      counts_[j] = counts_[j] * (1 - here) + counts_[j - 1] * here;
    counts_[0] *= 1 - here;
  }
  return {counts_[k - 1], counts_[k]};
}

double GateProbability::at_least(std::size_t gate, std::span<const double> p, Coupling coupling) {
  const std::span<const Node> inputs = logic_.inputs[gate];
  const double independent = count(gate, p, inputs.size()).reached;
  if (coupling == Coupling::independent || !logic_.gates[gate].is_entangled) return independent;
  sorted_.clear();
  for (const Node input : inputs) sorted_.push_back(p[input]);
  const auto kth = sorted_.begin() + static_cast<std::ptrdiff_t>(logic_.gates[gate].k - 1);
  std::nth_element(sorted_.begin(), kth, sorted_.end(), std::greater<>());
  return halfway(independent, *kth);
}

double GateProbability::of(std::size_t gate, std::span<const double> p, Coupling coupling) {
  const std::span<const Node> inputs = logic_.inputs[gate];
  switch (logic_.gates[gate].operation) {
    case Operator::all_of:
      return all_of(gate, p, coupling);
    case Operator::any_of:
      return any_of(inputs, p);
    case Operator::at_least:
      return at_least(gate, p, coupling);
    case Operator::odd:
      return odd(inputs, p);
    case Operator::negation:
      return 1 - p[inputs[0]];
    case Operator::same:
      return p[inputs[0]];
    case Operator::not_all:
      return 1 - all_of(gate, p, Coupling::independent);
    case Operator::none_of:
      break;
  }
  double product = 1;
  for (const Node input : inputs) product *= 1 - p[input];
  return product;
}

/// The product of the factors of all other inputs, from both ends: no division,
/// so none by zero.
void GateProbability::slopes_of_product(std::size_t gate, std::span<const double> p) {
  const std::span<const Node> inputs = logic_.inputs[gate];
  const Operator operation = logic_.gates[gate].operation;
  double before = sign_of(operation);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    slopes_[i] = before;
    before *= factor_of(operation, p[inputs[i]]);
  }
  double after = 1;
  for (std::size_t i = inputs.size(); i-- > 0;) {
    slopes_[i] *= after;
    after *= factor_of(operation, p[inputs[i]]);
  }
}

std::span<const double> GateProbability::slopes(std::size_t gate, std::span<const double> p) {
  const std::size_t n = logic_.inputs[gate].size();
  slopes_.assign(n, 0.0);
  if (logic_.gates[gate].operation == Operator::at_least)
    for (std::size_t i = 0; i < n; ++i) slopes_[i] = count(gate, p, i).exactly_below;
  else
    slopes_of_product(gate, p);
  return slopes_;
}

}  // namespace outcast::faulttree
