// What people read after a comparison.
#pragma once
#include <string>

#include "app/cli/result_json.h"

namespace outcast::app {

std::string to_text(const CompareResult& result);

}  // namespace outcast::app
