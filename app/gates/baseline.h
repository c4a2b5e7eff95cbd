// An earlier result, and what has become worse since.
#pragma once
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "app/study/case.h"
#include "sim/stats/estimate.h"
#include "sim/stats/quantile.h"

namespace outcast::app {

/// With how small a probability a gate may cry wolf, over all figures that it looks at.
inline constexpr double regression_level = 0.01;

/// A metric's mean, and its quantile where it hurts: p95, or p5 where more is better.
struct Figures {
  sim::Estimate mean{};
  sim::Quantile tail{};
};

/// One case of an earlier result.
struct BaselineCase {
  std::string label{};  ///< of a comparison's case; a run has none
  std::string title{}, digest{};
  std::uint64_t replications = 0;
  std::map<std::size_t, Figures> metrics{};  ///< by column
};

enum class BaselineKind { run, comparison };

/// What `outcast run --json` or `outcast compare --json` wrote. Invariant: it is of this version
/// and all of its cases have the wanted metrics; of a run there is one.
struct Baseline {
  BaselineKind kind = BaselineKind::run;
  std::string path{};
  std::uint64_t seed = 0;
  std::vector<BaselineCase> cases{};

  /// What a case is held against: a run's only one, or the one of the same label. Null: none.
  const BaselineCase* find(const Case& subject) const;
};

/// Throws Failure with everything that keeps the file from being a baseline for these columns.
Baseline read_baseline(const std::string& path, BaselineKind kind,
                       const std::vector<std::size_t>& columns);

enum class Statistic { mean, tail };
enum class Trend { not_worse, worse, untestable };

struct Change {
  std::size_t column = 0;
  Statistic statistic = Statistic::mean;
  Figures before{}, now{};
  double chance = 1;  ///< that chance alone makes it look as much worse; NaN: cannot be told
  Trend trend = Trend::not_worse;
};

/// By case: means and tails of every metric of the baseline; none of a case that it does not have.
/// Both results count as independent: with one seed they share their luck, which makes the test
/// more careful, not less.
std::vector<std::vector<Change>> changes_since(const Baseline& baseline,
                                               std::span<const Case> cases);

/// "mean(blast_radius)", "p95(blast_radius)"
std::string name_of(const Change& change);
/// "0.143 [0.139, 0.147] before, 0.151 [0.147, 0.156] now, n 10,000 and 10,000"
std::string figures_text(const Change& change);
std::string reason_text(const Change& change);

}  // namespace outcast::app
