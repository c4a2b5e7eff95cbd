// What people read of each case against the first.
#pragma once
#include <string>

#include "app/cli/result_json.h"

namespace outcast::app {

/// A table by metric and case, with what its intervals promise, and what the common luck gained;
/// empty: nothing can be paired.
std::string differences_text(const CompareResult& result);

}  // namespace outcast::app
