// What people read after a run.
#pragma once
#include <cstdint>
#include <string>

#include "app/cli/result_json.h"

namespace outcast::app {

/// `top`: services to list.
std::string to_text(const RunResult& result, std::uint64_t top);

}  // namespace outcast::app
