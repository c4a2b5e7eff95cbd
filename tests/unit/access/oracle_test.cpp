// Agreement with recorded verdicts: of an independent tool, of the IAM user guide, and on AWS's own
// policies.
#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "models/access/evaluate.h"
#include "models/access/policy_document.h"

namespace outcast::access {
namespace {

using nlohmann::json;

/// The file under formats/iam, or nothing and a word about it.
std::optional<std::ifstream> open_shared(const std::string& name) {
  std::ifstream in(std::string(OUTCAST_SHARED) + "/data/formats/iam/" + name);
  if (in) return in;
  MESSAGE("skipped: there is no ", name);
  return {};
}

Policy policy_from(const json& document) {
  document::Problems problems;
  Policy out = parse_policy(document.dump(), problems);
  CHECK_MESSAGE(problems.empty(), problems.to_text());
  return out;
}

std::vector<Policy> policies_from(const json& documents) {
  std::vector<Policy> out;
  for (const json& one : documents) out.push_back(policy_from(one));
  return out;
}

PolicySet policies_of(const json& c) {
  PolicySet out;
  out.identity = policies_from(c.at("identityPolicies"));
  if (c.contains("permissionBoundary")) out.boundary = policy_from(c["permissionBoundary"]);
  if (c.contains("sessionPolicy")) out.session = policy_from(c["sessionPolicy"]);
  if (c.contains("serviceControlPolicies"))
    for (const json& level : c["serviceControlPolicies"])
      out.control.push_back(policies_from(level));
  return out;
}

Request request_of(const json& r) {
  Request out{.action = r.at("action"), .resource = r.at("resource").at("resource")};
  out.principal = r.at("principal");
  out.resource_account = r.at("resource").at("accountId");
  for (const auto& [key, value] : r.at("contextVariables").items())
    out.context[key] = value.is_array() ? value.get<std::vector<std::string>>()
                                        : std::vector<std::string>{value.get<std::string>()};
  return out;
}

std::string verdict_of(const json& c) {
  switch (evaluate(policies_of(c), request_of(c.at("request")))) {
    case Decision::allowed:
      return "Allowed";
    case Decision::explicitly_denied:
      return "ExplicitlyDenied";
    default:
      return "ImplicitlyDenied";
  }
}

struct Agreement {
  int agreeing = 0, cases = 0;
};

}  // namespace

TEST_CASE("all recorded verdicts on identity policies, conditions and guardrails agree") {
  auto in = open_shared("iam_oracle_cases.jsonl");
  if (!in) return;
  std::map<std::string, Agreement> families;
  for (std::string line; std::getline(*in, line);) {
    const json c = json::parse(line);
    if (c.contains("resourcePolicy")) continue;
    const bool agrees = verdict_of(c) == c.at("expected");
    CHECK_MESSAGE(agrees, c.at("id").get<std::string>());
    Agreement& family = families[c.at("family")];
    ++family.cases;
    family.agreeing += agrees;
  }
  for (const std::string name : {"identity", "condition", "guardrail"}) {
    MESSAGE(name, ": ", families[name].agreeing, " of ", families[name].cases, " agree");
    CHECK(families[name].cases >= 300);
  }
}

TEST_CASE("the cases of the user guide agree, but for those that need a resource's own policy") {
  auto in = open_shared("iam_docs_cases.json");
  if (!in) return;
  Agreement guide;
  int left_out = 0;
  for (const json& c : json::parse(*in)) {
    if (c.contains("resourcePolicy")) {
      ++left_out;
      continue;
    }
    const bool agrees = verdict_of(c) == c.at("expected");
    CHECK_MESSAGE(agrees, c.at("name").get<std::string>());
    ++guide.cases;
    guide.agreeing += agrees;
  }
  MESSAGE("user guide: ", guide.agreeing, " of ", guide.cases, " agree, ", left_out, " left out");
  CHECK(guide.cases >= 20);
}

TEST_CASE("AWS's managed policies get the recorded verdicts on destructive requests") {
  auto in = open_shared("aws_managed_policies_destructive_oracle.json");
  if (!in) return;
  const json oracle = json::parse(*in);
  Agreement managed;
  for (const auto& item : oracle.at("expected").items()) {
    const std::string name = item.key(), letters = item.value();
    const PolicySet set{.identity = {policy_from(oracle.at("policies").at(name))}};
    for (std::size_t i = 0; i < oracle.at("requests").size(); ++i) {
      const json& r = oracle["requests"][i];
      const auto decision =
          evaluate(set, {.action = r[0], .resource = r[1], .principal = oracle.at("principal")});
      const bool agrees = "AID"[static_cast<int>(decision)] == letters[i];
      CHECK_MESSAGE(agrees, name, " on ", r[0].get<std::string>());
      ++managed.cases;
      managed.agreeing += agrees;
    }
  }
  MESSAGE("managed policies: ", managed.agreeing, " of ", managed.cases, " agree");
}

}  // namespace outcast::access
