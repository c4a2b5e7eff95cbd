// The catalog of condition operators.
#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "models/access/glob.h"

namespace outcast::access {

enum class Polarity { positive, negated };

/// A condition operator: how one value of the request is held against one value of the policy.
struct Operator {
  using Test = bool (*)(std::string_view given, const Glob& wanted);
  std::string_view name;
  Test test = nullptr;  ///< none for Null, which looks at presence only
  Polarity polarity = Polarity::positive;
  bool takes_variables = false;
  bool (*is_value)(std::string_view) = nullptr;  ///< what it can compare with; none: any text
};

/// All operators, in the order of the user guide.
std::span<const Operator> operators();

/// How several values of one key in the request count.
enum class Quantifier { none, for_all_values, for_any_value };

/// "ForAnyValue:StringLikeIfExists", taken apart.
struct Operation {
  const Operator* base = nullptr;
  Quantifier quantifier = Quantifier::none;
  bool if_exists = false;

  bool is_null_check() const { return base->test == nullptr; }
};

/// Nothing if there is no such operator. Names are blind to case.
std::optional<Operation> operation_of(std::string_view name);

}  // namespace outcast::access
