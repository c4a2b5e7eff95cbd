// Reads the Condition element: operators, keys, values.
#include "models/access/read_condition.h"

#include <charconv>
#include <string>

#include "models/access/operators.h"
#include "models/document/nearest_name.h"

namespace outcast::access {
namespace {

using document::Problems;
using document::quoted;
using document::Value;
using document::ValueKind;

std::string digits_of(double number) {
  char buffer[400];  // the largest double has 309 digits
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed).ptr;
  return {buffer, end};
}

/// Numbers and truth values may stand without quotes.
std::optional<std::string> scalar_text(Value value) {
  switch (value.kind()) {
    case ValueKind::string:
      return std::string(value.text());
    case ValueKind::number:
      return digits_of(value.number());
    case ValueKind::boolean:
      return value.boolean() ? "true" : "false";
    default:
      return {};
  }
}

std::string hint_for(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Operator& o : operators()) names.push_back(o.name);
  return document::did_you_mean(name, names);
}

void check_value(Value value, const std::string& text, const Operation& operation,
                 Problems& problems) {
  const Operator& base = *operation.base;
  const bool may_be_variable = base.takes_variables && text.find("${") != std::string::npos;
  if (base.is_value && !may_be_variable && !base.is_value(text))
    problems.add({value.position(), quoted(text) + " is nothing that " + std::string(base.name) +
                                        " can compare with"});
}

Condition read_condition(Value operator_member, Value key_member, Problems& problems) {
  Condition out{std::string(operator_member.key()), std::string(key_member.key()), {}};
  const auto operation = operation_of(out.operation);
  for (const Value item : items_of(key_member)) {
    if (auto text = scalar_text(item)) {
      if (operation) check_value(item, *text, *operation, problems);
      out.values.push_back(std::move(*text));
    } else {
      report_kind(item, "a string", problems);
    }
  }
  return out;
}

}  // namespace

std::vector<Condition> read_conditions(Value value, Problems& problems) {
  std::vector<Condition> out;
  if (!value) return out;
  if (!value.is(ValueKind::object)) report_kind(value, "an object of operators", problems);
  if (!value.is(ValueKind::object)) return out;
  for (const Value member : value) {
    if (!operation_of(member.key()))
      problems.add({member.key_position(),
                    "unknown condition operator " + quoted(member.key()),
                    {},
                    hint_for(member.key())});
    if (!member.is(ValueKind::object)) {
      report_kind(member, "an object of condition keys", problems);
      continue;
    }
    for (const Value key : member) out.push_back(read_condition(member, key, problems));
  }
  return out;
}

std::vector<Value> items_of(Value value) {
  if (!value) return {};
  if (!value.is(ValueKind::array)) return {value};
  std::vector<Value> out;
  for (const Value item : value) out.push_back(item);
  return out;
}

void report_kind(Value value, std::string_view expected, Problems& problems) {
  problems.add({value.position(), "expected " + std::string(expected) + ", found " +
                                      std::string(document::with_article(value.kind()))});
}

}  // namespace outcast::access
