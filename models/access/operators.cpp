// The catalog of condition operators: one line each. Source: IAM user guide, "IAM JSON policy
// elements: Condition operators".
#include "models/access/operators.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string>

#include "models/access/arn.h"
#include "models/access/ascii.h"
#include "models/access/values.h"

namespace outcast::access {
namespace {

bool equal(std::string_view given, const Glob& wanted) { return given == text_of(wanted); }

bool equal_but_for_case(std::string_view given, const Glob& wanted) {
  return same_but_for_case(given, text_of(wanted));
}

bool like(std::string_view given, const Glob& wanted) { return matches(wanted, given); }

bool same_arn(std::string_view given, const Glob& wanted) { return arn_matches(wanted, given); }

bool within(std::string_view given, const Glob& wanted) {
  const auto inner = network_of(given), outer = network_of(text_of(wanted));
  return inner && outer && contains(*outer, *inner);
}

template <auto read, class Compare>
bool ordered(std::string_view given, const Glob& wanted) {
  const auto a = read(given), b = read(text_of(wanted));
  return a && b && Compare{}(*a, *b);
}

template <class Compare>
constexpr Operator::Test numbers = ordered<number_of, Compare>;
template <class Compare>
constexpr Operator::Test dates = ordered<date_of, Compare>;

template <auto read>
bool reads(std::string_view text) {
  return read(text).has_value();
}

constexpr auto is_number = reads<number_of>;
constexpr auto is_date = reads<date_of>;
constexpr auto is_network = reads<network_of>;

bool is_truth(std::string_view text) {
  return same_but_for_case(text, "true") || same_but_for_case(text, "false");
}

constexpr auto positive = Polarity::positive;
constexpr auto negated = Polarity::negated;

constexpr std::array catalog{
    Operator{"StringEquals", equal, positive, true},
    Operator{"StringNotEquals", equal, negated, true},
    Operator{"StringEqualsIgnoreCase", equal_but_for_case, positive, true},
    Operator{"StringNotEqualsIgnoreCase", equal_but_for_case, negated, true},
    Operator{"StringLike", like, positive, true},
    Operator{"StringNotLike", like, negated, true},
    Operator{"NumericEquals", numbers<std::equal_to<>>, positive, false, is_number},
    Operator{"NumericNotEquals", numbers<std::equal_to<>>, negated, false, is_number},
    Operator{"NumericLessThan", numbers<std::less<>>, positive, false, is_number},
    Operator{"NumericLessThanEquals", numbers<std::less_equal<>>, positive, false, is_number},
    Operator{"NumericGreaterThan", numbers<std::greater<>>, positive, false, is_number},
    Operator{"NumericGreaterThanEquals", numbers<std::greater_equal<>>, positive, false, is_number},
    Operator{"DateEquals", dates<std::equal_to<>>, positive, false, is_date},
    Operator{"DateNotEquals", dates<std::equal_to<>>, negated, false, is_date},
    Operator{"DateLessThan", dates<std::less<>>, positive, false, is_date},
    Operator{"DateLessThanEquals", dates<std::less_equal<>>, positive, false, is_date},
    Operator{"DateGreaterThan", dates<std::greater<>>, positive, false, is_date},
    Operator{"DateGreaterThanEquals", dates<std::greater_equal<>>, positive, false, is_date},
    Operator{"Bool", equal_but_for_case, positive, true, is_truth},
    Operator{"BinaryEquals", equal},
    Operator{"IpAddress", within, positive, false, is_network},
    Operator{"NotIpAddress", within, negated, false, is_network},
    Operator{"ArnEquals", same_arn, positive, true},
    Operator{"ArnNotEquals", same_arn, negated, true},
    Operator{"ArnLike", same_arn, positive, true},
    Operator{"ArnNotLike", same_arn, negated, true},
    Operator{"Null", nullptr, positive, false, is_truth},
};

/// Takes the prefix off the name, if it is there.
bool strip_prefix(std::string_view& name, std::string_view prefix) {
  const bool there = same_but_for_case(name.substr(0, prefix.size()), prefix);
  if (there) name.remove_prefix(prefix.size());
  return there;
}

bool strip_suffix(std::string_view& name, std::string_view suffix) {
  const bool there = name.size() >= suffix.size() &&
                     same_but_for_case(name.substr(name.size() - suffix.size()), suffix);
  if (there) name.remove_suffix(suffix.size());
  return there;
}

}  // namespace

std::span<const Operator> operators() { return catalog; }

std::optional<Operation> operation_of(std::string_view name) {
  Operation out;
  if (strip_prefix(name, "ForAllValues:"))
    out.quantifier = Quantifier::for_all_values;
  else if (strip_prefix(name, "ForAnyValue:"))
    out.quantifier = Quantifier::for_any_value;
  out.if_exists = strip_suffix(name, "IfExists");
  const auto found = std::ranges::find_if(
      catalog, [&](const Operator& o) { return same_but_for_case(o.name, name); });
  if (found == catalog.end()) return {};
  out.base = &*found;
  const bool is_qualified = out.if_exists || out.quantifier != Quantifier::none;
  if (out.is_null_check() && is_qualified) return {};
  return out;
}

}  // namespace outcast::access
