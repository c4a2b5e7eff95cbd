// Workers that replicate, and what they add up.
#include "models/cascade/ensemble.h"

#include <algorithm>
#include <utility>

#include "models/cascade/world.h"

namespace outcast::cascade {

namespace {

using system::raw;
using system::whole;

void add(std::vector<ServiceTally>& services, std::span<const ServiceOutcome> outcomes) {
  constexpr std::size_t ahead = 8;  // misses overlap instead of queueing
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (i + ahead < outcomes.size()) __builtin_prefetch(&services[outcomes[i + ahead].service], 1);
    services[outcomes[i].service].add(outcomes[i]);
  }
}

}  // namespace

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
  for (const std::uint32_t i : world_->touched_customers()) {
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
