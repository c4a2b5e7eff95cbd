// Fills a replication's row from the world it left behind.
#include "models/cascade/metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "models/cascade/world.h"

namespace outcast::cascade {
namespace {

using system::raw;
using system::whole;

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();
constexpr double ns_per_minute = 60e9;

enum Column : std::size_t {
  incidents,
  blast_radius,
  services_hit,
  customers_hit,
  service_minutes,
  customer_minutes,
  time_to_detect,
  time_to_notify,
  time_to_mitigate,
  time_to_recover,
  changes_shipped,
  changes_refused,
  lead_time,
  rollbacks,
  false_rollbacks,
  false_alarms,
  circular_waits,
  requests_failed,
  success_rate,
  goodput,
  overload_minutes,
  metastable,
  column_count
};

constexpr std::array<Metric, column_count> all = {{
    {"incidents", "count", "incidents that began"},
    {"blast_radius", "share", "peak share of services down or degraded at once"},
    {"services_hit", "count", "services that were down or degraded at some time"},
    {"customers_hit", "share", "share of customers (by weight) who lost something at some time"},
    {"service_minutes", "min", "minutes lost, summed over services"},
    {"customer_minutes", "min", "minutes lost by the average customer (by weight)"},
    {"time_to_detect", "min", "from the onset of an incident until somebody notices"},
    {"time_to_notify", "min", "from the onset until customers are told"},
    {"time_to_mitigate", "min", "from the onset until the first effective mitigation"},
    {"time_to_recover", "min", "from the onset until everything is up again"},
    {"changes_shipped", "count", "changes that reached all of their units", false, Better::higher},
    {"changes_refused", "count", "changes stopped by a safeguard or by the role before production",
     false, Better::neither},
    {"lead_time", "h", "from the proposal of a shipped change until its rollout is complete"},
    {"rollbacks", "count", "harmful changes that the pipeline reverted by itself", false,
     Better::neither},
    {"false_rollbacks", "count", "harmless changes that the pipeline reverted"},
    {"false_alarms", "count", "alarms without an incident"},
    {"circular_waits", "count", "times that services waited for each other in a circle"},
    {"requests_failed", "count", "customers' requests without a good answer in time", true},
    {"success_rate", "share", "share of customers' requests with a good answer in time", true,
     Better::higher},
    {"goodput", "1/s", "customers' requests answered well per second", true, Better::higher},
    {"overload_minutes", "min", "minutes in overload, summed over services", true},
    {"metastable", "share", "still failing ten times as long after the trigger as it lasted", true},
}};

/// Mean over the incidents that got that far, in minutes.
double mean_minutes(const std::vector<Incident>& incidents, sim::Time Incident::*until) {
  double sum = 0;
  int n = 0;
  for (const Incident& incident : incidents) {
    if (incident.*until == sim::Time::never()) continue;
    sum += (incident.*until).since(incident.onset).minutes();
    ++n;
  }
  return n == 0 ? no_value : sum / n;
}

void fill_losses(World& world, std::span<double> row) {
  const system::Units& units = world.blueprint().units;
  double lost = 0;
  std::vector<std::uint32_t> of_many;
  double hit = 0;
  for (std::uint32_t i = 0; i < world.units().size(); ++i) {
    const UnitState& u = world.units()[i];
    const system::Unit& fixed = units.unit(u.unit);
    if (fixed.weight == 0) continue;
    lost += static_cast<double>(u.lost_ns) * system::from_share(fixed.weight);
    if (u.hits == 0) continue;
    if (fixed.weight == whole)
      ++hit;
    else
      of_many.push_back(raw(fixed.service));
  }
  std::ranges::sort(of_many);
  hit += static_cast<double>(std::unique(of_many.begin(), of_many.end()) - of_many.begin());
  row[services_hit] = hit;
  row[service_minutes] = lost / ns_per_minute;
}

void fill_customers(World& world, std::span<double> row) {
  row[customers_hit] = row[customer_minutes] = 0;
  for (const std::uint32_t node : world.touched_customers()) {
    const CustomerState& state = *world.customers().find(node);
    const double weight = world.blueprint().customers[node].weight;
    if (state.was_hit) row[customers_hit] += weight;
    row[customer_minutes] += weight * state.lost_ns / ns_per_minute;
  }
}

void fill_traffic(World& world, std::span<double> row) {
  for (const Column c : {requests_failed, success_rate, goodput, overload_minutes, metastable})
    row[c] = no_value;
  if (world.traffic() == nullptr) return;
  const traffic::Books& books = world.books();
  traffic::Answers answers;
  double overload = 0;
  for (const traffic::Account& source : books.sources) answers += source.answers;
  for (const traffic::Account& station : books.stations) overload += station.overload_seconds;
  const sim::Time warm{world.blueprint().scenario.traffic.warm_up.nanoseconds};
  const double counted = world.end().since(warm).seconds();
  row[requests_failed] = answers.failed;
  if (answers.all() > 0) row[success_rate] = answers.succeeded / answers.all();
  if (counted > 0) row[goodput] = answers.succeeded / counted;
  row[overload_minutes] = overload / 60;
  if (world.tally().triggers_judged > 0)
    row[metastable] = world.tally().triggers_metastable > 0 ? 1 : 0;
}

}  // namespace

void fill(World& world, std::span<double> row) {
  const Tally& tally = world.tally();
  const auto& found = world.incidents();
  row[incidents] = static_cast<double>(found.size());
  row[blast_radius] = static_cast<double>(tally.peak_affected) /
                      (static_cast<double>(world.blueprint().units.service_count()) * whole);
  fill_losses(world, row);
  fill_customers(world, row);
  row[time_to_detect] = mean_minutes(found, &Incident::detected);
  row[time_to_notify] = mean_minutes(found, &Incident::notified);
  row[time_to_mitigate] = mean_minutes(found, &Incident::mitigated);
  row[time_to_recover] = mean_minutes(found, &Incident::recovered);
  row[changes_shipped] = tally.changes_shipped;
  row[changes_refused] = tally.changes_refused;
  row[lead_time] =
      tally.changes_shipped == 0 ? no_value : tally.lead_ns / tally.changes_shipped / 3600e9;
  row[rollbacks] = tally.rollbacks;
  row[false_rollbacks] = tally.false_rollbacks;
  row[false_alarms] = tally.false_alarms;
  row[circular_waits] = tally.circular_waits;
  fill_traffic(world, row);
}

std::span<const Metric> metrics() { return all; }

std::optional<std::size_t> column_of(std::string_view metric) {
  const auto at = std::ranges::find(all, metric, &Metric::name);
  if (at == all.end()) return std::nullopt;
  return static_cast<std::size_t>(at - all.begin());
}

}  // namespace outcast::cascade
