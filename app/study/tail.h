// The tail of one metric: what the worst replications lose, and how rarely more is lost.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/study/case.h"
#include "app/terminal/options.h"
#include "sim/stats/expected_shortfall.h"
#include "sim/stats/pareto_tail.h"
#include "sim/stats/quantile.h"

namespace outcast::app {

struct TailRequest {
  std::vector<std::string> metrics{};
  /// "auto", a value in the metric's unit, or a share of the replications below it such as 95%;
  /// empty: nothing is fitted.
  std::string threshold{};
};

void declare_tail(Options& options, TailRequest& request);
/// Why the largest values of a metric are no losses; empty: they are.
std::string why_no_loss(const cascade::Metric& metric);
/// Throws Failure: a metric is unknown or its largest values are the good ones, or the threshold is
/// none.
void check(const TailRequest& request);

/// What is exceeded once in `period`.
struct ReturnLevel {
  double period = 0;       ///< years or, without a horizon, replications
  double probability = 0;  ///< that one replication exceeds it
  sim::Quantile observed;
  std::optional<sim::Interval> fitted_interval{};
  double fitted = 0;  ///< with an interval

  /// Fewer than one replication is expected to exceed it: only a fit says anything.
  bool is_beyond_data() const { return static_cast<double>(observed.n) * probability < 1 - 1e-9; }
};

struct Tail {
  cascade::Metric metric;
  std::uint64_t n = 0;       ///< replications
  std::uint64_t absent = 0;  ///< of them without a value, which count as zero
  double horizon_years = 0;  ///< of one replication; 0: a what-if, which has no rate
  std::vector<sim::Shortfall> shortfalls{};
  std::vector<sim::Quantile> edges{};  ///< where the tails of the shortfalls begin
  std::vector<ReturnLevel> levels{};
  std::vector<sim::TailFit> fits{};  ///< by threshold; empty: none asked for, or too few values
  std::size_t chosen = 0;            ///< of the fits
  bool is_fit_wanted = false;

  const sim::TailFit* fit() const { return fits.empty() ? nullptr : &fits[chosen]; }
};

/// In the order of the request.
std::vector<Tail> tails_of(const Case& subject, const TailRequest& request, std::uint64_t seed);

}  // namespace outcast::app
