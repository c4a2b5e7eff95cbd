// Conditions: the operators, missing keys, several values, and policy variables.
#include "models/access/operators.h"
#include "models/access/values.h"
#include "tests/unit/access/cases.h"

namespace outcast::access {

TEST_CASE("a missing key fails a positive operator and meets a negated one") {
  CHECK_FALSE(is_met(R"({"StringEquals": {"aws:RequestedRegion": "us-east-1"}})", {}));
  CHECK(is_met(R"({"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}})", {}));
  CHECK(is_met(R"({"StringEqualsIfExists": {"aws:RequestedRegion": "us-east-1"}})", {}));
}

TEST_CASE("any of the values may match, and none of them under a negated operator") {
  const Context dev{{"aws:ResourceTag/env", {"dev"}}};
  CHECK(is_met(R"({"StringEquals": {"aws:ResourceTag/env": ["test", "dev"]}})", dev));
  CHECK_FALSE(is_met(R"({"StringNotEquals": {"aws:ResourceTag/env": ["test", "dev"]}})", dev));
}

TEST_CASE("all operators and keys must be met") {
  const std::string two =
      R"({"StringEquals": {"k": "a"}, "NumericLessThan": {"aws:MultiFactorAuthAge": 3600}})";
  CHECK(is_met(two, {{"k", {"a"}}, {"aws:MultiFactorAuthAge", {"60"}}}));
  CHECK_FALSE(is_met(two, {{"k", {"a"}}, {"aws:MultiFactorAuthAge", {"3600"}}}));
}

TEST_CASE("condition keys are blind to case, strings are not unless asked") {
  CHECK(is_met(R"({"StringEquals": {"AWS:requestedregion": "eu"}})",
               {{"aws:RequestedRegion", {"eu"}}}));
  CHECK_FALSE(is_met(R"({"StringEquals": {"k": "EU"}})", {{"k", {"eu"}}}));
  CHECK(is_met(R"({"StringEqualsIgnoreCase": {"k": "EU"}})", {{"k", {"eu"}}}));
  CHECK_FALSE(is_met(R"({"StringNotEqualsIgnoreCase": {"k": "EU"}})", {{"k", {"eu"}}}));
}

TEST_CASE("wildcards count in StringLike only") {
  CHECK(is_met(R"({"StringLike": {"k": "sre-?*"}})", {{"k", {"sre-1"}}}));
  CHECK_FALSE(is_met(R"({"StringLike": {"k": "sre-?*"}})", {{"k", {"sre-"}}}));
  CHECK_FALSE(is_met(R"({"StringEquals": {"k": "sre-*"}})", {{"k", {"sre-1"}}}));
  CHECK(is_met(R"({"StringNotLike": {"k": "sre-*"}})", {{"k", {"dev-1"}}}));
}

TEST_CASE("numbers compare as numbers") {
  CHECK(is_met(R"({"NumericEquals": {"n": "10"}})", {{"n", {"10.0"}}}));
  CHECK(is_met(R"({"NumericGreaterThanEquals": {"n": "9"}})", {{"n", {"10"}}}));
  CHECK_FALSE(is_met(R"({"NumericGreaterThan": {"n": "9"}})", {{"n", {"ten"}}}));
  CHECK(is_met(R"({"NumericNotEquals": {"n": "9"}})", {{"n", {"10"}}}));
}

TEST_CASE("dates compare across their notations") {
  CHECK(date_of("1970-01-02") == 86'400'000);
  CHECK(date_of("1970-01-01T01:00:00+01:00") == 0);
  CHECK(date_of("1969-12-31T16:00-08:00") == 0);
  CHECK(date_of("1970-01-01T00:00:00.25Z") == 250);
  CHECK(date_of("86400") == 86'400'000);
  CHECK(date_of("2026") == date_of("2026-01-01T00:00:00Z"));
  for (const std::string bad :
       {"", "soon", "2026-13", "2026-02-30", "2026-01-01T", "2026-01-01T00:00",
        "2026-01-01T00:00:00.Z", "2026-01-01Z", "99999999999999"})
    CHECK_MESSAGE(!date_of(bad), bad);
  CHECK(is_met(R"({"DateGreaterThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}})",
               {{"aws:CurrentTime", {"2026-06-01T00:00:00Z"}}}));
  CHECK_FALSE(is_met(R"({"DateLessThanEquals": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}})",
                     {{"aws:CurrentTime", {"2026-06-01T00:00:00Z"}}}));
}

