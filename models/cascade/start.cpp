// What is on the calendar at time zero: given faults and changes, denied roles, or a campaign of
// both.
#include <algorithm>
#include <utility>

#include "models/cascade/purposes.h"
#include "models/cascade/random_start.h"
#include "models/cascade/world.h"

namespace outcast::cascade {

using sim::Duration;
using sim::Stream;
using sim::Time;
using system::raw;

void World::reset() {
  events_.clear();
  units_.clear();
  requirements_.clear();
  customers_.clear();
  losses_.clear();
  free_losses_.clear();
  waiting_.clear();
  turns_.assign(blueprint_.restarts_at_once.size(), {});
  faults_.clear();
  process_faults_.clear();
  incidents_.clear();
  watches_.clear();
  changes_.clear();
  teams_.assign(blueprint_.teams.size(), {});
  for (CrewPool& crew : crews_) crew.reset();
  changes_by_author_.assign(blueprint_.scenario.authors.size(), 0);
  open_.clear();
  heard_.clear();
  traffic_trigger_ = {};
  if (traffic_) {
    conditions_.assign(blueprint_.traffic->unit_of.size(), {});
    source_loss_.assign(blueprint_.traffic->node_of.size(), 0);
    lease_loss_.assign(blueprint_.traffic->node_of.size(), 0);
    let_in_.assign(blueprint_.traffic->node_of.size(), 1);
    throttle_ = {};
    holds_.clear();
    held_back_.reset();
  }
  tally_ = {};
  end_ = next_restart_ = Time{};
  window_ = {};
  ai_incidents_ = customers_affected_ = world_sequence_ = 0;
  last_ai_incident_ = Time::never();
  trigger_ = none;
  awaits_companion_ = initiation_ != nullptr && imagined_.companion != system::no_service;
  is_tools_change_due_ = is_wake_due_ = is_black_start_due_ = false;
  in_motion_ = 0;
}

void World::schedule_start(Context& c) {
  start_denied_roles(c);
  if (traffic_) schedule_spikes(c);
  if (initiation_ != nullptr) {
    start_initiating_event(c);
  } else if (blueprint_.scenario.what_if) {
    open_window(c);
    start_given_faults(c);
    start_companion(c);
    start_given_changes(c);
  } else {
    start_campaign(c);
  }
}

/// How long it is open is one draw of the replication's.
void World::open_window(const Context& c) {
  const auto& window = blueprint_.scenario.what_if->window;
  if (!window) return;
  Stream stream = c.stream(purposes::window, sim::entity("window"), 0);
  window_ = {Time{} + window->from, Time{} + window->from + window->lasts.sample_duration(stream)};
}

/// A role that is denied a call it is used for: the dependency has failed from the start.
void World::start_denied_roles(Context& c) {
  for (const UnitIndex u : blueprint_.units.denied_units())
    schedule_fault(c, add_fault(u, blueprint_.refuse_mode), Time{});
}

void World::start_given_faults(Context& c) {
  const auto& given = blueprint_.scenario.what_if->faults;
  for (std::uint32_t g = 0; g < given.size(); ++g) start_given_fault(c, g);
}

/// One coin whether it happens at all, then its targets; the same luck for the same target in every
/// variant.
void World::start_given_fault(Context& c, std::uint32_t position) {
  const GivenFault& given = blueprint_.scenario.what_if->faults[position];
  const std::uint32_t mode = blueprint_.given_modes[position];
  for (const UnitIndex u : targets_of(c, given, position)) {
    const auto luck = static_cast<std::uint64_t>(blueprint_.units.unit(u).entity) ^
                      sim::hash_name(given.any ? "any/" + given.mode : given.mode);
    const sim::Entity entity{luck};
    const std::uint32_t ordinal = blueprint_.given_ordinals[position];
    if (given.probability < 1 &&
        !c.stream(purposes::given_fault, entity, 2 * ordinal).coin(given.probability))
      continue;
    const std::uint32_t index = add_fault(u, mode);
    Fault& fault = faults_[index];
    fault.is_given = true;
    if (given.lasts) {
      Stream stream = c.stream(purposes::given_fault, entity, 2 * ordinal + 1);
      fault.lasts = given.lasts->sample_duration(stream);
      fault.expires = true;
    }
    schedule_fault(c, index, Time{} + given.at);
  }
}

/// A moment later than what it accompanies: so that stays the root of its incident, and the luck of
/// those who respond the same.
constexpr Duration moment = Duration{1};

/// A crash with the first thing that the what-if gives.
void World::start_companion(Context& c) {
  if (imagined_.companion == system::no_service) return;
  Duration first = Duration::forever();
  for (const GivenFault& given : blueprint_.scenario.what_if->faults)
    first = std::min(first, given.at);
  for (const change::GivenChange& given : blueprint_.scenario.what_if->changes)
    first = std::min(first, given.at);
  crash_companion(c, first == Duration::forever() ? Time{} : Time{} + first + moment);
}

/// The same incident has struck it as well.
void World::join_companion(Context& c, std::uint32_t incident) {
  awaits_companion_ = false;
  trigger_ = incident;
  crash_companion(c, c.now() + moment);
}

void World::crash_companion(Context& c, Time at) {
  for (const UnitIndex u : blueprint_.units.units_of(imagined_.companion)) {
    const std::uint32_t index = add_fault(u, blueprint_.crash_mode);
    faults_[index].is_given = true;
    schedule_fault(c, index, at);
  }
}

/// no_service: any.
ServiceIndex World::given_service(std::uint32_t position) const {
  const bool has_other = position == 0 && imagined_.root != system::no_service;
  return has_other ? imagined_.root : blueprint_.given_services[position];
}

ServiceIndex World::any_service(const Context& c, std::uint32_t position) const {
  return cascade::any_service(blueprint_, position, c);
}

/// Every unit of the pool draws a rank of its own; the lowest are struck. So a larger count strikes
/// the same units and some more, and a change of the pool moves nobody else's luck.
std::vector<UnitIndex> World::any_units(const Context& c, std::uint32_t position) const {
  std::vector<std::pair<double, UnitIndex>> ranks;
  for (const UnitIndex u : blueprint_.given_pools[position]) {
    Stream stream = c.stream(purposes::draw, blueprint_.units.unit(u).entity,
                             blueprint_.given_ordinals[position]);
    ranks.emplace_back(stream.uniform(), u);
  }
  std::ranges::sort(ranks);
  ranks.resize(blueprint_.scenario.what_if->faults[position].any->count);
  std::vector<UnitIndex> units;
  for (const auto& [rank, u] : ranks) units.push_back(u);
  return units;
}

/// Replications mostly come one after the other: while this one runs, fetches what the next ones
/// will touch first. On a million services this hides the two slowest misses of a replication; it
/// changes no result.
void World::look_ahead(std::uint64_t seed, std::uint64_t replication) {
  if (!blueprint_.scenario.what_if || blueprint_.given_services.empty()) return;
  if (given_service(0) != system::no_service) return;
  const auto first_unit = [&](std::uint64_t r) -> const system::Unit& {
    const sim::Streams streams(seed, r);
    const ServiceIndex s = any_service(Context(events_, streams, nullptr), 0);
    return blueprint_.units.unit(blueprint_.units.first_unit(s));
  };
  __builtin_prefetch(&first_unit(replication + 2));
  const system::Unit& next = first_unit(replication + 1);
  if (next.edge_count > 0) __builtin_prefetch(&blueprint_.units.edge(next.first_edge));
}

std::vector<UnitIndex> World::targets_of(Context& c, const GivenFault& given,
                                         std::uint32_t position) const {
  const system::Units& units = blueprint_.units;
  if (!given.role.empty()) {
    const auto role = units.find_role(given.role);
    return role ? std::vector<UnitIndex>{*role} : std::vector<UnitIndex>{};
  }
  if (given.any) return any_units(c, position);
  ServiceIndex service = given_service(position);
  if (service == system::no_service) service = any_service(c, position);
  std::vector<UnitIndex> targets = units.units_of(service);
  if (!given.cell.empty())
    std::erase_if(targets, [&](UnitIndex u) { return units.place(u).cell != given.cell; });
  return targets;
}

void World::start_given_changes(Context& c) {
  const auto& given = blueprint_.scenario.what_if->changes;
  for (std::uint32_t g = 0; g < given.size(); ++g) {
    ChangeState change{.author = blueprint_.given_changes[g].author,
                       .role = blueprint_.given_changes[g].role,
                       .kind = given[g].kind,
                       .target = blueprint_.given_changes[g].target,
                       .entity = sim::entity(given[g].target),
                       .occurrence = blueprint_.given_changes[g].ordinal};
    changes_.push_back(change);
    after(c, given[g].at, EventType::change_is_given, origin_of_change(g), g);
  }
}

void World::start_campaign(Context& c) {
  for (std::uint32_t t = 0; t < blueprint_.scenario.teams.size(); ++t) schedule_arrival(c, t);
  for (std::uint32_t p = 0; p < blueprint_.processes.size(); ++p)
    schedule_process(c, p, unit(blueprint_.processes[p].unit));
  for (std::uint32_t m = 0; m < blueprint_.watchers.size(); ++m) schedule_false_alarm(c, m, 0);
}

/// The next fault of a renewal process strikes after a healthy time.
void World::schedule_process(Context& c, std::uint32_t index, UnitState& u) {
  const ProcessPlan& plan = blueprint_.processes[index];
  Stream stream = c.stream(purposes::process, plan.entity, 2 * process_faults_.touch(index).count);
  const Duration healthy = blueprint_.scenario.faults[plan.process].every.sample_duration(stream);
  after(c, healthy, EventType::fault_arises, origin(u), index);
}

void World::arise(Context& c, std::uint32_t index) {
  const ProcessPlan& plan = blueprint_.processes[index];
  const std::uint32_t occurrence = process_faults_.touch(index).count++;
  const std::uint32_t fault = add_fault(plan.unit, plan.mode);
  faults_[fault].process = index;
  if (const auto& lasts = blueprint_.scenario.faults[plan.process].lasts) {
    Stream stream = c.stream(purposes::process, plan.entity, 2 * occurrence + 1);
    faults_[fault].lasts = lasts->sample_duration(stream);
    faults_[fault].expires = true;
  }
  schedule_fault(c, fault, c.now());
}

}  // namespace outcast::cascade
