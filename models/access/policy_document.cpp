// Reads IAM policy documents, element by element, and says what is wrong with them.
#include "models/access/policy_document.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "models/access/arn.h"
#include "models/access/read_condition.h"
#include "models/access/statement.h"
#include "models/document/nearest_name.h"

namespace outcast::access {
namespace {

using document::Problems;
using document::quoted;
using document::Value;
using document::ValueKind;
using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 3> policy_elements{"Version", "Id", "Statement"};
constexpr std::array<std::string_view, 7> statement_elements{
    "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"};
constexpr std::array<std::string_view, 2> versions{"2012-10-17", "2008-10-17"};

void report_unknown_elements(Value object, Names known, Problems& problems) {
  for (const Value member : object) {
    const auto key = member.key();
    if (std::ranges::find(known, key) != known.end()) continue;
    if (key == "Principal" || key == "NotPrincipal")
      problems.add({member.key_position(), "a policy of a principal has no " + std::string(key),
                    "only the policies of resources name principals", "Leave it out."});
    else
      problems.add({member.key_position(),
                    "unknown element " + quoted(key),
                    {},
                    document::did_you_mean(key, known)});
  }
}

/// A member that must be a string where it is there; empty otherwise.
std::string text_element(Value object, std::string_view key, Problems& problems) {
  const Value value = object.find(key);
  if (!value) return {};
  if (value.is(ValueKind::string)) return std::string(value.text());
  report_kind(value, "a string", problems);
  return {};
}

std::string read_version(Value policy, Problems& problems) {
  const Value value = policy.find("Version");
  std::string version = text_element(policy, "Version", problems);
  if (!value || !value.is(ValueKind::string)) return "2008-10-17";
  if (std::ranges::find(versions, version) == versions.end())
    problems.add({value.position(),
                  "unknown version " + quoted(version) + " of the policy language",
                  {},
                  document::did_you_mean(version, versions)});
  return version;
}

Effect read_effect(Value statement, Problems& problems) {
  const Value value = statement.find("Effect");
  const std::string effect = text_element(statement, "Effect", problems);
  constexpr std::array<std::string_view, 2> effects{"Allow", "Deny"};
  if (!value)
    problems.add(
        {statement.position(), "the statement has no Effect", {}, "Write \"Allow\" or \"Deny\"."});
  else if (value.is(ValueKind::string) && std::ranges::find(effects, effect) == effects.end())
    problems.add({value.position(),
                  "unknown effect " + quoted(effect),
                  {},
                  document::did_you_mean(effect, effects)});
  return effect == "Deny" ? Effect::deny : Effect::allow;
}

using Fault = std::string_view (*)(std::string_view text, Variables);

std::string_view action_fault(std::string_view text, Variables) { return fault_of_action(text); }

std::string_view resource_fault(std::string_view text, Variables variables) {
  if (const auto fault = fault_of_resource(pattern_of(text)); !fault.empty()) return fault;
  const auto variable =
      variables == Variables::substituted ? text.find("${") : std::string_view::npos;
  const bool is_early =
      variable != std::string_view::npos && std::ranges::count(text.substr(0, variable), ':') < 5;
  return is_early ? "variables are substituted after the fifth colon only" : std::string_view{};
}

/// One string or a list of them; those with a fault are reported and left out.
std::vector<std::string> read_patterns(Value value, Fault fault_of, Variables variables,
                                       Problems& problems) {
  std::vector<std::string> out;
  for (const Value item : items_of(value)) {
    if (!item.is(ValueKind::string)) {
      report_kind(item, "a string", problems);
    } else if (const auto fault = fault_of(item.text(), variables); !fault.empty()) {
      problems.add(
          {item.position(), "AWS would not accept " + quoted(item.text()), std::string(fault)});
    } else {
      out.emplace_back(item.text());
    }
  }
  if (value.is(ValueKind::array) && value.size() == 0)
    problems.add({value.position(), "the list is empty"});
  return out;
}

/// Exactly one of the two elements must be there.
void check_pair(Value statement, std::string_view plain, std::string_view inverse,
                Problems& problems) {
  const Value inverted = statement.find(inverse);
  const std::string names = std::string(plain) + " and " + std::string(inverse);
  if (statement.find(plain) && inverted)
    problems.add({inverted.key_position(), "a statement has one of " + names + ", not both"});
  if (!statement.find(plain) && !inverted)
    problems.add({statement.position(),
                  "the statement has none of " + names,
                  {},
                  "A " + std::string(plain) + " of \"*\" is everything."});
}

Statement read_statement(Value value, Variables variables, Problems& problems) {
  if (!value.is(ValueKind::object)) {
    report_kind(value, "a statement (an object)", problems);
    return {};
  }
  report_unknown_elements(value, statement_elements, problems);
  check_pair(value, "Action", "NotAction", problems);
  check_pair(value, "Resource", "NotResource", problems);
  Statement out;
  out.sid = text_element(value, "Sid", problems);
  out.effect = read_effect(value, problems);
  out.actions = read_patterns(value.find("Action"), action_fault, variables, problems);
  out.not_actions = read_patterns(value.find("NotAction"), action_fault, variables, problems);
  out.resources = read_patterns(value.find("Resource"), resource_fault, variables, problems);
  out.not_resources = read_patterns(value.find("NotResource"), resource_fault, variables, problems);
  out.conditions = read_conditions(value.find("Condition"), problems);
  return out;
}

}  // namespace

Policy read_policy(Value value, Problems& problems) {
  Policy out;
  if (!value.is(ValueKind::object)) {
    report_kind(value, "a policy document (an object)", problems);
    return out;
  }
  report_unknown_elements(value, policy_elements, problems);
  out.version = read_version(value, problems);
  const Value statements = value.find("Statement");
  if (!statements || (statements.is(ValueKind::array) && statements.size() == 0))
    problems.add({value.nearest("Statement").position(), "the policy has no statement"});
  for (const Value statement : items_of(statements))
    out.statements.push_back(
        read_statement(statement, variables_of_version(out.version), problems));
  return out;
}

Policy parse_policy(std::string_view json, Problems& problems) {
  document::Document document(
      [](const std::string&, std::string&) { return std::optional<std::string>{}; });
  const Value value = document.read_text(json, "policy", problems);
  return value ? read_policy(value, problems) : Policy{};
}

}  // namespace outcast::access
