// Reading policy documents: the forms that IAM accepts, and what is said of the others.
#include "models/access/policy_document.h"

#include <doctest/doctest.h>

#include <string>

namespace outcast::access {
namespace {

std::string problems_of(std::string_view json) {
  document::Problems problems;
  parse_policy(json, problems);
  return problems.to_text();
}

bool complains(std::string_view json, std::string_view of) {
  return problems_of(json).find(of) != std::string::npos;
}

}  // namespace

TEST_CASE("single values may stand without brackets") {
  document::Problems problems;
  const Policy one =
      parse_policy(R"({"Version": "2012-10-17", "Statement": {"Sid": "A", "Effect": "Deny",
      "Action": "s3:*", "NotResource": "arn:aws:s3:::b", "Condition": {"Bool": {"k": true}}}})",
                   problems);
  CHECK(problems.to_text().empty());
  REQUIRE(one.statements.size() == 1);
  CHECK(one.version == "2012-10-17");
  CHECK(one.statements[0].sid == "A");
  CHECK(one.statements[0].effect == Effect::deny);
  CHECK(one.statements[0].actions == std::vector<std::string>{"s3:*"});
  CHECK(one.statements[0].not_resources == std::vector<std::string>{"arn:aws:s3:::b"});
  CHECK(one.statements[0].conditions[0].values == std::vector<std::string>{"true"});
}

TEST_CASE("several statements, operators, keys and values are kept in order") {
  document::Problems problems;
  const Policy two = parse_policy(R"({"Statement": [
      {"Effect": "Allow", "Action": ["s3:*", "sqs:*"], "Resource": ["*"]},
      {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*", "Condition":
        {"StringLike": {"a": ["x", "y"], "b": "z"}, "NumericLessThan": {"c": 1000000}}}]})",
                                  problems);
  CHECK(problems.to_text().empty());
  REQUIRE(two.statements.size() == 2);
  CHECK(two.version == "2008-10-17");
  CHECK(two.statements[0].actions == std::vector<std::string>{"s3:*", "sqs:*"});
  const auto& conditions = two.statements[1].conditions;
  REQUIRE(conditions.size() == 3);
  CHECK(conditions[0].values == std::vector<std::string>{"x", "y"});
  CHECK(conditions[1].key == "b");
  CHECK(conditions[2].values == std::vector<std::string>{"1000000"});
}

TEST_CASE("every problem is reported with its place") {
  const std::string text = problems_of(R"({"Version": "2012-10-18", "Statements": [], "Statement": [
      {"Effect": "allow", "Action": "*", "Resource": "*"},
      {"Effect": "Allow", "Action": "s3:*", "NotAction": "s3:*"},
      {"Effect": "Deny", "Actoin": "s3:*", "Resource": "mybucket"}]})");
  for (const std::string place :
       {"/Version: unknown version", "/Statements: unknown element",
        "/Statement/0/Effect: unknown effect", "/Statement/1/NotAction: a statement has one of",
        "/Statement/1: the statement has none of Resource", "/Statement/2/Actoin: unknown element",
        "/Statement/2/Resource: AWS would not accept"})
    CHECK_MESSAGE(text.find(place) != std::string::npos, place, " in\n", text);
}

TEST_CASE("misspelt names come with the right one") {
  CHECK(complains(R"({"Statement": {"Effect": "Alow", "Action": "*", "Resource": "*"}})",
                  "Did you mean \"Allow\"?"));
  CHECK(complains(R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
                      "Condition": {"StringEqual": {"k": "v"}}}})",
                  "Did you mean \"StringEquals\"?"));
}

TEST_CASE("elements of the wrong kind are refused") {
  for (const char* bad :
       {"7", "[]", "null", "\"text\"", "{}", R"({"Statement": 3})", R"({"Statement": [3]})",
        R"({"Statement": []})", R"({"Statement": {"Effect": 1, "Action": "*", "Resource": "*"}})",
        R"({"Statement": {"Effect": "Deny", "Action": {"a": 1}, "Resource": "*"}})",
        R"({"Statement": {"Effect": "Deny", "Action": [], "Resource": "*"}})",
        R"({"Statement": {"Effect": "Deny", "Action": "*", "Resource": [null]}})",
        R"({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": []}})",
        R"({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*",
                         "Condition": {"Bool": "true"}}})",
        R"({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*",
                         "Condition": {"Bool": {"k": {}}}}})"})
    CHECK_MESSAGE(!problems_of(bad).empty(), bad);
}

TEST_CASE("patterns that AWS refuses are refused") {
  const auto statement = [](std::string action, std::string resource) {
    return R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ")" + action +
           R"(", "Resource": ")" + resource + "\"}}";
  };
  CHECK(problems_of(statement("s3:Get*", "*")).empty());
  CHECK(complains(statement("DeleteTable", "*"), "service:Name"));
  CHECK(complains(statement("s*:Get", "*"), "the service of an action must be spelled out"));
  CHECK(complains(statement("*", "arn:aws:*:::b"), "the service of an ARN must be spelled out"));
  CHECK(
      complains(statement("*", "arn:aws:sqs:${aws:RequestedRegion}:1:q"), "after the fifth colon"));
  CHECK(problems_of(statement("*", "arn:aws:sqs:*:1:${aws:username}")).empty());
}

TEST_CASE("values that their operator cannot compare with are refused") {
  const auto condition = [](std::string block) {
    return R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": )" +
           block + "}}";
  };
  CHECK(complains(condition(R"({"NumericEquals": {"k": "ten"}})"), "/NumericEquals/k"));
  CHECK(complains(condition(R"({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "10.0.0.0/64"]}})"),
                  "/aws:SourceIp/1"));
  CHECK(complains(condition(R"({"DateLessThan": {"aws:CurrentTime": "tomorrow"}})"),
                  "DateLessThan can compare"));
  CHECK(complains(condition(R"({"Null": {"k": "yes"}})"), "Null can compare"));
  CHECK(problems_of(condition(R"({"Bool": {"k": "${aws:SecureTransport}"}})")).empty());
}

TEST_CASE("a principal belongs to the policies of resources") {
  CHECK(complains(
      R"({"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}})",
      "only the policies of resources name principals"));
}

TEST_CASE("garbage is a problem and no crash") {
  for (const std::string& bad :
       {std::string(), std::string("{"), std::string("\xff\xfe"), std::string(100'000, '['),
        std::string(R"({"Statement": {"Effect": "Allow", "Effect": "Deny", "Action": "*",
                                                 "Resource": "*"}})")})
    CHECK_FALSE(problems_of(bad).empty());
}

}  // namespace outcast::access
