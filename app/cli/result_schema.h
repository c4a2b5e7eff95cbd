// JSON Schema of what `run --json` and `compare --json` write.
#pragma once
#include <string_view>

namespace outcast::app {

extern const std::string_view result_schema;

}  // namespace outcast::app