TEST_CASE("addresses lie within ranges of their own family") {
  const auto within = [](std::string range, std::string address) {
    return is_met(R"({"IpAddress": {"aws:SourceIp": ")" + range + "\"}}",
                  {{"aws:SourceIp", {std::move(address)}}});
  };
  CHECK(within("10.0.0.0/8", "10.255.1.2"));
  CHECK_FALSE(within("10.0.0.0/8", "11.0.0.1"));
  CHECK(within("192.0.2.7", "192.0.2.7"));
  CHECK(within("192.0.2.128/25", "192.0.2.200"));
  CHECK_FALSE(within("192.0.2.128/25", "192.0.2.127"));
  CHECK(within("0.0.0.0/0", "203.0.113.9"));
  CHECK(within("2001:db8:1234:5678::/64", "2001:db8:1234:5678::1"));
  CHECK_FALSE(within("2001:db8:1234:5678::/64", "2001:db8:1234:5679::1"));
  CHECK_FALSE(within("::/0", "10.0.0.1"));
  CHECK(is_met(R"({"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}})",
               {{"aws:SourceIp", {"8.8.8.8"}}}));
}

TEST_CASE("a range that is none contains nothing") {
  for (const std::string bad :
       {"", "10.0.0.0/33", "10.0.0/8", "2001:db8::/129", "10.0.0.0/-1", "a/8", "10.0.0.0/"})
    CHECK_MESSAGE(!network_of(bad), bad);
}

TEST_CASE("truth values are blind to case") {
  CHECK(is_met(R"({"Bool": {"aws:SecureTransport": true}})", {{"aws:SecureTransport", {"True"}}}));
  CHECK_FALSE(
      is_met(R"({"Bool": {"aws:SecureTransport": "true"}})", {{"aws:SecureTransport", {"false"}}}));
}

TEST_CASE("binary values compare in their base64 form") {
  CHECK(is_met(R"({"BinaryEquals": {"k": "QmluYXJ5"}})", {{"k", {"QmluYXJ5"}}}));
  CHECK_FALSE(is_met(R"({"BinaryEquals": {"k": "QmluYXJ5"}})", {{"k", {"qmluyxj5"}}}));
}

