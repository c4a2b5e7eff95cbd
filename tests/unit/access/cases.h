// Short ways to write policies and requests in the tests of access.
#pragma once
#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "models/access/evaluate.h"
#include "models/access/policy_document.h"

namespace outcast::access {

inline const std::string orders = "arn:aws:dynamodb:us-east-1:123456789012:table/orders";

/// A document that must be without problems.
inline Policy policy(std::string_view json) {
  document::Problems problems;
  Policy out = parse_policy(json, problems);
  REQUIRE_MESSAGE(problems.empty(), problems.to_text());
  return out;
}

/// The document of one statement, its braces left out.
inline Policy statement(const std::string& elements) {
  return policy(R"({"Version": "2012-10-17", "Statement": {)" + elements + "}}");
}

inline Policy allow(const std::string& action, const std::string& resource = "*") {
  return statement(R"("Effect": "Allow", "Action": ")" + action + R"(", "Resource": ")" + resource +
                   "\"");
}

inline Policy deny(const std::string& action, const std::string& resource = "*") {
  return statement(R"("Effect": "Deny", "Action": ")" + action + R"(", "Resource": ")" + resource +
                   "\"");
}

inline PolicySet identity(Policy one) { return {.identity = {std::move(one)}}; }

inline Request to_delete_orders(Context context = {}) {
  return {.action = "dynamodb:DeleteTable", .resource = orders, .context = std::move(context)};
}

/// "allowed", "implicitly denied" or "explicitly denied".
inline std::string verdict(const PolicySet& set, const Request& request) {
  return std::string(to_text(evaluate(set, request)));
}

/// Whether an allowing statement with this Condition element lets the table be deleted.
inline bool is_met(const std::string& condition, Context context) {
  const Policy one =
      statement(R"("Effect": "Allow", "Action": "*", "Resource": "*", "Condition": )" + condition);
  return evaluate(identity(one), to_delete_orders(std::move(context))) == Decision::allowed;
}

}  // namespace outcast::access
