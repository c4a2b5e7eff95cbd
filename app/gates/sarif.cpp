// SARIF 2.1.0, with what code scanning needs to place and to recognise a result.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "app/gates/check_files.h"

namespace outcast::app {
namespace {

using Json = nlohmann::ordered_json;

/// A path as a relative reference (RFC 3986): what is not unreserved is escaped.
std::string uri_of(const std::string& path) {
  static constexpr std::string_view kept = "-._~/";
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string uri;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || kept.find(c) != std::string_view::npos;
    if (is_plain)
      uri += c;
    else
      uri += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return uri;
}

std::string id_of(const Check& check) {
  return (check.kind == CheckKind::requirement ? "require " : "regression of ") + check.name;
}

Json rule_of(const Check& check) {
  const std::string what = check.kind == CheckKind::requirement
                               ? "Required: " + check.name
                               : check.name + " is not worse than in the baseline";
  return {{"id", id_of(check)}, {"shortDescription", {{"text", what}}}};
}

/// `level` is "none" for all that is no failure (SARIF 3.27.10).
Json result_of(const Check& check, std::size_t rule) {
  const bool is_breached = check.is_breached();
  const char* kind = is_breached ? "fail" : check.ruling == Ruling::passed ? "pass" : "open";
  return {
      {"ruleId", id_of(check)},
      {"ruleIndex", rule},
      {"kind", kind},
      {"level", is_breached ? "error" : "none"},
      {"message", {{"text", check.subject + ": " + check.name + ": " + check.message()}}},
      {"locations",
       {{{"physicalLocation",
          {{"artifactLocation", {{"uri", uri_of(check.path)}}}, {"region", {{"startLine", 1}}}}}}}},
      {"partialFingerprints", {{"checkOfCase/v1", check.subject + ": " + id_of(check)}}}};
}

}  // namespace

std::string to_sarif(std::span<const Check> checks) {
  std::vector<std::string> ids;
  Json rules = Json::array(), results = Json::array();
  for (const Check& check : checks) {
    auto at = std::ranges::find(ids, id_of(check));
    if (at == ids.end()) {
      rules.push_back(rule_of(check));
      at = ids.insert(ids.end(), id_of(check));
    }
    results.push_back(result_of(check, static_cast<std::size_t>(at - ids.begin())));
  }
  const Json driver = {{"name", "Outcast"}, {"version", OUTCAST_VERSION}, {"rules", rules}};
  const Json json = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                     {"version", "2.1.0"},
                     {"runs", {{{"tool", {{"driver", driver}}}, {"results", results}}}}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace outcast::app
