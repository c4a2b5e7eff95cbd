// What changes from one case to another, replication by replication.
#pragma once
#include <optional>
#include <span>
#include <vector>

#include "app/study/case.h"
#include "app/study/sampling.h"
#include "app/study/summary.h"
#include "sim/stats/paired_difference.h"
#include "sim/stats/pairing_gain.h"
#include "sim/stats/win_probability.h"

namespace outcast::app {

struct MetricDifference {
  cascade::Metric metric;
  sim::PairedDifference paired;
  /// That the second case beats the first; of pairs that are the same replication.
  sim::WinProbability beats;
  /// Of the common luck, against luck of each case's own; empty: the difference does not vary.
  std::optional<sim::VarianceReduction> gain{};
  /// Wide enough to hold together with those of all other comparisons that are shown; empty where
  /// the metric is not among them.
  std::optional<sim::Interval> together{};

  const sim::Interval& widest() const { return together ? *together : paired.difference.interval; }
  /// The interval holds zero: the data cannot tell which is larger.
  bool is_open() const { return widest().low <= 0 && widest().high >= 0; }
};

/// By metric, in the order of cascade::metrics().
using Differences = std::vector<MetricDifference>;

/// From `first` to `second`, over the replications that both have.
Differences differences_between(const Case& first, const Case& second);

/// The metrics to compare: those asked for or the main ones, if they have a value in every
/// replication, so that pairing selects nothing.
std::vector<std::size_t> columns_to_compare(const std::vector<Summary>& summaries,
                                            const Sampling& sampling);

/// Of each case from the first, whose own place stays empty; the intervals of the given columns
/// hold together.
std::vector<Differences> differences_from_first(std::span<const Case> cases,
                                                const std::vector<std::size_t>& columns);

}  // namespace outcast::app
