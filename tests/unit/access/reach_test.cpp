// What roles can break, and where they were not meant to.
#include "models/access/reach.h"

#include "models/access/actions.h"
#include "tests/unit/access/cases.h"

namespace outcast::access {
namespace {

const std::string stack = "arn:aws:cloudformation:cn-north-1:123456789012:stack/cost-explorer/1a2b";

Role role(PolicySet actual) {
  return {.id = "agent",
          .principal = "arn:aws:iam::123456789012:role/agent",
          .actual = std::move(actual)};
}

Reach reach(const Role& of, const std::string& arn) {
  return reach_of(of, of.actual, target_of(arn));
}

}  // namespace

TEST_CASE("the default actions of a kind of resource are known by its ARN") {
  CHECK(default_actions(orders).destroy == std::vector<std::string>{"dynamodb:DeleteTable"});
  CHECK(default_actions(stack).destroy == std::vector<std::string>{"cloudformation:DeleteStack"});
  CHECK(default_actions("arn:aws:s3:::b").destroy == std::vector<std::string>{"s3:DeleteBucket"});
  CHECK(default_actions("arn:aws:s3:::b/k").modify == std::vector<std::string>{"s3:PutObject"});
  CHECK(default_actions("arn:aws:rds:eu-west-1:1:db:users").destroy ==
        std::vector<std::string>{"rds:DeleteDBInstance"});
  CHECK(default_actions("arn:aws:nosuch:eu-west-1:1:thing/a").modify.empty());
  CHECK(default_actions("not an arn").destroy.empty());
}

TEST_CASE("actions that a target names replace the defaults") {
  const Target target = target_of(orders, {}, {"dynamodb:DeleteItem"});
  CHECK(target.destroy == std::vector<std::string>{"dynamodb:DeleteItem"});
  CHECK(target.modify == default_actions(orders).modify);
}

TEST_CASE("a reach tells the action and the statement that give it") {
  const Reach found = reach(role(identity(allow("cloudformation:*"))), stack);
  CHECK(to_text(found.destroy) ==
        "yes: cloudformation:DeleteStack allowed by statement 1 of policy 1 in the identity "
        "policies");
  CHECK(to_text(found.modify).starts_with("yes: cloudformation:UpdateStack"));
}

TEST_CASE("of several actions the widest access counts, and of equals the first") {
  const Role agent = role(identity(allow("dynamodb:GetItem")));
  const std::vector<std::string> two{"dynamodb:PutItem", "dynamodb:GetItem"};
  CHECK(access_to(agent, agent.actual, target_of(orders), two).action == "dynamodb:GetItem");
  const std::vector<std::string> denied{"dynamodb:PutItem", "dynamodb:Scan"};
  CHECK(access_to(agent, agent.actual, target_of(orders), denied).action == "dynamodb:PutItem");
  CHECK(to_text(access_to(agent, agent.actual, target_of(orders), {})) == "no: no action is known");
}

TEST_CASE("a user's name is known by its ARN, and a role has none") {
  Role agent = role(identity(allow("s3:*", "arn:aws:s3:::home-${aws:username}")));
  CHECK(reach(agent, "arn:aws:s3:::home-kim").destroy.may == May::no);
  agent.principal = "arn:aws:iam::123456789012:user/dev/kim";
  CHECK(reach(agent, "arn:aws:s3:::home-kim").destroy.may == May::yes);
}

TEST_CASE("a role that may modify need not be able to destroy") {
  const Reach found = reach(role(identity(allow("dynamodb:UpdateTimeToLive"))), orders);
  CHECK(found.modify.may == May::yes);
  CHECK(found.modify.action == "dynamodb:UpdateTimeToLive");
  CHECK(to_text(found.destroy) ==
        "no: dynamodb:DeleteTable implicitly denied: nothing in the identity policies allows it");
}

TEST_CASE("a reach depends on the keys that nobody knows") {
  const Role agent = role(identity(statement(R"("Effect": "Allow", "Action": "*", "Resource": "*",
      "Condition": {"StringEquals": {"aws:ResourceTag/env": "dev"}})")));
  CHECK(to_text(reach(agent, orders).destroy) ==
        "depends: dynamodb:DeleteTable depends on aws:ResourceTag/env");
  Target tagged = target_of(orders);
  tagged.known = {{"aws:ResourceTag/env", {"prod"}}};
  CHECK(reach_of(agent, agent.actual, tagged).destroy.may == May::no);
}

TEST_CASE("the role's context and the two ARNs tell keys") {
  const Policy guarded =
      statement(R"("Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {
      "StringEquals": {"aws:RequestedRegion": "us-east-1", "aws:PrincipalTag/team": "sre"},
      "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/agent*"},
      "Null": {"aws:TokenIssueTime": "true"}})");
  Role agent = role(identity(guarded));
  agent.principal = "arn:aws:sts::123456789012:assumed-role/agent/session-1";
  agent.context = {{"aws:PrincipalTag/team", "sre"}, {"aws:TokenIssueTime", ""}};
  CHECK(reach(agent, orders).destroy.may == May::yes);
  CHECK(reach(agent, "arn:aws:dynamodb:eu-west-1:123456789012:table/orders").destroy.may ==
        May::no);
}

TEST_CASE("a conditional denial makes a certain reach uncertain") {
  PolicySet set = identity(allow("*"));
  set.identity.push_back(
      statement(R"("Effect": "Deny", "Action": "dynamodb:DeleteTable", "Resource": "*",
      "Condition": {"Bool": {"aws:ViaAWSService": "false"}})"));
  const Reach found = reach(role(set), orders);
  CHECK(found.destroy.may == May::depends);
  CHECK(found.destroy.because.decision == Decision::explicitly_denied);
  CHECK(found.modify.may == May::yes);
}

TEST_CASE("a boundary never widens a reach") {
  PolicySet set = identity(allow("dynamodb:*"));
  const Reach free = reach(role(set), orders);
  for (const char* action : {"*", "dynamodb:Update*", "s3:*"}) {
    set.boundary = allow(action);
    const Reach bounded = reach(role(set), orders);
    CHECK(bounded.modify.may <= free.modify.may);
    CHECK(bounded.destroy.may <= free.destroy.may);
  }
}

TEST_CASE("a misconfigured role is wider than intended on the targets where it is") {
  Role agent = role(identity(allow("*")));
  agent.intended = identity(allow("*", orders));
  const std::vector<Target> targets{target_of(orders), target_of(stack)};
  const auto found = wider_than_intended(agent, targets);
  REQUIRE(found.size() == 1);
  CHECK(found[0].actual.arn == stack);
  CHECK(found[0].intended.destroy.may == May::no);
  CHECK(found[0].actual.destroy.may == May::yes);
}

TEST_CASE("a role that is as intended has no excess") {
  Role agent = role(identity(allow("*")));
  const std::vector<Target> targets{target_of(orders)};
  CHECK(wider_than_intended(agent, targets).empty());
  agent.intended = agent.actual;
  CHECK(wider_than_intended(agent, targets).empty());
  agent.actual = identity(allow("s3:*"));
  CHECK(wider_than_intended(agent, targets).empty());
}

}  // namespace outcast::access
