// Hands the answers to the estimates that fit the design.
#include "app/sweep/sensitivity.h"

#include <algorithm>
#include <cmath>

namespace outcast::app {
namespace {

std::vector<TornadoBar> tornado_of(const Plan& plan, const std::vector<PointResponse>& points,
                                   std::size_t metric) {
  const auto sample = [&](std::size_t point) -> const std::vector<double>& {
    return points[point].metrics[metric].sample;
  };
  std::vector<TornadoBar> bars;
  for (std::size_t f = 0; f < plan.factors.size(); ++f) {
    const std::size_t low = 1 + 2 * f, high = 2 + 2 * f;
    bars.push_back({f, setting_at(plan.factors[f], plan.points[low][f]),
                    setting_at(plan.factors[f], plan.points[high][f]),
                    sim::estimate_paired_difference(sample(0), sample(low)),
                    sim::estimate_paired_difference(sample(0), sample(high)),
                    sim::estimate_paired_difference(sample(low), sample(high))});
  }
  std::ranges::stable_sort(bars, [](const TornadoBar& a, const TornadoBar& b) {
    return std::abs(a.swing.difference.mean) > std::abs(b.swing.difference.mean);
  });
  return bars;
}

/// The mean over all points; each shift is a case.
sim::Estimate average_of(const sim::Responses& responses, std::size_t shifts) {
  const std::size_t points = responses.points() / shifts;
  std::vector<double> table(shifts * responses.batches, 0.0);
  for (std::size_t p = 0; p < responses.points(); ++p)
    for (std::size_t b = 0; b < responses.batches; ++b)
      table[p / points * responses.batches + b] += responses.of(p)[b] / static_cast<double>(points);
  return sim::estimate_crossed_mean(table, responses.batches);
}

Sensitivity sensitivity_of(const Plan& plan, const sim::Bootstrap& bootstrap,
                           const std::vector<PointResponse>& points, std::size_t metric) {
  Sensitivity sensitivity;
  if (plan.kind == DesignKind::one_at_a_time) {
    sensitivity.bars = tornado_of(plan, points, metric);
    return sensitivity;
  }
  const sim::Responses responses = responses_of(points, metric);
  if (plan.kind == DesignKind::morris)
    sensitivity.effects =
        sim::estimate_elementary_effects({plan.points, plan.moved}, responses, bootstrap);
  if (plan.kind == DesignKind::saltelli)
    sensitivity.indices = sim::estimate_sobol_indices(plan.factors.size(), responses, bootstrap);
  if (plan.kind == DesignKind::sobol)
    sensitivity.average = average_of(responses, plan.file.design.sobol->shifts);
  return sensitivity;
}

bool has_sensitivity(const Plan& plan) {
  switch (plan.kind) {
    case DesignKind::one_at_a_time:
    case DesignKind::morris:
    case DesignKind::saltelli:
      return true;
    case DesignKind::sobol:
      return plan.file.design.sobol->shifts > 1;
    default:
      return false;
  }
}

}  // namespace

std::vector<Sensitivity> sensitivities_of(const Plan& plan, const Sampling& sampling,
                                          const std::vector<PointResponse>& points) {
  const bool is_complete = std::ranges::all_of(points, &PointResponse::is_complete);
  if (!has_sensitivity(plan) || !is_complete) return {};
  std::vector<Sensitivity> sensitivities;
  for (std::size_t metric = 0; metric < points[0].metrics.size(); ++metric)
    sensitivities.push_back(sensitivity_of(plan, {.seed = sampling.seed}, points, metric));
  return sensitivities;
}

}  // namespace outcast::app
