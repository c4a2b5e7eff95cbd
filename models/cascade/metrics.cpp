// Fills a replication's row from the world it left behind.
#include "models/cascade/metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

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

/// In a fixed order, for sums of doubles.
std::vector<std::uint32_t> touched_customers(World& world) {
  std::vector<std::uint32_t> nodes;
  for (std::uint32_t i = 0; i < world.customers().size(); ++i)
    nodes.push_back(world.customers().key(i));
  std::ranges::sort(nodes);
  return nodes;
}

void fill_customers(World& world, std::span<double> row) {
  row[customers_hit] = row[customer_minutes] = 0;
  for (const std::uint32_t node : touched_customers(world)) {
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

CascadeWorker::CascadeWorker(const Blueprint& blueprint, std::uint64_t seed)
    : world_(std::make_unique<World>(blueprint, [this] { pause(); })), seed_(seed) {}
CascadeWorker::~CascadeWorker() = default;

std::uint64_t CascadeWorker::events() const { return world_->events(); }

void CascadeWorker::replicate(std::uint64_t replication, std::span<double> row) {
  world_->replicate(seed_, replication, nullptr);
  fill(*world_, row);
  if (!std::exchange(is_counting_, true)) aside_.push_back({.first = replication});
  tally_services(aside_.back());
  if (world_->blueprint().has_window()) tally_successes(aside_.back());
  if (world_->traffic() != nullptr) aside_.back().tallies.traffic.add(world_->books());
}

/// The share of its work within the window that each audience got done.
void CascadeWorker::tally_successes(Aside& aside) {
  const Blueprint& blueprint = world_->blueprint();
  std::vector<SuccessTally>& successes = aside.tallies.successes;
  successes.resize(blueprint.audiences.size());
  std::vector<double> lost(successes.size());
  for (const std::uint32_t i : touched_customers(*world_)) {
    const CustomerNode& node = blueprint.customers[i];
    const double part = node.weight * world_->customers().find(i)->lost_in_window_ns;
    lost[node.of_group] += part;
    if (node.of_endpoint != node.of_group) lost[node.of_endpoint] += part;
  }
  const auto length = static_cast<double>(world_->window().nanoseconds);
  if (length <= 0) return;
  for (std::size_t a = 0; a < lost.size(); ++a)
    successes[a].add(1 - lost[a] / (blueprint.audiences[a].weight * length));
}

namespace {

void add(std::vector<ServiceTally>& services, std::span<const ServiceOutcome> outcomes) {
  constexpr std::size_t ahead = 8;  // misses overlap instead of queueing
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (i + ahead < outcomes.size()) __builtin_prefetch(&services[outcomes[i + ahead].service], 1);
    services[outcomes[i].service].add(outcomes[i]);
  }
}

}  // namespace

/// Each touched service's share of this replication. Units of one service are gathered first.
void CascadeWorker::tally_services(Aside& aside) {
  const system::Units& units = world_->blueprint().units;
  gathered_.clear();
  for (std::uint32_t i = 0; i < world_->units().size(); ++i) {
    const UnitState& u = world_->units()[i];
    const system::Unit& fixed = units.unit(u.unit);
    if (fixed.weight == 0 || !(u.hits > 0 || u.own_faults > 0)) continue;
    const double lost = static_cast<double>(u.lost_ns) * system::from_share(fixed.weight);
    gathered_.push_back({raw(fixed.service), static_cast<std::uint64_t>(lost * 1e-6), u.hits,
                         u.own_faults, u.loss == whole});
  }
  std::ranges::sort(gathered_, {}, &ServiceOutcome::service);
  for (std::size_t i = 0; i < gathered_.size();) {
    ServiceOutcome sum = gathered_[i];
    for (++i; i < gathered_.size() && gathered_[i].service == sum.service; ++i) {
      sum.lost_ms += gathered_[i].lost_ms;
      sum.hits += gathered_[i].hits;
      sum.own_faults += gathered_[i].own_faults;
      sum.is_down |= gathered_[i].is_down;
    }
    aside.outcomes.push_back(sum);
  }
  if (aside.outcomes.size() < units.service_count()) return;
  aside.tallies.services.resize(units.service_count());
  add(aside.tallies.services, std::exchange(aside.outcomes, {}));
}

void CascadeWorker::count_before(std::uint64_t end) {
  is_counting_ = false;
  tallies_.services.resize(world_->blueprint().units.service_count());
  const auto later = std::ranges::find_if(aside_, [&](const Aside& a) { return a.first >= end; });
  for (auto aside = aside_.begin(); aside != later; ++aside) {
    tallies_ += aside->tallies;
    add(tallies_.services, aside->outcomes);
  }
  aside_.erase(aside_.begin(), later);
}

Tallies& Tallies::operator+=(const Tallies& other) {
  services.resize(std::max(services.size(), other.services.size()));
  successes.resize(std::max(successes.size(), other.successes.size()));
  for (std::size_t i = 0; i < other.services.size(); ++i) services[i] += other.services[i];
  for (std::size_t i = 0; i < other.successes.size(); ++i) successes[i] += other.successes[i];
  traffic += other.traffic;
  return *this;
}

void SumOfSquares::add_square(std::uint64_t x) {
  __extension__ using Wide = unsigned __int128;
  const Wide square = static_cast<Wide>(x) * x;
  *this += {static_cast<std::uint64_t>(square >> 64), static_cast<std::uint64_t>(square)};
}

SumOfSquares& SumOfSquares::operator+=(const SumOfSquares& other) {
  low += other.low;
  high += other.high + (low < other.low ? 1 : 0);
  return *this;
}

void CountTally::add(std::uint64_t count) {
  replications += count > 0;
  sum += count;
  squares += count * count;
}

CountTally& CountTally::operator+=(const CountTally& other) {
  replications += other.replications;
  sum += other.sum;
  squares += other.squares;
  return *this;
}

void ServiceTally::add(const ServiceOutcome& outcome) {
  hits.add(outcome.hits);
  own_faults.add(outcome.own_faults);
  down_at_end += outcome.is_down;
  lost_ms += outcome.lost_ms;
  lost_ms_squared.add_square(outcome.lost_ms);
}

ServiceTally& ServiceTally::operator+=(const ServiceTally& other) {
  hits += other.hits;
  own_faults += other.own_faults;
  down_at_end += other.down_at_end;
  lost_ms += other.lost_ms;
  lost_ms_squared += other.lost_ms_squared;
  return *this;
}

namespace {

void add_counts(RequestTally::Latencies& sums, const traffic::LatencyHistogram& histogram) {
  const auto& counts = histogram.counts();
  for (std::size_t i = 0; i < counts.size(); ++i)
    sums[i] += static_cast<std::uint64_t>(counts[i] * RequestTally::unit + 0.5);
}

void add_counts(RequestTally::Latencies& sums, const RequestTally::Latencies& other) {
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += other[i];
}

}  // namespace

void RequestTally::add(const traffic::Account& account) {
  const auto share = [](const traffic::Answers& a) { return a.succeeded / a.all(); };
  if (account.answers.all() > 0) success.add(share(account.answers));
  add_counts(latencies, account.latency);
  overload_ms += static_cast<std::uint64_t>(account.overload_seconds * 1e3 + 0.5);
  series.resize(account.series.size());
  for (std::size_t i = 0; i < series.size(); ++i)
    if (account.series[i].all() > 0) series[i].add(share(account.series[i]));
  latency_series.resize(account.latency_series.size());
  for (std::size_t i = 0; i < latency_series.size(); ++i)
    add_counts(latency_series[i], account.latency_series[i]);
}

RequestTally& RequestTally::operator+=(const RequestTally& other) {
  success += other.success;
  add_counts(latencies, other.latencies);
  overload_ms += other.overload_ms;
  series.resize(std::max(series.size(), other.series.size()));
  for (std::size_t i = 0; i < other.series.size(); ++i) series[i] += other.series[i];
  latency_series.resize(std::max(latency_series.size(), other.latency_series.size()));
  for (std::size_t i = 0; i < other.latency_series.size(); ++i)
    add_counts(latency_series[i], other.latency_series[i]);
  return *this;
}

traffic::LatencyHistogram RequestTally::histogram_of(const Latencies& latencies) {
  traffic::LatencyHistogram histogram;
  for (std::size_t i = 0; i < latencies.size(); ++i)
    histogram.add_class(i, static_cast<double>(latencies[i]) / unit);
  return histogram;
}

void TrafficTally::add(const traffic::Books& books) {
  sources.resize(books.sources.size());
  stations.resize(books.stations.size());
  for (std::size_t i = 0; i < sources.size(); ++i) sources[i].add(books.sources[i]);
  for (std::size_t i = 0; i < stations.size(); ++i) stations[i].add(books.stations[i]);
}

TrafficTally& TrafficTally::operator+=(const TrafficTally& other) {
  sources.resize(std::max(sources.size(), other.sources.size()));
  stations.resize(std::max(stations.size(), other.stations.size()));
  for (std::size_t i = 0; i < other.sources.size(); ++i) sources[i] += other.sources[i];
  for (std::size_t i = 0; i < other.stations.size(); ++i) stations[i] += other.stations[i];
  return *this;
}

void SuccessTally::add(double share) {
  const auto parts = static_cast<std::uint64_t>(std::clamp(share, 0.0, 1.0) * unit + 0.5);
  ++replications;
  sum += parts;
  squares.add_square(parts);
}

SuccessTally& SuccessTally::operator+=(const SuccessTally& other) {
  replications += other.replications;
  sum += other.sum;
  squares += other.squares;
  return *this;
}

void run(const Blueprint& blueprint, std::uint64_t seed, const sim::EnsembleOptions& options,
         EnsembleResult& result) {
  std::vector<std::unique_ptr<sim::Worker>> workers;
  result.finished += sim::run_ensemble(
      options, [&] { return std::make_unique<CascadeWorker>(blueprint, seed); }, result.table,
      workers);
  result.services.resize(blueprint.units.service_count());
  if (blueprint.has_window()) result.successes.resize(blueprint.audiences.size());
  for (const auto& worker : workers) result += static_cast<const CascadeWorker&>(*worker).tallies();
}

}  // namespace outcast::cascade
