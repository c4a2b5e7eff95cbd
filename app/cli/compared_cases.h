// Which cases a comparison is of: variants of one scenario, or several scenarios.
#pragma once
#include <string>
#include <vector>

#include "app/study/case.h"

namespace outcast::app {

struct ComparedCases {
  std::vector<std::string> scenarios, variants;
  std::string variant;  ///< to start from, of every scenario
};

/// The first is what the others are compared with: of one scenario itself (or `variant` of it),
/// then the variants that were asked for, or all. Throws Failure where there is nothing to compare.
std::vector<Case> read_cases(const ComparedCases& request,
                             const document::FileReader& files = document::read_from_disk);

}  // namespace outcast::app
