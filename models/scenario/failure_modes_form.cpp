// The catalog of failure modes with a scenario's changes.
#include <algorithm>

#include "models/scenario/describe_faults.h"

namespace outcast::document {
namespace {

faults::FailureMode& named(std::vector<faults::FailureMode>& modes, std::string_view name) {
  const auto known = std::ranges::find(modes, name, &faults::FailureMode::name);
  if (known != modes.end()) return *known;
  modes.push_back({.name = std::string(name), .what = {}, .onset = {}, .repair = {}});
  return modes.back();
}

}  // namespace

void Form<std::vector<faults::FailureMode>>::read(Reader& reader, Value value, Modes& out,
                                                  const Range&) {
  if (!value.is(ValueKind::object))
    return reader.expected(value, "an object by name of failure mode");
  for (const Value member : value)
    read_object(reader, member, named(out, member.key()), member.key());
}

Schema Form<std::vector<faults::FailureMode>>::schema(Definitions& definitions, const Range&) {
  return Schema::map_of(object_schema<faults::FailureMode>(definitions));
}

}  // namespace outcast::document
