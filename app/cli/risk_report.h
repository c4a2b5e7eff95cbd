// An assessment of risk for people, and as JSON.
#pragma once
#include <string>

#include "app/risk/risk.h"

namespace outcast::app {

struct RiskResult {
  const Case& subject;
  const Risk& risk;
  const RiskRequest& request;
};

/// `top`: lines of each table.
std::string to_text(const RiskResult& result, std::uint64_t top);
std::string to_json(const RiskResult& result);

}  // namespace outcast::app
