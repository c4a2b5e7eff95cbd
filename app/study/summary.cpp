// Turns rows and sums into estimates.
#include "app/study/summary.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/ensemble/digest.h"
#include "sim/stats/reference_distributions.h"

namespace outcast::app {
namespace {

__extension__ using Wide = unsigned __int128;

MetricSummary summarise_metric(const cascade::Metric& metric, const std::vector<double>& column) {
  return {metric, sim::estimate_mean(column), sim::estimate_quantiles(column, quantile_levels),
          !column.empty() && std::ranges::all_of(column, [](double x) { return x == 0; })};
}

double share_at_or_below(const std::vector<double>& column, double value) {
  const std::vector<double> values = sim::present_values(column);
  const auto below = std::ranges::count_if(values, [&](double x) { return x <= value; });
  return static_cast<double>(below) / static_cast<double>(values.size());
}

std::vector<Observation> hold_against(const Case& subject, const Summary& summary) {
  std::vector<Observation> observations;
  for (const auto& [metric, value] : subject.observed.metrics)
    if (const auto column = cascade::column_of(metric))
      observations.push_back({summary.metrics[*column], value,
                              share_at_or_below(subject.result.table.column(*column), value)});
  return observations;
}

sim::Estimate in_minutes(sim::Estimate milliseconds) {
  for (double* value : {&milliseconds.mean, &milliseconds.sd, &milliseconds.interval.low,
                        &milliseconds.interval.high})
    *value /= 60'000;
  return milliseconds;
}

std::vector<SuccessSummary> summarise_successes(const Case& subject) {
  std::vector<SuccessSummary> successes;
  for (std::size_t a = 0; a < subject.result.successes.size(); ++a) {
    const std::string& audience = subject.blueprint.audiences[a].id;
    const auto observed = subject.observed.success.find(audience);
    const bool is_known = observed != subject.observed.success.end();
    successes.push_back({audience, estimate_of(subject.result.successes[a]),
                         is_known ? std::optional(observed->second) : std::nullopt});
  }
  return successes;
}

std::vector<ServiceSummary> summarise_services(const Case& subject) {
  const std::uint64_t n = subject.result.finished;
  std::vector<ServiceSummary> services;
  for (std::uint32_t s = 0; s < subject.result.services.size(); ++s) {
    const cascade::ServiceTally& tally = subject.result.services[s];
    if (tally.hits.replications == 0 && tally.own_faults.replications == 0) continue;
    services.push_back(
        {subject.blueprint.units.service_id(cascade::ServiceIndex{s}),
         sim::estimate_proportion(tally.hits.replications, n), tally.own_faults.replications,
         in_minutes(estimate_of_sums(n, tally.lost_ms, tally.lost_ms_squared)), tally.down_at_end});
  }
  std::ranges::stable_sort(services, [](const ServiceSummary& a, const ServiceSummary& b) {
    if (a.hit.successes != b.hit.successes) return a.hit.successes > b.hit.successes;
    return a.downtime.mean > b.downtime.mean;
  });
  return services;
}

/// The replications with incidents in the order of their harm; of equals the earlier first.
std::vector<std::uint64_t> by_harm(const sim::Table& table) {
  const std::size_t incidents = *cascade::column_of("incidents");
  const std::size_t customers = *cascade::column_of("customer_minutes");
  const std::size_t services = *cascade::column_of("service_minutes");
  std::vector<std::uint64_t> order;
  for (std::uint64_t r = 0; r < table.rows(); ++r)
    if (table.row(r)[incidents] > 0) order.push_back(r);
  std::ranges::stable_sort(order, [&](std::uint64_t a, std::uint64_t b) {
    const auto x = table.row(a), y = table.row(b);
    if (x[customers] != y[customers]) return x[customers] > y[customers];
    return x[services] > y[services];
  });
  return order;
}

}  // namespace

sim::Estimate estimate_of_sums(std::uint64_t n, std::uint64_t sum,
                               const cascade::SumOfSquares& squares) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr double no_value = std::numeric_limits<double>::quiet_NaN();
  if (n == 0) return {n, no_value, no_value, {-infinity, infinity}};
  const double count = static_cast<double>(n), mean = static_cast<double>(sum) / count;
  if (n == 1) return {n, mean, no_value, {-infinity, infinity}};
  // n sum(x^2) - sum(x)^2 exactly, so that equal values have no spread at all.
  const Wide all = Wide{squares.high} << 64 | squares.low;
  Wide scaled = 0;
  const Wide square = Wide{sum} * sum;
  const double spread = __builtin_mul_overflow(all, Wide{n}, &scaled)
                            ? std::max(0.0, squares.value() * count - static_cast<double>(square))
                            : static_cast<double>(scaled - square);
  const double sd = std::sqrt(spread / count / (count - 1));
  const double half =
      sim::student_quantile(0.5 + sim::default_confidence / 2, count - 1) * sd / std::sqrt(count);
  return {n, mean, sd, {mean - half, mean + half}};
}

sim::Estimate estimate_of(const cascade::SuccessTally& tally) {
  sim::Estimate share = estimate_of_sums(tally.replications, tally.sum, tally.squares);
  for (double* value : {&share.mean, &share.sd, &share.interval.low, &share.interval.high})
    *value /= cascade::SuccessTally::unit;
  return share;
}

Summary summarise(const Case& subject) {
  Summary summary{.replications = subject.result.finished};
  const sim::Table& table = subject.result.table;
  for (std::size_t c = 0; c < cascade::metrics().size(); ++c)
    summary.metrics.push_back(summarise_metric(cascade::metrics()[c], table.column(c)));
  const auto harm = by_harm(table);
  summary.incidents = sim::estimate_proportion(harm.size(), summary.replications);
  summary.services = summarise_services(subject);
  summary.traffic = summarise_traffic(subject);
  summary.successes = summarise_successes(subject);
  summary.observed = hold_against(subject, summary);
  summary.hash = sim::digest(table);
  if (!harm.empty()) {
    summary.worst = harm.front();
    summary.typical = harm[harm.size() / 2];
  }
  return summary;
}

}  // namespace outcast::app
