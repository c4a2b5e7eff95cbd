// The verdict on a request: identity policies, the guardrails around them, and where the verdict
// comes from.
#include "models/access/evaluate.h"

#include "tests/unit/access/cases.h"

namespace outcast::access {

TEST_CASE("what nothing allows is implicitly denied") {
  CHECK(verdict({}, to_delete_orders()) == "implicitly denied");
  CHECK(verdict(identity(allow("dynamodb:GetItem")), to_delete_orders()) == "implicitly denied");
}

TEST_CASE("a statement that names the action and the resource allows it") {
  CHECK(verdict(identity(allow("dynamodb:DeleteTable", orders)), to_delete_orders()) == "allowed");
}

TEST_CASE("a denial in any policy beats every allowance") {
  PolicySet set = identity(allow("*"));
  set.identity.push_back(deny("dynamodb:*"));
  CHECK(verdict(set, to_delete_orders()) == "explicitly denied");
}

TEST_CASE("actions are blind to case, resources are not") {
  CHECK(verdict(identity(allow("DYNAMODB:deletetable")), to_delete_orders()) == "allowed");
  const std::string shouted = "arn:aws:dynamodb:us-east-1:123456789012:table/ORDERS";
  CHECK(verdict(identity(allow("*", shouted)), to_delete_orders()) == "implicitly denied");
}

TEST_CASE("a question mark in an action is exactly one character") {
  CHECK(verdict(identity(allow("dynamodb:D?leteTable")), to_delete_orders()) == "allowed");
  CHECK(verdict(identity(allow("dynamodb:?DeleteTable")), to_delete_orders()) ==
        "implicitly denied");
}

TEST_CASE("NotAction allows all but what it lists") {
  const PolicySet power =
      identity(statement(R"("Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*")"));
  CHECK(verdict(power, to_delete_orders()) == "allowed");
  CHECK(verdict(power, {.action = "iam:DeleteRole",
                        .resource = "arn:aws:iam::123456789012:role/x"}) == "implicitly denied");
}

TEST_CASE("a denial with NotResource hits everything else") {
  PolicySet set = identity(allow("*"));
  set.identity.push_back(statement(
      R"("Effect": "Deny", "Action": "*", "NotResource": "arn:aws:dynamodb:*:*:table/*-dev")"));
  CHECK(verdict(set, to_delete_orders()) == "explicitly denied");
  CHECK(verdict(set, {.action = "dynamodb:DeleteTable", .resource = orders + "-dev"}) == "allowed");
}

TEST_CASE("a permission boundary limits and grants nothing") {
  PolicySet set = identity(allow("*"));
  set.boundary = allow("dynamodb:Get*");
  CHECK(verdict(set, to_delete_orders()) == "implicitly denied");
  set.boundary = allow("dynamodb:*");
  CHECK(verdict(set, to_delete_orders()) == "allowed");
  set.identity.clear();
  CHECK(verdict(set, to_delete_orders()) == "implicitly denied");
}

TEST_CASE("a session policy limits and may deny") {
  PolicySet set = identity(allow("*"));
  set.session = allow("s3:*");
  CHECK(verdict(set, to_delete_orders()) == "implicitly denied");
  set.session = deny("dynamodb:Delete*");
  CHECK(verdict(set, to_delete_orders()) == "explicitly denied");
}

TEST_CASE("every level of service control policies must allow") {
  PolicySet set = identity(allow("*"));
  set.control = {{allow("s3:*"), allow("dynamodb:*")}, {allow("*")}};
  CHECK(verdict(set, to_delete_orders()) == "allowed");
  set.control[1] = {allow("s3:*")};
  CHECK(verdict(set, to_delete_orders()) == "implicitly denied");
}

TEST_CASE("a resource of another account needs that account's own policy") {
  Request request = to_delete_orders();
  request.principal = "arn:aws:iam::999988887777:role/agent";
  CHECK(verdict(identity(allow("*")), request) == "implicitly denied");
  request.principal = "arn:aws:sts::123456789012:assumed-role/agent/s1";
  CHECK(verdict(identity(allow("*")), request) == "allowed");
}

TEST_CASE("a bucket's account is told beside its ARN") {
  const Request request{.action = "s3:DeleteBucket",
                        .resource = "arn:aws:s3:::prod",
                        .principal = "arn:aws:iam::123456789012:role/agent",
                        .resource_account = "999988887777"};
  CHECK(to_text(explain(identity(allow("*")), request)) ==
        "implicitly denied: the resource is in another account");
}

TEST_CASE("an explanation names the statement that decided") {
  PolicySet set = identity(allow("*"));
  set.identity[0].name = "Admin";
  CHECK(to_text(explain(set, to_delete_orders())) ==
        "allowed by statement 1 of policy \"Admin\" in the identity policies");
  set.control = {{allow("*")}, {allow("*"), statement(R"("Sid": "NoDeletes", "Effect": "Deny",
                                           "Action": "*:*", "Resource": "*")")}};
  CHECK(to_text(explain(set, to_delete_orders())) ==
        "explicitly denied by statement \"NoDeletes\" of policy 2 in the service control policies "
        "of level 2");
}

TEST_CASE("an explanation names the guardrail in which nothing allows") {
  PolicySet set = identity(allow("*"));
  set.boundary = allow("s3:*");
  CHECK(to_text(explain(set, to_delete_orders())) ==
        "implicitly denied: nothing in the permission boundary allows it");
  set.boundary = deny("dynamodb:*");
  CHECK(to_text(explain(set, to_delete_orders())) ==
        "explicitly denied by statement 1 of the permission boundary");
}

TEST_CASE("unknown keys bound the verdict from both sides") {
  const Policy by_team = statement(R"("Effect": "Allow", "Action": "*", "Resource": "*",
                   "Condition": {"StringEquals": {"aws:PrincipalTag/team": "sre"}})");
  Request request = to_delete_orders();
  request.unlisted = Unlisted::unknown;
  CHECK(evaluate(identity(by_team), request, Assume::worst) == Decision::implicitly_denied);
  CHECK(evaluate(identity(by_team), request, Assume::best) == Decision::allowed);
  CHECK(unknown_keys(identity(by_team), request) ==
        std::vector<std::string>{"aws:PrincipalTag/team"});
}

TEST_CASE("a denial on an unknown key counts in the worst case only") {
  PolicySet set = identity(allow("*"));
  set.boundary = allow("*");
  set.identity.push_back(statement(R"("Effect": "Deny", "Action": "*", "Resource": "*",
      "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}})"));
  Request request = to_delete_orders();
  request.unlisted = Unlisted::unknown;
  CHECK(evaluate(set, request, Assume::worst) == Decision::explicitly_denied);
  CHECK(evaluate(set, request, Assume::best) == Decision::allowed);
}

TEST_CASE("an unknown key decides nothing where another part of the statement fails") {
  const Policy other_table = statement(R"("Effect": "Allow", "Action": "*",
      "Resource": "arn:aws:dynamodb:*:*:table/${aws:PrincipalTag/team}-carts")");
  Request request = to_delete_orders();
  request.unlisted = Unlisted::unknown;
  CHECK(evaluate(identity(other_table), request, Assume::best) == Decision::implicitly_denied);
  CHECK(unknown_keys(identity(other_table), request).empty());
}

}  // namespace outcast::access
