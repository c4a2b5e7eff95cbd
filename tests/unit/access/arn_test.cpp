// ARNs and their patterns.
#include "models/access/arn.h"

#include <doctest/doctest.h>

#include <string>

namespace outcast::access {
namespace {

bool covers(std::string_view pattern, std::string_view arn) {
  return resource_matches(pattern_of(pattern), arn);
}

}  // namespace

TEST_CASE("a star spans slashes and question marks are one character") {
  CHECK(covers("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/2/test/3/o.jpg"));
  CHECK_FALSE(covers("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/test/o.jpg"));
  CHECK(covers("arn:aws:s3:::b?", "arn:aws:s3:::b1"));
  CHECK_FALSE(covers("arn:aws:s3:::b?", "arn:aws:s3:::b"));
}

TEST_CASE("a dot is only a dot") {
  CHECK_FALSE(covers("arn:aws:s3:::logs.prod", "arn:aws:s3:::logsxprod"));
}

TEST_CASE("a wildcard inside a part stays in that part, a star at its end may run on") {
  const std::string queue = "arn:aws:sqs:us-east-1:123456789012:jobs";
  CHECK(covers("arn:aws:sqs:us-*-1:123456789012:jobs", queue));
  CHECK_FALSE(covers("arn:aws:sqs:us*2:jobs", queue));
  CHECK(covers("arn:aws:sqs:us-*:jobs", queue));
  CHECK_FALSE(covers("arn:aws:sqs:us-east-1?123456789012:jobs:x", queue));
}

TEST_CASE("missing parts of a pattern are anything") {
  CHECK(covers("arn:aws:sqs", "arn:aws:sqs:us-east-1:123456789012:jobs"));
  CHECK(covers("arn:aws:sqs:us-east-1", "arn:aws:sqs:us-east-1:123456789012:jobs"));
  CHECK_FALSE(covers("arn:aws:sqs:us-east-2", "arn:aws:sqs:us-east-1:123456789012:jobs"));
  CHECK(covers("*", "*"));
  CHECK_FALSE(covers("arn:aws:sqs:*", "*"));
}

TEST_CASE("the service is spelled out, and the kind of an IAM resource") {
  CHECK_FALSE(covers("arn:aws:s*:::b", "arn:aws:s3:::b"));
  CHECK_FALSE(covers("arn:aws:iam::123456789012:u*", "arn:aws:iam::123456789012:user/bob"));
  CHECK(covers("arn:aws:iam::123456789012:*", "arn:aws:iam::123456789012:user/bob"));
  CHECK(fault_of_resource(pattern_of("mybucket")) == "neither an ARN nor *");
}

TEST_CASE("an ARN comes apart into six, and its type is the first word") {
  const auto log = arn_of("arn:aws:logs:eu-west-1:1:log-group:/aws/x:*");
  REQUIRE(log);
  CHECK(log->resource == "log-group:/aws/x:*");
  CHECK(resource_type(*log) == "log-group");
  CHECK(resource_type(*arn_of("arn:aws:apigateway:us-east-1::/restapis/a")) == "restapis");
  CHECK(resource_type(*arn_of("arn:aws:s3:::b/k")).empty());
  CHECK(resource_type(*arn_of("arn:aws:sqs:us-east-1:1:jobs")).empty());
  CHECK_FALSE(arn_of("arn:aws:sqs"));
  CHECK_FALSE(arn_of("urn:aws:sqs:a:b:c"));
}

TEST_CASE("a hostile pattern takes no longer than its length times the text's") {
  std::string stars;
  for (int i = 0; i < 200; ++i) stars += "*a";
  CHECK_FALSE(matches(pattern_of(stars + "b"), std::string(2000, 'a')));
}

}  // namespace outcast::access
