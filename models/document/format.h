// Which kind and version of file a document is.
#pragma once
#include <string_view>

#include "models/document/document.h"

namespace outcast::document {

/// Whether the file's member "format" says so. Other formats and versions are not read any further:
/// one clear problem says more than a hundred.
bool has_format(Value file, std::string_view format, Problems& problems);

}  // namespace outcast::document
