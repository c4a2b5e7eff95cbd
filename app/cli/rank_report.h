// A ranking for people, and as JSON.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/risk/risk.h"
#include "app/study/early_warnings.h"
#include "app/study/ranking.h"
#include "app/study/role_reach.h"
#include "app/terminal/figures.h"

namespace outcast::app {

struct RankResult {
  const Case& subject;
  const Ranking& ranking;
  const std::vector<RoleReport>& roles;
  const RankRequest& request;
  const std::vector<ServiceWarning>& warnings;
  const std::optional<Risk>& campaign;  ///< empty: the scenario is a what-if
};

/// `top`: lines of each table.
std::string to_text(const RankResult& result, std::uint64_t top);
std::string to_json(const RankResult& result);

/// What the services' numbers say: crashes, importance, structure, and how the last predicts.
std::string services_text(const RankResult& result, std::uint64_t top);
/// A share, which does not exist where the whole is nothing.
EstimateText ratio_text(const sim::Estimate& estimate, double factor);
/// The harm of the campaign by what brings it.
std::string campaign_text(const RankResult& result, std::uint64_t top);

}  // namespace outcast::app
