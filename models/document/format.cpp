// Looks at a file before it is read.
#include "models/document/format.h"

#include "models/document/nearest_name.h"

namespace outcast::document {

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

}  // namespace outcast::document
