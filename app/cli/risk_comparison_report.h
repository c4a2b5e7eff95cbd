// The harm of several campaigns side by side, for people and as JSON.
#pragma once
#include <span>
#include <string>

#include "app/risk/comparison.h"

namespace outcast::app {

struct RiskComparisonResult {
  std::span<const Case> cases;
  const RiskComparison& comparison;
  const RiskRequest& request;
};

std::string to_text(const RiskComparisonResult& result);
std::string to_json(const RiskComparisonResult& result);

}  // namespace outcast::app
