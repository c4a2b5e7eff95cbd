// The verdict of IAM: any Deny denies; else every layer must allow. Rules: IAM user guide, "Policy
// evaluation logic".
#include "models/access/evaluate.h"

#include <algorithm>
#include <set>
#include <span>

#include "models/access/arn.h"
#include "models/access/statement.h"

namespace outcast::access {
namespace {

/// Policies of which one must allow.
struct Gate {
  Layer layer;
  std::size_t level;
  std::span<const Policy> policies;
};

/// In the order of the user guide.
std::vector<Gate> gates_of(const PolicySet& set) {
  std::vector<Gate> out;
  for (std::size_t level = 0; level < set.control.size(); ++level)
    out.push_back({Layer::control, level, set.control[level]});
  out.push_back({Layer::identity, 0, set.identity});
  if (set.boundary) out.push_back({Layer::boundary, 0, {&*set.boundary, 1}});
  if (set.session) out.push_back({Layer::session, 0, {&*set.session, 1}});
  return out;
}

/// Whether an uncertain statement counts: one that allows counts if we assume the best, one that
/// denies if the worst.
bool counts(Truth truth, Effect effect, Assume assume) {
  const bool believed = (effect == Effect::allow) == (assume == Assume::best);
  return truth == Truth::yes || (truth == Truth::unknown && believed);
}

Clause clause_at(const Gate& gate, std::size_t policy, std::size_t statement) {
  const Policy& of = gate.policies[policy];
  return {policy, statement, of.name, of.statements[statement].sid};
}

/// The first statement of the gate that has this effect on the request.
std::optional<Clause> first_clause(const Gate& gate, Effect effect, const Request& request,
                                   Assume assume) {
  for (std::size_t p = 0; p < gate.policies.size(); ++p) {
    const Variables variables = variables_of_version(gate.policies[p].version);
    const auto& statements = gate.policies[p].statements;
    for (std::size_t s = 0; s < statements.size(); ++s)
      if (statements[s].effect == effect &&
          counts(applies(statements[s], variables, request), effect, assume))
        return clause_at(gate, p, s);
  }
  return {};
}

std::string account_of(std::string_view arn) {
  const auto parsed = arn_of(arn);
  const bool is_number =
      parsed && parsed->account.find_first_not_of("0123456789") == std::string::npos;
  return is_number ? parsed->account : std::string{};
}

bool is_cross_account(const Request& request) {
  const std::string mine = account_of(request.principal);
  const std::string named = account_of(request.resource);
  const std::string& owner = named.empty() ? request.resource_account : named;
  return !mine.empty() && !owner.empty() && mine != owner;
}

std::string place_of(const Explanation& e) {
  std::string out = "the " + std::string(to_text(e.layer));
  return e.layer == Layer::control ? out + " of level " + std::to_string(e.level + 1) : out;
}

std::string name_of(const Clause& clause, Layer layer) {
  std::string out = clause.sid.empty() ? "statement " + std::to_string(clause.statement + 1)
                                       : "statement \"" + clause.sid + "\"";
  if (!clause.policy_name.empty()) return out + " of policy \"" + clause.policy_name + "\" in ";
  const bool is_one_of_many = layer == Layer::control || layer == Layer::identity;
  return is_one_of_many ? out + " of policy " + std::to_string(clause.policy + 1) + " in "
                        : out + " of ";
}

}  // namespace

Explanation explain(const PolicySet& set, const Request& request, Assume assume) {
  const auto gates = gates_of(set);
  for (const Gate& gate : gates)
    if (auto clause = first_clause(gate, Effect::deny, request, assume))
      return {Decision::explicitly_denied, gate.layer, std::move(clause), gate.level};
  if (is_cross_account(request)) return {Decision::implicitly_denied, Layer::resource};
  Explanation out;
  for (const Gate& gate : gates) {
    auto clause = first_clause(gate, Effect::allow, request, assume);
    if (!clause) return {Decision::implicitly_denied, gate.layer, {}, gate.level};
    if (gate.layer == Layer::identity) out = {Decision::allowed, gate.layer, std::move(clause)};
  }
  return out;
}

Decision evaluate(const PolicySet& set, const Request& request, Assume assume) {
  return explain(set, request, assume).decision;
}

std::vector<std::string> unknown_keys(const PolicySet& set, const Request& request) {
  std::set<std::string, CaseBlindLess> keys;
  for (const Gate& gate : gates_of(set))
    for (const Policy& policy : gate.policies)
      for (const Statement& statement : policy.statements)
        if (applies(statement, variables_of_version(policy.version), request) == Truth::unknown)
          for (std::string& key : unknown_keys(statement, request)) keys.insert(std::move(key));
  return {keys.begin(), keys.end()};
}

std::string_view to_text(Decision decision) {
  switch (decision) {
    case Decision::allowed:
      return "allowed";
    case Decision::implicitly_denied:
      return "implicitly denied";
    case Decision::explicitly_denied:
      return "explicitly denied";
  }
  return {};
}

std::string_view to_text(Layer layer) {
  switch (layer) {
    case Layer::control:
      return "service control policies";
    case Layer::resource:
      return "resource's own policy";
    case Layer::identity:
      return "identity policies";
    case Layer::boundary:
      return "permission boundary";
    case Layer::session:
      return "session policy";
  }
  return {};
}

std::string to_text(const Explanation& e) {
  const std::string decision(to_text(e.decision));
  if (e.clause) return decision + " by " + name_of(*e.clause, e.layer) + place_of(e);
  if (e.layer == Layer::resource) return decision + ": the resource is in another account";
  return decision + ": nothing in " + place_of(e) + " allows it";
}

}  // namespace outcast::access
