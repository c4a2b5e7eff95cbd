// Draws cases and batches with replacement, and sorts what comes out.
#include "sim/design/resampling.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace outcast::sim {
namespace {

constexpr Purpose resample = purpose("design.bootstrap");
constexpr double infinity = std::numeric_limits<double>::infinity();

void draw_with_replacement(std::vector<double>& counts, Draws& draws) {
  std::ranges::fill(counts, 0.0);
  for (std::size_t i = 0; i < counts.size(); ++i) counts[draws.below(counts.size())] += 1;
}

/// Products need two different batches: a draw of one batch only is drawn again.
void draw(Weights& weights, Draws& draws) {
  draw_with_replacement(weights.cases, draws);
  do {
    draw_with_replacement(weights.batches, draws);
    weights.renew();
  } while (weights.pairs() == 0);
}

Interval percentiles(std::vector<double>& values, double confidence) {
  if (values.empty() || !std::ranges::all_of(values, [](double x) { return std::isfinite(x); }))
    return {-infinity, infinity};
  std::ranges::sort(values);
  const double tail = (1 - confidence) / 2 * static_cast<double>(values.size());
  const auto out = std::min(values.size() / 2, static_cast<std::size_t>(tail));
  return {values[out], values[values.size() - 1 - out]};
}

}  // namespace

void Weights::renew() {
  if (batches.size() == 1) {
    pairs_ = 1;
    return;
  }
  const double sum = std::accumulate(batches.begin(), batches.end(), 0.0);
  pairs_ = sum * sum - std::inner_product(batches.begin(), batches.end(), batches.begin(), 0.0);
}

Weights equal_weights(std::size_t cases, std::size_t batches) {
  Weights weights;
  weights.cases.assign(cases, 1.0);
  weights.batches.assign(batches, 1.0);
  weights.renew();
  return weights;
}

double noiseless_product(std::span<const double> x, std::span<const double> y,
                         const Weights& weights) {
  if (x.size() == 1) return x[0] * y[0];
  double sum_x = 0, sum_y = 0, same = 0;
  for (std::size_t b = 0; b < x.size(); ++b) {
    const double wx = weights.batches[b] * x[b], wy = weights.batches[b] * y[b];
    sum_x += wx;
    sum_y += wy;
    same += wx * wy;
  }
  return (sum_x * sum_y - same) / weights.pairs();
}

std::vector<Interval> bootstrap_intervals(
    const Weights& shape, std::size_t count, const Bootstrap& bootstrap,
    const std::function<std::vector<double>(const Weights&)>& compute) {
  std::vector<std::vector<double>> values(count);
  Weights weights = shape;
  Draws draws(bootstrap.seed, resample, Entity{0});
  for (std::size_t i = 0; i < bootstrap.resamples; ++i) {
    draw(weights, draws);
    const std::vector<double> statistics = compute(weights);
    for (std::size_t s = 0; s < count; ++s) values[s].push_back(statistics[s]);
  }
  std::vector<Interval> intervals;
  for (std::vector<double>& of_one : values)
    intervals.push_back(percentiles(of_one, bootstrap.confidence));
  return intervals;
}

}  // namespace outcast::sim
