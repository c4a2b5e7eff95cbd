// The table of default actions against AWS's own list of actions and the resources they take.
#include "models/access/actions.h"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "models/access/arn.h"
#include "models/access/ascii.h"

namespace outcast::access {
namespace {

using nlohmann::json;

std::string sample_arn(const ResourceKind& kind) {
  const std::string start = "arn:aws:" + std::string(kind.service) + ":us-east-1:123456789012:";
  if (kind.service == "s3") return kind.type.empty() ? "arn:aws:s3:::b" : "arn:aws:s3:::b/k";
  return kind.type.empty() ? start + "name" : start + std::string(kind.type) + "/name";
}

std::string type_of_pattern(const std::string& pattern) {
  const auto arn = arn_of(pattern);
  if (!arn) return {};
  return arn->service == "s3" && arn->resource.find('/') != std::string::npos ? "object"
                                                                              : resource_type(*arn);
}

/// Whether the action takes a resource of this kind. The file spells types in lower case where it
/// lists their ARNs, of which a type may have several.
bool takes(const json& service, const std::string& action, std::string_view type) {
  const auto& actions = service.at("actions");
  if (!actions.contains(action)) return false;
  for (const json& named : actions[action][1]) {
    const std::string name = lower(named.get<std::string>());
    const json patterns =
        service.at("resourceTypes").value(name.substr(0, name.find('*')), json(""));
    if (type_of_pattern(patterns.get<std::string>()) == type) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("every kind of resource in the table is found by an ARN of its kind") {
  for (const ResourceKind& kind : resource_kinds()) {
    const Actions found = default_actions(sample_arn(kind));
    REQUIRE_MESSAGE(!found.modify.empty(), sample_arn(kind));
    CHECK_MESSAGE(found.modify[0].starts_with(std::string(kind.service) + ":"), sample_arn(kind));
  }
}

TEST_CASE("every action in the table exists and takes the kind of resource it is listed for") {
  std::ifstream in(std::string(OUTCAST_SHARED) +
                   "/data/formats/iam/aws_iam_actions_core_services.json");
  if (!in) {
    MESSAGE("skipped: there is no list of IAM actions");
    return;
  }
  const json services = json::parse(in);
  int checked = 0;
  for (const ResourceKind& kind : resource_kinds()) {
    if (!services.contains(kind.service)) continue;
    const Actions actions = default_actions(sample_arn(kind));
    for (const auto* list : {&actions.modify, &actions.destroy})
      for (const std::string& action : *list) {
        CHECK_MESSAGE(takes(services[kind.service], action.substr(action.find(':') + 1), kind.type),
                      action, " on ", kind.type);
        ++checked;
      }
  }
  MESSAGE(checked, " actions checked");
  CHECK(checked >= 150);
}

}  // namespace outcast::access
