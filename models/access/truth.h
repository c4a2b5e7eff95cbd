// Three-valued logic: what can be said of a policy while some condition keys are not known.
#pragma once
#include <algorithm>

namespace outcast::access {

/// Ordered: `no < unknown < yes`. Kleene's strong logic, so an answer of `no` or `yes` holds for
/// every value of the keys.
enum class Truth { no, unknown, yes };

constexpr Truth truth_of(bool b) { return b ? Truth::yes : Truth::no; }
constexpr Truth both(Truth a, Truth b) { return std::min(a, b); }
constexpr Truth either(Truth a, Truth b) { return std::max(a, b); }
constexpr Truth negated(Truth t) {
  return t == Truth::yes ? Truth::no : t == Truth::no ? Truth::yes : Truth::unknown;
}

}  // namespace outcast::access
