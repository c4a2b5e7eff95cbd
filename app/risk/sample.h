// Draws and what came of them, sweep by sweep.
#pragma once
#include <cmath>
#include <span>
#include <vector>

#include "app/risk/plan.h"
#include "sim/ensemble/ensemble.h"
#include "sim/stats/estimate.h"

namespace outcast::app {

/// The sweeps that are complete. Thread rule: immutable. Invariant: what it refers to outlives it.
struct Sample {
  const std::vector<Cell>& cells;
  const std::vector<Draw>& draws;
  const sim::Table& rows;
  Sweeps sweeps;
  std::size_t harm_column;

  std::uint64_t complete() const { return rows.rows() / sweeps.length; }
  std::uint64_t size() const { return complete() * sweeps.length; }
  double harm(std::size_t draw) const { return rows.row(draw)[harm_column]; }
  double metric(std::size_t draw, std::size_t column) const { return rows.row(draw)[column]; }
  double cost(std::size_t draw) const { return metric(draw, cascade::cost_column()); }
  const Cell& cell(std::size_t draw) const { return cells[draws[draw].cell]; }
};

/// `value(draw)` summed over each sweep.
template <class Value>
std::vector<double> sums_of_sweeps(const Sample& sample, Value value) {
  std::vector<double> sums(sample.complete(), 0.0);
  for (std::size_t i = 0; i < sample.size(); ++i) sums[i / sample.sweeps.length] += value(i);
  return sums;
}

/// Each sweep's estimate per horizon.
template <class Value>
std::vector<double> weighted_sums(const Sample& sample, Value value) {
  return sums_of_sweeps(sample, [&](std::size_t i) { return sample.draws[i].weight * value(i); });
}
inline std::vector<double> harm_of_sweeps(const Sample& sample) {
  return weighted_sums(sample, [&](std::size_t i) { return sample.harm(i); });
}

/// The mean of weighted values over the sweeps, which are independent and alike.
template <class Value>
sim::Estimate estimate(const Sample& sample, Value value) {
  return sim::estimate_mean(weighted_sums(sample, value));
}

/// Incidents under way at a time: rate x duration.
inline sim::Estimate under_way(const Sample& sample, sim::Duration horizon) {
  constexpr double seconds_per_minute = 60;
  const std::size_t incidents = *cascade::column_of("incidents"),
                    recovery = *cascade::column_of("time_to_recover");
  return estimate(sample, [&](std::size_t i) {
    const double minutes = sample.metric(i, recovery);
    return std::isnan(minutes)
               ? 0
               : sample.metric(i, incidents) * minutes * seconds_per_minute / horizon.seconds();
  });
}

/// Events of the average campaign.
inline double campaign_cost(const sim::Table& campaigns) {
  double sum = 0;
  for (std::size_t r = 0; r < campaigns.rows(); ++r)
    sum += campaigns.row(r)[cascade::cost_column()];
  return sum / static_cast<double>(campaigns.rows());
}

/// The sum without one of the addends; all of them where there is no such addend.
inline double sum_without(std::span<const double> addends, std::size_t left_out) {
  double sum = 0;
  for (std::size_t i = 0; i < addends.size(); ++i) sum += i == left_out ? 0 : addends[i];
  return sum;
}

/// The variance of the values without one of them; of all where there is no such value.
inline double variance_without(std::span<const double> values, std::size_t left_out) {
  const double n = static_cast<double>(values.size() - (left_out < values.size() ? 1 : 0));
  const double mean = sum_without(values, left_out) / n;
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (i != left_out) squares += (values[i] - mean) * (values[i] - mean);
  return squares / (n - 1);
}

}  // namespace outcast::app
