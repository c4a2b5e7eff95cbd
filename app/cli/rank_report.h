// A ranking for people, and as JSON.
#pragma once
#include <string>
#include <vector>

#include "app/study/early_warnings.h"
#include "app/study/ranking.h"
#include "app/study/role_reach.h"

namespace outcast::app {

struct RankResult {
  const Case& subject;
  const Ranking& ranking;
  const std::vector<RoleReport>& roles;
  const RankRequest& request;
  const std::vector<ServiceWarning>& warnings;
};

/// `top`: lines of each table.
std::string to_text(const RankResult& result, std::uint64_t top);
std::string to_json(const RankResult& result);

}  // namespace outcast::app
