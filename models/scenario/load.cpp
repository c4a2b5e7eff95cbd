// From file to scenario: format, topology file, variant, reading, checks, digest.
#include <cstdio>

#include "models/document/format.h"
#include "models/scenario/check.h"
#include "models/scenario/editable_scenario.h"
#include "models/scenario/file_content.h"
#include "models/scenario/variants.h"

namespace outcast::scenario {
namespace {

using document::Document;
using document::Problems;
using document::quoted;
using document::Value;
using document::ValueKind;

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
std::string digest_of(Document& document, Value file, Value no_variants) {
  const std::string text = canonical_text(document.merge_patch(file, no_variants));
  char digest[17];
  std::snprintf(digest, sizeof digest, "%016llx",
                static_cast<unsigned long long>(sim::hash_name(text)));
  return digest;
}

/// What is read and checked after all that changes a file has been applied to it.
std::optional<Loaded> read_changed(Document& document, Value whole, Value no_variants,
                                   Problems& problems) {
  FileContent content;
  content.scenario.safeguards = standard_safeguards();
  content.scenario.failure_modes.assign(faults::catalog().begin(), faults::catalog().end());
  document::Reader reader{document, problems};
  read_object(reader, whole, content);
  check(content.scenario, whole, problems);
  check_observed(content.observed, content.scenario, whole, problems);
  if (!problems.empty()) return std::nullopt;
  return Loaded{std::move(content.scenario), std::move(content.observed),
                digest_of(document, whole, no_variants), variant_names(whole)};
}

/// The patch that leaves out what a digest does not count.
Value without_variants(Document& document, Problems& problems) {
  return document.read_text("{\"variants\": null}", "digest", problems);
}

std::optional<Loaded> read(Document& document, Value file, std::string_view variant,
                           Problems& problems) {
  if (!file || !has_format(file, scenario_format, problems)) return std::nullopt;
  const Value whole = with_variant(document, file, variant, problems);
  return read_changed(document, whole, without_variants(document, problems), problems);
}

Value place_of(const Edit& edit) { return edit.written ? edit.written : edit.value; }

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

EditableScenario::EditableScenario(Document& document, const std::string& path,
                                   std::string_view variant, Problems& problems)
    : document_(document) {
  const Value file = document.read_file(path, problems);
  if (!file || !has_format(file, scenario_format, problems)) return;
  base_ = with_variant(document, file, variant, problems);
  no_variants_ = without_variants(document, problems);
  static_cast<void>(read_changed(document, base_, no_variants_, problems));
}

bool EditableScenario::can_apply(const Edit& edit, Problems& problems) const {
  if (edit.kind == Edit::Kind::set) return can_set(base_, edit.pointer, place_of(edit), problems);
  const std::size_t before = problems.size();
  check_patch(base_, edit.value, problems);
  return problems.size() == before;
}

/// Nothing: an earlier edit took away what the pointer leads through.
Value EditableScenario::changed(Value whole, const Edit& edit, Problems& problems) {
  if (edit.kind == Edit::Kind::patch) return document_.merge_patch(whole, edit.value);
  if (!can_set(whole, edit.pointer, place_of(edit), problems)) return {};
  return document_.replace(whole, edit.pointer, edit.value);
}

std::optional<Loaded> EditableScenario::with(std::span<const Edit> edits, Problems& problems) {
  const Document::Mark mark = document_.mark();
  Value whole = base_;
  for (const Edit& edit : edits)
    if (whole) whole = changed(whole, edit, problems);
  std::optional<Loaded> loaded;
  if (whole) embed_topology(document_, whole, problems);
  if (whole) loaded = read_changed(document_, whole, no_variants_, problems);
  document_.forget_since(mark);
  return loaded;
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
