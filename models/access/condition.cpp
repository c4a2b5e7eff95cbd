// Whether a condition is met: presence of the key, quantifiers, IfExists, negation. Rules: IAM user
// guide, "Condition operators" and "Single-valued vs. multivalued context keys".
#include <algorithm>

#include "models/access/operators.h"
#include "models/access/statement.h"

namespace outcast::access {
namespace {

/// One value of the request against all of the policy's: any match will do; a negated operator
/// wants none.
Truth one_value(std::string_view given, const Operator& base,
                const std::vector<Expansion>& wanted) {
  Truth any = Truth::no;
  for (const Expansion& w : wanted) {
    if (w.presence == Presence::unknown) any = either(any, Truth::unknown);
    if (w.presence == Presence::present) any = either(any, truth_of(base.test(given, w.glob)));
  }
  return base.polarity == Polarity::negated ? negated(any) : any;
}

Truth on_absence(const Operation& operation) {
  if (operation.if_exists) return Truth::yes;
  if (operation.quantifier != Quantifier::none)
    return truth_of(operation.quantifier == Quantifier::for_all_values);
  return truth_of(operation.base->polarity == Polarity::negated);
}

/// Without a quantifier, several values count like those of the policy: any may match, or, negated,
/// none.
bool wants_all(const Operation& operation) {
  if (operation.quantifier != Quantifier::none)
    return operation.quantifier == Quantifier::for_all_values;
  return operation.base->polarity == Polarity::negated;
}

Truth on_values(const std::vector<std::string>& given, const Operation& operation,
                const std::vector<Expansion>& wanted) {
  const bool all = wants_all(operation);
  Truth out = truth_of(all);
  for (const std::string& value : given) {
    const Truth one = one_value(value, *operation.base, wanted);
    out = all ? both(out, one) : either(out, one);
  }
  return out;
}

/// To a quantifier, empty strings only are the same as no value.
bool is_empty_set(const std::vector<std::string>& values, Quantifier quantifier) {
  return quantifier != Quantifier::none && std::ranges::all_of(values, &std::string::empty);
}

/// "true": the key must be absent; "false": it must be there.
Truth null_check(const Condition& condition, Presence presence) {
  if (presence == Presence::unknown) return Truth::unknown;
  const std::string_view wanted = presence == Presence::absent ? "true" : "false";
  return truth_of(std::ranges::any_of(
      condition.values, [&](const std::string& v) { return same_but_for_case(v, wanted); }));
}

}  // namespace

Truth is_met(const Condition& condition, Variables variables, const Request& request) {
  const auto operation = operation_of(condition.operation);
  if (!operation) return Truth::no;
  const Lookup key = look_up(request, condition.key);
  if (operation->is_null_check()) return null_check(condition, key.presence);
  if (key.presence == Presence::unknown) return Truth::unknown;
  if (key.presence == Presence::absent || is_empty_set(*key.values, operation->quantifier))
    return on_absence(*operation);
  std::vector<Expansion> wanted;
  for (const std::string& value : condition.values)
    wanted.push_back(operation->base->takes_variables ? expand(value, request, variables)
                                                      : Expansion{pattern_of(value)});
  return on_values(*key.values, *operation, wanted);
}

}  // namespace outcast::access
