// JSON pointers: the place of a value in a document. Source: RFC 6901.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/document/document.h"

namespace outcast::document {

/// The names and indices on the way from the whole document; none: the document itself.
using Pointer = std::vector<std::string>;

/// The pointer, or nothing and `problem` filled in but for its place.
std::optional<Pointer> parse_pointer(std::string_view text, Problem& problem);

/// The value that it leads to, or nothing.
Value find(Value root, const Pointer& pointer);

/// Whether a value can be set there: all on the way exists; the last name of an object may be new.
/// Otherwise a problem at `written`, with the nearest name.
bool can_set(Value root, const Pointer& pointer, Value written, Problems& problems);

}  // namespace outcast::document