TEST_CASE("ARN operators compare part by part") {
  const std::string like =
      R"({"ArnLike": {"aws:SourceArn": "arn:aws:some:*:111122223333:finance/*"}})";
  CHECK(is_met(like, {{"aws:SourceArn", {"arn:aws:some:us-east-2:111122223333:finance/a"}}}));
  // The guide's own example of what StringLike would match and ArnLike does not.
  CHECK_FALSE(
      is_met(like, {{"aws:SourceArn",
                     {"arn:aws:some:us-east-2:999999999999:store/abc:111122223333:finance/d"}}}));
  CHECK_FALSE(is_met(like, {{"aws:SourceArn", {"finance"}}}));
  CHECK(is_met(R"({"ArnNotEquals": {"aws:SourceArn": "arn:aws:sns:*:*:x"}})",
               {{"aws:SourceArn", {"arn:aws:sns:eu:1:y"}}}));
}

TEST_CASE("Null tests whether the key is there") {
  CHECK(is_met(R"({"Null": {"aws:TokenIssueTime": "true"}})", {}));
  CHECK_FALSE(is_met(R"({"Null": {"aws:TokenIssueTime": false}})", {}));
  CHECK(is_met(R"({"Null": {"aws:TokenIssueTime": "false"}})", {{"aws:TokenIssueTime", {"2026"}}}));
  CHECK(is_met(R"({"Null": {"aws:TokenIssueTime": "true"}})", {{"aws:TokenIssueTime", {}}}));
}

TEST_CASE("ForAllValues wants every value of the request matched, and is met by none") {
  const std::string all = R"({"ForAllValues:StringEquals": {"aws:TagKeys": ["env", "owner"]}})";
  CHECK(is_met(all, {{"aws:TagKeys", {"env", "owner"}}}));
  CHECK_FALSE(is_met(all, {{"aws:TagKeys", {"env", "cost"}}}));
  CHECK(is_met(all, {}));
  CHECK(is_met(all, {{"aws:TagKeys", {""}}}));
}

TEST_CASE("ForAnyValue wants one value of the request matched, and is not met by none") {
  const std::string any = R"({"ForAnyValue:StringLike": {"aws:TagKeys": ["env*"]}})";
  CHECK(is_met(any, {{"aws:TagKeys", {"cost", "env-1"}}}));
  CHECK_FALSE(is_met(any, {{"aws:TagKeys", {"cost"}}}));
  CHECK_FALSE(is_met(any, {}));
  CHECK_FALSE(is_met(any, {{"aws:TagKeys", {""}}}));
  CHECK_FALSE(is_met(R"({"ForAnyValue:StringNotEquals": {"aws:TagKeys": ["env"]}})", {}));
  CHECK(is_met(R"({"ForAnyValue:StringNotEquals": {"aws:TagKeys": ["env"]}})",
               {{"aws:TagKeys", {"env", "cost"}}}));
}

TEST_CASE("a variable takes the value of its key") {
  const Policy home = allow("s3:*", "arn:aws:s3:::b/${aws:username}/*");
  Request request{.action = "s3:PutObject", .resource = "arn:aws:s3:::b/carlos/f"};
  CHECK(verdict(identity(home), request) == "implicitly denied");
  request.context["AWS:Username"] = {"carlos"};
  CHECK(verdict(identity(home), request) == "allowed");
}

TEST_CASE("a wildcard in the value of a variable is only a character") {
  Request request{.action = "s3:PutObject", .resource = "arn:aws:s3:::b/carlos/f"};
  request.context["aws:username"] = {"*"};
  CHECK(verdict(identity(allow("s3:*", "arn:aws:s3:::b/${aws:username}/*")), request) ==
        "implicitly denied");
}

TEST_CASE("a variable without value takes its default") {
  const Policy team = allow("s3:*", "arn:aws:s3:::b-${aws:PrincipalTag/team, 'everyone'}");
  Request request{.action = "s3:DeleteBucket", .resource = "arn:aws:s3:::b-everyone"};
  CHECK(verdict(identity(team), request) == "allowed");
  request.context["aws:PrincipalTag/team"] = {"sre"};
  CHECK(verdict(identity(team), request) == "implicitly denied");
}

TEST_CASE("special variables stand for the characters themselves") {
  const Policy starred = allow("s3:*", "arn:aws:s3:::b/${*}${?}${$}");
  CHECK(verdict(identity(starred), {.action = "s3:PutObject", .resource = "arn:aws:s3:::b/*?$"}) ==
        "allowed");
  CHECK(verdict(identity(starred), {.action = "s3:PutObject", .resource = "arn:aws:s3:::b/ab$"}) ==
        "implicitly denied");
}

TEST_CASE("the old version of the language has no variables") {
  const Policy old = policy(R"({"Version": "2008-10-17", "Statement": {"Effect": "Allow",
      "Action": "s3:*", "Resource": "arn:aws:s3:::b/${aws:username}"}})");
  Request request{.action = "s3:PutObject", .resource = "arn:aws:s3:::b/carlos"};
  request.context["aws:username"] = {"carlos"};
  CHECK(verdict(identity(old), request) == "implicitly denied");
  request.resource = "arn:aws:s3:::b/${aws:username}";
  CHECK(verdict(identity(old), request) == "allowed");
}

TEST_CASE("an unresolved variable equals nothing, so a negated operator is met") {
  const Context tagged{{"s3:ExistingObjectTag/Team", {"red"}}};
  CHECK_FALSE(is_met(
      R"({"StringEquals": {"s3:ExistingObjectTag/Team": "${aws:PrincipalTag/Team}"}})", tagged));
  CHECK(is_met(R"({"StringNotEquals": {"s3:ExistingObjectTag/Team": "${aws:PrincipalTag/Team}"}})",
               tagged));
}

TEST_CASE("the catalog finds operators with their prefixes and suffixes") {
  const auto found = operation_of("foranyvalue:stringlikeifexists");
  REQUIRE(found);
  CHECK(found->base->name == "StringLike");
  CHECK(found->quantifier == Quantifier::for_any_value);
  CHECK(found->if_exists);
  for (const std::string bad :
       {"", "IfExists", "StringEqual", "NullIfExists", "ForAllValues:Null", "ForSome:Bool"})
    CHECK_MESSAGE(!operation_of(bad), bad);
  for (const Operator& one : operators()) CHECK(operation_of(one.name)->base == &one);
}

}  // namespace outcast::access
