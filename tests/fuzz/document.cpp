// Fuzz target: any bytes are a document or problems; a document prints, prints the same, and
// merges.
#include "models/document/document.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace outcast::document;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// Every place can be told.
void visit(Value value) {
  require(value.position().line > 0);
  for (const Value child : value) visit(child);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Document document;
  Problems problems;
  const Value value = document.read_text(text, "fuzz", problems);
  require(value || !problems.empty());
  if (!value) return 0;
  visit(value);
  const std::string canonical = canonical_text(value);
  Problems none;
  const Value again = document.read_text(canonical, "again", problems.empty() ? none : problems);
  require(again && canonical_text(again) == canonical && none.empty());
  canonical_text(document.merge_patch(value, again));
  return 0;
}
