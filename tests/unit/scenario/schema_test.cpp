// The JSON Schema of scenario files: complete, and sound in itself.
#include <doctest/doctest.h>

#include <vector>

#include "models/change/safeguard.h"
#include "models/scenario/scenario_file.h"

using namespace outcast;
using document::Value;
using document::ValueKind;

namespace {

/// Every "$ref" below a value.
std::vector<std::string> references(Value root) {
  std::vector<std::string> found;
  std::vector<Value> open{root};
  while (!open.empty()) {
    const Value value = open.back();
    open.pop_back();
    if (const Value reference = value.find("$ref")) found.emplace_back(reference.text());
    for (const Value child : value) open.push_back(child);
  }
  return found;
}

}  // namespace

TEST_CASE("a schema is JSON in which every reference leads somewhere") {
  for (const std::string_view name : scenario::schema_names()) {
    document::Document document;
    document::Problems problems;
    const Value schema = document.read_text(scenario::schema(name), "schema", problems);
    CHECK(problems.to_text() == "");
    CHECK(schema.find("$ref").text() == "#/$defs/" + std::string(name));
    for (const std::string& reference : references(schema)) {
      CAPTURE(reference);
      REQUIRE(reference.starts_with("#/$defs/"));
      CHECK(schema.find("$defs").find(std::string_view(reference).substr(8)));
    }
  }
}

TEST_CASE("the schema of a scenario knows every safeguard and its parameters") {
  document::Document document;
  document::Problems problems;
  const Value schema = document.read_text(scenario::schema("scenario"), "schema", problems);
  const Value safeguards = schema.find("$defs")
                               .find("scenario")
                               .find("properties")
                               .find("safeguards")
                               .find("properties");
  CHECK(safeguards.size() == change::catalog().size());
  for (const change::Safeguard& safeguard : change::catalog())
    for (const change::Parameter& parameter : safeguard.parameters)
      CHECK(safeguards.find(safeguard.name).find("properties").find(parameter.name));
}

TEST_CASE("the schema of a topology file requires its format") {
  document::Document document;
  document::Problems problems;
  const Value schema = document.read_text(scenario::schema("topology"), "schema", problems);
  const Value topology = schema.find("$defs").find("topology");
  CHECK(topology.find("properties").find("format").find("const").text() == "outcast-topology/1");
  CHECK(schema.find("required")[0].text() == "format");
}

TEST_CASE("of other names there is no schema") { CHECK(scenario::schema("shop") == ""); }
