// AWS IAM policy documents as data, and the principals they are attached to.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace outcast::access {

enum class Effect { allow, deny };

/// One line of a Condition block: operator, key, values ("StringEquals", "aws:PrincipalTag/team",
/// {"a", "b"}).
struct Condition {
  std::string operation, key;
  std::vector<std::string> values;
};

struct Statement {
  std::string sid;
  Effect effect = Effect::allow;
  std::vector<std::string> actions, not_actions;
  std::vector<std::string> resources, not_resources;
  std::vector<Condition> conditions;
};

/// A policy document. Variables are substituted only with version 2012-10-17.
struct Policy {
  std::string version = "2008-10-17";
  std::vector<Statement> statements = {};
  std::string name = {};  ///< what people call it, for explanations; may be empty
};

/// All policies that bear on one principal. Absent guardrails do not limit.
struct PolicySet {
  std::vector<Policy> identity;    ///< inline and managed, of the user, its groups, or the role
  std::optional<Policy> boundary;  ///< permission boundary
  std::optional<Policy> session;   ///< session policy
  std::vector<std::vector<Policy>>
      control;  ///< service control policies: per level (root, OUs, account), its policies
};

/// A role with what it was meant to allow and what it does allow; where they differ, it is
/// misconfigured.
struct Role {
  std::string id;
  std::string principal;  ///< ARN of the role or of its session
  PolicySet actual;
  std::optional<PolicySet> intended;  ///< empty: as actual
  /// Condition keys known of every request of this role; an empty value: known to be absent. All
  /// others are unknown.
  std::map<std::string, std::string> context;
};

}  // namespace outcast::access
