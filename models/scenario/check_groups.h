// Groups of alternatives: k of n, of one caller.
#pragma once
#include <vector>

#include "models/document/document.h"
#include "models/system/topology.h"

namespace outcast::scenario {

void check_groups(const std::vector<system::Dependency>& dependencies, document::Value list,
                  document::Problems& problems);

}  // namespace outcast::scenario
