// JSON Schema of what `run --json` and `compare --json` write.
#pragma once
#include <string_view>

namespace outcast::cli {

extern const std::string_view result_schema;

}  // namespace outcast::cli
