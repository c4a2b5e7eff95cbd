// The harm of several campaigns side by side: the same draws befall each, with the same luck.
#pragma once
#include <optional>
#include <span>
#include <vector>

#include "app/risk/risk.h"
#include "sim/stats/variance_reduction.h"

namespace outcast::app {

/// What changes from the first case to another, per horizon.
struct HarmDifference {
  sim::Estimate harm;
  sim::Interval together;      ///< holds at once with those of all other cases
  sim::Estimate by_campaigns;  ///< the same by whole campaigns under the same luck, as a check
  /// Against sweeps of the same plan with luck of their own, and against campaigns under the same
  /// luck, of the same cost (events). Empty: the difference does not vary.
  std::optional<sim::VarianceReduction> against_independent, against_campaigns;

  bool is_open() const { return together.low <= 0 && together.high >= 0; }
};

struct ComparedRisk {
  sim::Estimate harm, incidents;  ///< per horizon
  sim::Estimate under_way;        ///< incidents at a time: where they meet, harm counts twice
  sim::Estimate campaigns;        ///< the harm by whole campaigns
  HarmDifference difference;      ///< of the first case from itself: nothing
};

struct RiskComparison {
  std::uint64_t cells = 0;  ///< of all cases together
  std::uint64_t draws = 0;  ///< incidents of each case
  std::vector<ComparedRisk> cases;
  ExitCode code = ExitCode::done;
};

/// Needs two cases or more, campaigns over the same horizon. Each draw is a cell of any case, drawn
/// from a mixture of what serves each case and each difference, so that its weight is right in
/// every case that has it; in the others nothing happens. Throws Failure as assess() does.
RiskComparison compare(std::span<const Case> cases, const RiskRequest& request);

}  // namespace outcast::app
