// Whether a statement applies to a request: its action, its resource, and all its conditions.
#include "models/access/statement.h"

#include <algorithm>

#include "models/access/arn.h"

namespace outcast::access {
namespace {

bool action_matches(const std::string& pattern, const std::string& action) {
  if (pattern == "*" || pattern == "*:*") return true;
  return fault_of_action(pattern).empty() && matches(pattern_of(lower(pattern)), lower(action));
}

bool any_action(const std::vector<std::string>& patterns, const std::string& action) {
  return std::ranges::any_of(patterns,
                             [&](const std::string& p) { return action_matches(p, action); });
}

/// NotAction and Action exclude each other; a statement with neither applies to nothing.
Truth action_applies(const Statement& statement, const Request& request) {
  if (!statement.not_actions.empty())
    return truth_of(!any_action(statement.not_actions, request.action));
  return truth_of(any_action(statement.actions, request.action));
}

Truth one_resource(const std::string& text, Variables variables, const Request& request) {
  const Expansion pattern = expand(text, request, variables);
  if (pattern.presence == Presence::absent || !resource_matches(pattern.glob, request.resource))
    return Truth::no;
  return pattern.presence == Presence::unknown ? Truth::unknown : Truth::yes;
}

Truth any_resource(const std::vector<std::string>& texts, Variables variables,
                   const Request& request) {
  Truth out = Truth::no;
  for (const std::string& text : texts) out = either(out, one_resource(text, variables, request));
  return out;
}

Truth resource_applies(const Statement& statement, Variables variables, const Request& request) {
  if (!statement.not_resources.empty())
    return negated(any_resource(statement.not_resources, variables, request));
  return any_resource(statement.resources, variables, request);
}

Truth conditions_apply(const Statement& statement, Variables variables, const Request& request) {
  Truth out = Truth::yes;
  for (const Condition& condition : statement.conditions)
    out = both(out, is_met(condition, variables, request));
  return out;
}

void add_unknown(std::vector<std::string> keys, const Request& request,
                 std::vector<std::string>& out) {
  for (std::string& key : keys)
    if (look_up(request, key).presence == Presence::unknown) out.push_back(std::move(key));
}

}  // namespace

Truth applies(const Statement& statement, Variables variables, const Request& request) {
  Truth out = action_applies(statement, request);
  if (out != Truth::no) out = both(out, resource_applies(statement, variables, request));
  if (out != Truth::no) out = both(out, conditions_apply(statement, variables, request));
  return out;
}

std::vector<std::string> unknown_keys(const Statement& statement, const Request& request) {
  std::vector<std::string> out;
  for (const auto* texts : {&statement.resources, &statement.not_resources})
    for (const std::string& text : *texts) add_unknown(variables_in(text), request, out);
  for (const Condition& condition : statement.conditions) {
    add_unknown({condition.key}, request, out);
    for (const std::string& value : condition.values)
      add_unknown(variables_in(value), request, out);
  }
  return out;
}

std::string_view fault_of_action(std::string_view pattern) {
  if (pattern == "*" || pattern == "*:*") return {};
  const auto colon = pattern.find(':');
  if (colon == std::string_view::npos) return "an action is written service:Name";
  const auto service = pattern.substr(0, colon);
  if (service.empty() || service.find_first_of("*?") != std::string_view::npos)
    return "the service of an action must be spelled out";
  if (colon + 1 == pattern.size()) return "the action has no name";
  return {};
}

}  // namespace outcast::access
