// From file to scenario: format, topology file, variant, reading, checks, digest.
#include <cstdio>

#include "models/document/nearest_name.h"
#include "models/scenario/check.h"
#include "models/scenario/file_content.h"
#include "models/scenario/variants.h"

namespace outcast::scenario {
namespace {

using document::Document;
using document::Problems;
using document::quoted;
using document::Value;
using document::ValueKind;

/// Other formats and versions are not read any further: one clear problem says more than a hundred.
bool has_format(Value file, std::string_view format, Problems& problems) {
  if (!file.is(ValueKind::object)) {
    problems.add(
        {file.position(), "expected an object, found " + std::string(with_article(file.kind()))});
    return false;
  }
  const Value found = file.find("format");
  if (found.is(ValueKind::string) && found.text() == format) return true;
  const std::string hint = "Write \"format\": " + quoted(format) + '.';
  if (!found)
    problems.add(
        {file.position(), "missing \"format\"", "it names kind and version of a file", hint});
  else if (!found.is(ValueKind::string))
    problems.add({found.position(), "the format is no text", {}, hint});
  else
    problems.add({found.position(), "unknown format " + quoted(found.text()),
                  "read here: " + quoted(format)});
  return false;
}

/// Puts a topology file in the place of its path.
void embed_topology(Document& document, Value file, Problems& problems) {
  const Value topology = file.find("topology");
  if (topology.is(ValueKind::string) && document.embed_file(topology, problems))
    has_format(topology, topology_format, problems);
}

/// The file as the variant changes it; the topology file is read first, so that a patch may reach
/// into it (unless the patch names another).
Value with_variant(Document& document, Value file, std::string_view variant, Problems& problems) {
  Value patch;
  if (!variant.empty()) patch = find_variant(file, variant, problems);
  const bool replaces_topology = patch && patch.find("topology").is(ValueKind::string);
  if (!replaces_topology) embed_topology(document, file, problems);
  if (!patch) return file;
  check_patch(file, patch, problems);
  const Value changed = document.merge_patch(file, patch);
  if (replaces_topology) embed_topology(document, changed, problems);
  return changed;
}

/// All but the variants counts: adding one changes no result.
std::string digest_of(Document& document, Value file, Problems& problems) {
  const Value no_variants = document.read_text("{\"variants\": null}", "digest", problems);
  const std::string text = canonical_text(document.merge_patch(file, no_variants));
  char digest[17];
  std::snprintf(digest, sizeof digest, "%016llx",
                static_cast<unsigned long long>(sim::hash_name(text)));
  return digest;
}

std::optional<Loaded> read(Document& document, Value file, std::string_view variant,
                           Problems& problems) {
  if (!file || !has_format(file, scenario_format, problems)) return std::nullopt;
  const Value whole = with_variant(document, file, variant, problems);
  FileContent content;
  content.scenario.safeguards = standard_safeguards();
  content.scenario.failure_modes.assign(faults::catalog().begin(), faults::catalog().end());
  document::Reader reader{document, problems};
  read_object(reader, whole, content);
  check(content.scenario, whole, problems);
  check_observed(content.observed, content.scenario, whole, problems);
  if (!problems.empty()) return std::nullopt;
  return Loaded{std::move(content.scenario), std::move(content.observed),
                digest_of(document, whole, problems), variant_names(file)};
}

std::optional<std::string> no_files(const std::string&, std::string& why_not) {
  why_not = "a text in memory refers to no files";
  return std::nullopt;
}

}  // namespace

std::optional<Loaded> load(const std::string& path, std::string_view variant, Problems& problems,
                           document::FileReader files) {
  Document document(std::move(files));
  return read(document, document.read_file(path, problems), variant, problems);
}

std::optional<Loaded> load_text(std::string_view text, const std::string& file,
                                std::string_view variant, Problems& problems,
                                document::FileReader files) {
  Document document(files ? std::move(files) : no_files);
  return read(document, document.read_text(text, file, problems), variant, problems);
}

std::optional<system::Topology> load_topology(const std::string& path, Problems& problems) {
  Document document;
  const Value file = document.read_file(path, problems);
  if (!file || !has_format(file, topology_format, problems)) return std::nullopt;
  system::Topology topology;
  document::Reader reader{document, problems};
  read_object(reader, file, topology);
  check_topology(topology, file, problems);
  if (!problems.empty()) return std::nullopt;
  return topology;
}

std::vector<std::string_view> schema_names() { return {"scenario", "topology"}; }

std::string schema(std::string_view name) {
  document::Definitions definitions;
  if (name == "scenario")
    return definitions.to_text("Outcast scenario",
                               document::object_schema<FileContent>(definitions));
  if (name == "topology") {
    document::Schema file = document::object_schema<system::Topology>(definitions);
    return definitions.to_text("Outcast topology", file.require("format"));
  }
  return {};
}

}  // namespace outcast::scenario
