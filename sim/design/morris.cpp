// Walks through the levels, and what the steps say.
#include "sim/design/morris.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/design/draws.h"

namespace outcast::sim {
namespace {

constexpr Purpose walk = purpose("design.morris");

std::vector<std::size_t> random_order(std::size_t count, Draws& draws) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t left = count; left > 1; --left)
    std::swap(order[left - 1], order[draws.below(left)]);
  return order;
}

/// The effects of one dimension, one row of batches per trajectory.
struct Effects {
  std::size_t batches = 1;
  std::vector<double> table{};

  std::size_t cases() const { return table.size() / batches; }
  std::span<const double> of(std::size_t i) const { return {table.data() + i * batches, batches}; }
};

void add_step(Effects& effects, const MorrisDesign& design, const Responses& responses,
              std::size_t before, std::size_t dimension) {
  if (!responses.is_complete(before) || !responses.is_complete(before + 1)) return;
  const double step = design.points[before + 1][dimension] - design.points[before][dimension];
  const auto from = responses.of(before), to = responses.of(before + 1);
  for (std::size_t b = 0; b < effects.batches; ++b)
    effects.table.push_back((to[b] - from[b]) / step);
}

std::vector<Effects> effects_of(const MorrisDesign& design, const Responses& responses) {
  const std::size_t dimensions = design.points.dimensions;
  std::vector<Effects> effects(dimensions, Effects{.batches = responses.batches});
  for (std::size_t i = 0; i < design.moved.size(); ++i) {
    const std::size_t before = i / dimensions * (dimensions + 1) + i % dimensions;
    add_step(effects[design.moved[i]], design, responses, before, design.moved[i]);
  }
  return effects;
}

/// The size of each effect, its sign taken from the other batches.
std::vector<double> sizes_of(const Effects& effects) {
  std::vector<double> sizes;
  for (std::size_t i = 0; i < effects.cases(); ++i) {
    const auto of_batches = effects.of(i);
    const double sum = std::accumulate(of_batches.begin(), of_batches.end(), 0.0);
    for (const double effect : of_batches) {
      const double others = effects.batches == 1 ? effect : sum - effect;
      sizes.push_back(others < 0 ? -effect : effect);
    }
  }
  return sizes;
}

/// The square root of the noiseless variance between cases; 0 where noise leaves less than none.
double deviation_between(const Effects& effects, const Weights& weights) {
  const double n = std::accumulate(weights.cases.begin(), weights.cases.end(), 0.0);
  std::vector<double> mean(effects.batches, 0.0), apart(effects.batches);
  for (std::size_t i = 0; i < effects.cases(); ++i)
    for (std::size_t b = 0; b < effects.batches; ++b)
      mean[b] += weights.cases[i] * effects.of(i)[b] / n;
  double sum = 0;
  for (std::size_t i = 0; i < effects.cases(); ++i) {
    if (weights.cases[i] == 0) continue;
    for (std::size_t b = 0; b < effects.batches; ++b) apart[b] = effects.of(i)[b] - mean[b];
    sum += weights.cases[i] * noiseless_product(apart, apart, weights);
  }
  return std::sqrt(std::max(0.0, sum / (n - 1)));
}

ElementaryEffects summarise(const Effects& effects, const Bootstrap& bootstrap) {
  ElementaryEffects summary;
  summary.mu = estimate_crossed_mean(effects.table, effects.batches, bootstrap.confidence);
  summary.mu_star = estimate_crossed_mean(sizes_of(effects), effects.batches, bootstrap.confidence);
  if (effects.cases() < 2) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    summary.sigma = std::numeric_limits<double>::quiet_NaN();
    summary.sigma_interval = {-infinity, infinity};
    return summary;
  }
  const Weights all = equal_weights(effects.cases(), effects.batches);
  summary.sigma = deviation_between(effects, all);
  summary.sigma_interval = bootstrap_intervals(all, 1, bootstrap, [&](const Weights& weights) {
    return std::vector{deviation_between(effects, weights)};
  })[0];
  return summary;
}

}  // namespace

MorrisDesign morris(std::size_t dimensions, std::size_t trajectories, unsigned levels,
                    std::uint64_t seed) {
  MorrisDesign design{.points = {.dimensions = dimensions}};
  const unsigned half = levels / 2;
  for (std::size_t t = 0; t < trajectories; ++t) {
    Draws draws(seed, walk, Entity{t});
    std::vector<double> point(dimensions), moved_to(dimensions);
    for (std::size_t d = 0; d < dimensions; ++d) {
      const auto level = static_cast<unsigned>(draws.below(levels));
      const unsigned other = level < half ? level + half : level - half;
      point[d] = static_cast<double>(level) / (levels - 1);
      moved_to[d] = static_cast<double>(other) / (levels - 1);
    }
    design.points.add(point);
    for (const std::size_t d : random_order(dimensions, draws)) {
      point[d] = moved_to[d];
      design.points.add(point);
      design.moved.push_back(d);
    }
  }
  return design;
}

std::vector<ElementaryEffects> estimate_elementary_effects(const MorrisDesign& design,
                                                           const Responses& responses,
                                                           const Bootstrap& bootstrap) {
  std::vector<ElementaryEffects> summaries;
  for (const Effects& effects : effects_of(design, responses))
    summaries.push_back(summarise(effects, bootstrap));
  return summaries;
}

}  // namespace outcast::sim
