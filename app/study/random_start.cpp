// The service that each replication strikes, found again by its name.
#include "app/study/random_start.h"

#include <array>
#include <numeric>

#include "app/study/cascade_sizes.h"
#include "models/cascade/random_start.h"

namespace outcast::app {
namespace {

constexpr std::array<std::string_view, 5> candidates = {
    "blast_radius", "services_hit", "customers_hit", "service_minutes", "customer_minutes"};

bool strikes_any_service(const cascade::Blueprint& blueprint) {
  const auto& what_if = blueprint.scenario.what_if;
  if (!what_if || what_if->faults.size() != 1 || !what_if->changes.empty()) return false;
  const cascade::GivenFault& fault = what_if->faults[0];
  return fault.role.empty() && !fault.any && blueprint.given_services[0] == system::no_service;
}

std::vector<double> column_of(const Rows& rows, std::size_t column) {
  std::vector<double> values;
  sample_of(rows, column)([&](std::span<const double> piece) {
    values.insert(values.end(), piece.begin(), piece.end());
  });
  return values;
}

}  // namespace

std::vector<ControlledMean> controlled_means(const Case& subject, const Rows& rows,
                                             std::uint64_t seed) {
  constexpr double certain = 0.999;
  std::vector<ControlledMean> means;
  if (!strikes_any_service(subject.blueprint)) return means;
  const std::vector<double> sizes = cascade_sizes(subject.blueprint);
  const double mean =
      std::accumulate(sizes.begin(), sizes.end(), 0.0) / static_cast<double>(sizes.size());
  std::vector<double> controls;
  for (const std::string_view name : candidates) {
    const std::size_t column = *cascade::column_of(name);
    const std::vector<double> values = column_of(rows, column);
    for (std::uint64_t r = controls.size(); r < values.size(); ++r)
      controls.push_back(
          sizes[system::raw(cascade::any_service(subject.blueprint, 0, sim::Streams(seed, r)))]);
    const double low =
        sim::estimate_with_control(values, controls, mean, certain).reduction.interval.low;
    if (low > 1)
      means.push_back(
          {cascade::metrics()[column], sim::estimate_with_control(values, controls, mean)});
  }
  return means;
}

}  // namespace outcast::app
