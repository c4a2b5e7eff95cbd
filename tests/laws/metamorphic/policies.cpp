// What limits a role never lets it do more: for policies, requests and unknown conditions drawn at
// random.
#include <doctest/doctest.h>

#include "models/access/evaluate.h"
#include "models/access/reach.h"
#include "tests/laws/networks.h"

namespace outcast::laws {
namespace {

using access::Policy;
using access::PolicySet;
using access::Role;

class PolicyDrawer {
 public:
  explicit PolicyDrawer(std::uint64_t number) : dice_(number) {}

  /// Mostly allowing.
  Policy policy() {
    Policy policy{.version = "2012-10-17"};
    for (std::uint32_t s = 1 + dice_.below(3); s > 0; --s) policy.statements.push_back(statement());
    return policy;
  }
  access::Statement statement() {
    access::Statement drawn{.effect = coin(0.75) ? access::Effect::allow : access::Effect::deny};
    auto& actions = coin(0.8) ? drawn.actions : drawn.not_actions;
    actions.push_back(
        pick({"*", "s3:*", "s3:Put*", "s3:DeleteObject", "dynamodb:*", "dynamodb:DeleteTable"}));
    auto& resources = coin(0.8) ? drawn.resources : drawn.not_resources;
    resources.push_back(resource_pattern());
    if (coin(0.4)) drawn.conditions.push_back(condition());
    return drawn;
  }
  PolicySet policies() {
    PolicySet set;
    for (std::uint32_t p = 1 + dice_.below(2); p > 0; --p) set.identity.push_back(policy());
    if (coin(0.2)) set.boundary = policy();
    if (coin(0.2)) set.control.push_back({policy(), policy()});
    return set;
  }
  std::string arn() {
    return pick({"arn:aws:s3:::shop/basket", "arn:aws:s3:::logs/today",
                 "arn:aws:dynamodb:eu-west-1:123456789012:table/orders",
                 "arn:aws:dynamodb:us-east-1:123456789012:table/users"});
  }
  access::Request request() {
    access::Request drawn{
        .action = pick(
            {"s3:PutObject", "s3:DeleteObject", "dynamodb:DeleteTable", "dynamodb:UpdateTable"}),
        .resource = arn(),
        .principal = "arn:aws:iam::123456789012:role/agent",
        .unlisted = coin(0.5) ? access::Unlisted::absent : access::Unlisted::unknown};
    if (coin(0.5)) drawn.context["aws:PrincipalTag/team"] = {pick({"red", "blue"})};
    return drawn;
  }

 private:
  bool coin(double p) { return dice_.uniform() < p; }
  std::string pick(const std::vector<std::string>& from) {
    return from[dice_.below(static_cast<std::uint32_t>(from.size()))];
  }
  std::string resource_pattern() {
    return pick({"*", "arn:aws:s3:::shop/*", "arn:aws:s3:::*", "arn:aws:dynamodb:*:*:table/orders",
                 "arn:aws:dynamodb:eu-west-1:*:*", "arn:aws:s3:::${aws:PrincipalTag/team}/*"});
  }
  access::Condition condition() {
    return {.operation = pick({"StringEquals", "StringNotEquals", "StringLikeIfExists",
                               "ForAnyValue:StringEquals", "Null"}),
            .key = pick({"aws:PrincipalTag/team", "aws:RequestedRegion"}),
            .values = {pick({"red", "eu-*", "true"})}};
  }

  Dice dice_;
};

/// The policies with one limit more: a boundary, a session policy, a level of control policies, or
/// a statement that denies.
std::vector<PolicySet> limited(const PolicySet& policies, PolicyDrawer& drawer) {
  std::vector<PolicySet> sets;
  for (auto member : {&PolicySet::boundary, &PolicySet::session})
    if (!(policies.*member)) (sets.emplace_back(policies).*member) = drawer.policy();
  sets.emplace_back(policies).control.push_back({drawer.policy()});
  access::Statement denial = drawer.statement();
  denial.effect = access::Effect::deny;
  sets.emplace_back(policies).identity[0].statements.push_back(denial);
  return sets;
}

bool is_allowed(const PolicySet& policies, const access::Request& request, access::Assume assume) {
  return evaluate(policies, request, assume) == access::Decision::allowed;
}

TEST_CASE("what limits a role never allows a request that was not allowed") {
  int allowed = 0, taken = 0;
  for (std::uint64_t number = 0; number < 4000; ++number) {
    PolicyDrawer drawer(number);
    const PolicySet policies = drawer.policies();
    const access::Request request = drawer.request();
    for (const PolicySet& narrow : limited(policies, drawer))
      for (const auto assume : {access::Assume::worst, access::Assume::best}) {
        CAPTURE(number);
        const bool before = is_allowed(policies, request, assume);
        const bool after = is_allowed(narrow, request, assume);
        if (after) CHECK(before);
        allowed += before;
        taken += before && !after;
      }
  }
  CHECK(allowed > 4000);
  CHECK(taken > 1000);
}

TEST_CASE("what limits a role never widens its reach") {
  int reached = 0, shorter = 0;
  for (std::uint64_t number = 0; number < 2000; ++number) {
    PolicyDrawer drawer(number);
    const Role role{.id = "agent",
                    .principal = "arn:aws:iam::123456789012:role/agent",
                    .actual = drawer.policies()};
    const access::Target target = access::target_of(drawer.arn());
    const access::Reach wide = reach_of(role, role.actual, target);
    for (const PolicySet& narrow : limited(role.actual, drawer)) {
      CAPTURE(number);
      const access::Reach less = reach_of(role, narrow, target);
      CHECK(less.modify.may <= wide.modify.may);
      CHECK(less.destroy.may <= wide.destroy.may);
      reached += wide.destroy.may != access::May::no;
      shorter += less.destroy.may < wide.destroy.may;
    }
  }
  CHECK(reached > 2000);
  CHECK(shorter > 500);
}

}  // namespace
}  // namespace outcast::laws
