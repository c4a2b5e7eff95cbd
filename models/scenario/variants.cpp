// Finding variants, and the mistakes that a merge patch would hide.
#include "models/scenario/variants.h"

#include "models/document/nearest_name.h"

namespace outcast::scenario {
namespace {

using document::Problems;
using document::Value;
using document::ValueKind;

/// A member of the patch, and what it would change.
struct Change {
  Value target, patch;
};

void report_array(const Change& change, Problems& problems) {
  if (!change.target.is(ValueKind::array) || !change.patch.is(ValueKind::object)) return;
  problems.add({change.patch.position(), "an object cannot patch an array",
                "a merge patch replaces arrays whole (RFC 7386)",
                "Write the array at " + change.target.position().pointer +
                    " as an object by name, or replace it by an array."});
}

}  // namespace

std::vector<std::string> variant_names(Value file) {
  std::vector<std::string> names;
  for (const Value variant : file.find("variants")) names.emplace_back(variant.key());
  return names;
}

Value find_variant(Value file, std::string_view name, Problems& problems) {
  const Value variants = file.find("variants");
  if (const Value variant = variants.find(name)) return variant;
  const std::vector<std::string> names = variant_names(file);
  const std::vector<std::string_view> known(names.begin(), names.end());
  problems.add({file.nearest("variants").position(), "unknown variant " + document::quoted(name),
                known.empty() ? "the scenario has none" : "", document::did_you_mean(name, known)});
  return {};
}

void check_patch(Value file, Value patch, Problems& problems) {
  if (!patch.is(ValueKind::object)) {
    problems.add({patch.position(), "a patch must be an object", "a merge patch (RFC 7386)"});
    return;
  }
  for (const auto fixed : {"format", "variants"})
    if (const Value member = patch.find(fixed))
      problems.add({member.key_position(), "a patch cannot change " + document::quoted(fixed)});
  std::vector<Change> open{{file, patch}};
  while (!open.empty()) {
    const Change change = open.back();
    open.pop_back();
    report_array(change, problems);
    if (!change.target.is(ValueKind::object) || !change.patch.is(ValueKind::object)) continue;
    for (const Value member : change.patch)
      if (const Value target = change.target.find(member.key())) open.push_back({target, member});
  }
}

}  // namespace outcast::scenario
