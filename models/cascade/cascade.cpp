// How losses spread along dependencies, and how they pass again.
#include <algorithm>

#include "models/cascade/purposes.h"
#include "models/cascade/world.h"

namespace outcast::cascade {

using sim::Duration;
using sim::Entity;
using sim::Stream;
using system::raw;
using system::whole;

UnitState& World::unit(UnitIndex u) {
  UnitState& state = units_.touch(raw(u));
  state.unit = u;
  return state;
}

namespace {

/// A call, as the key of its luck.
Entity entity_of(const system::Unit& provider, const system::Edge& edge) {
  return Entity{static_cast<std::uint64_t>(provider.entity) ^ (edge.key * 0x9E3779B97F4A7C15ULL)};
}

/// What a unit that serves loses; a black-started one serves although the sum says otherwise.
Share degradation_of(const UnitState& u) {
  return std::min(u.own_loss + u.soft_lost + u.traffic_loss, whole - 1);
}

}  // namespace

/// Brings a unit's state in line with what it has lost. The only place where a unit goes down or
/// begins to come up.
void World::settle(Context& c, UnitState& u) {
  const bool is_short = u.hard_lost > 0 || u.own_loss + u.soft_lost >= whole;
  if (u.own_loss >= whole || (!is_short && u.phase == Phase::serving)) u.forced = false;
  const bool is_blocked = u.own_loss >= whole || (is_short && !u.forced);
  if (is_blocked) {
    if (u.phase != Phase::serving) ++u.generation;
    const bool leaves_turn = u.phase == Phase::restarting && !blueprint_.restarts_at_once.empty();
    enter(u, Phase::down);
    if (leaves_turn) wake_soon(c, u);
    set_loss(c, u, whole);
  } else if (u.phase == Phase::serving) {
    set_loss(c, u, degradation_of(u));
  } else if (u.phase == Phase::down) {
    restart(c, u);
  }
  tell_traffic(c, u);
}

void World::set_loss(Context& c, UnitState& u, Share loss) {
  const Share before = u.loss;
  if (before == loss) return;
  const bool is_news = !is_station(u.unit) || before == 0 || before == whole || loss == 0;
  if (c.is_observed() && (is_news || loss == whole))
    tell(c, "cascade", blueprint_.units.id(u.unit),
         loss == whole ? "goes down"
         : loss == 0   ? "is up again"
                       : "is degraded");
  account(c, u, loss);
  if (before < whole && loss == whole) spread_loss(c, u);
  if (before == whole && loss < whole) spread_recovery(c, u);
  if (!blueprint_.customers_of.empty()) mark_customers(c, u);
}

/// Books the time spent at the old loss and the change of what is affected.
void World::account(Context& c, UnitState& u, Share loss) {
  const Share before = std::exchange(u.loss, loss);
  u.lost_ns += c.now().since(u.since).nanoseconds / whole * before;
  u.since = c.now();
  const system::Unit& fixed = blueprint_.units.unit(u.unit);
  if (before == 0) {
    ++u.hits;
    tally_.affected += fixed.weight;
    tally_.peak_affected = std::max(tally_.peak_affected, tally_.affected);
    if (u.incident != none) note_affected(c, u.incident, u, +1);
  } else if (loss == 0) {
    tally_.affected -= fixed.weight;
    if (u.incident != none) note_affected(c, std::exchange(u.incident, none), u, -1);
  }
  const bool is_tool =
      fixed.service != system::no_service && blueprint_.is_tool[raw(fixed.service)];
  if (is_tool && (before == whole) != (loss == whole) && !std::exchange(is_tools_change_due_, true))
    after(c, Duration::zero(), EventType::tools_changed, origin(u), 0);
}

/// One coin per call, keyed by the call: whether this time its dependant feels the loss, and when.
void World::spread_loss(Context& c, UnitState& u) {
  const system::Units& units = blueprint_.units;
  const system::Unit& fixed = units.unit(u.unit);
  drop_old_losses(u);
  ++u.downs;
  std::uint32_t last = none;
  const Spared& spared = imagined_.spared;
  const bool is_any_spared = !spared.is_nothing();
  for (std::uint32_t e = fixed.first_edge; e < fixed.first_edge + fixed.edge_count; ++e) {
    const system::Edge& edge = units.edge(e);
    if (is_any_spared && spared.spares_call(fixed, units.unit(edge.dependant))) continue;
    const system::LossClass& loss_class = units.loss_class(edge);
    Duration delay = loss_class.fixed_delay;
    if (!loss_class.is_certain) {
      Stream stream = c.stream(purposes::loss, entity_of(fixed, edge), u.downs);
      if (!stream.coin(loss_class.probability)) continue;
      delay =
          loss_class.delay.sample_duration(stream) + loss_class.survives.sample_duration(stream);
    }
    __builtin_prefetch(&units.unit(edge.dependant));  // touched when the loss is felt
    const std::uint32_t loss = inflict(c, u, e, delay);
    (last == none ? u.first_loss : losses_[last].next) = loss;
    last = loss;
  }
}

/// Forgets the losses of the last time, but for those that are still felt: they may go on.
void World::drop_old_losses(UnitState& u) {
  still_felt_.clear();
  for (std::uint32_t i = std::exchange(u.first_loss, none); i != none; i = losses_[i].next) {
    losses_[i].is_listed = false;
    if (losses_[i].state == LossState::spent) free_losses_.push_back(i);
    if (losses_[i].state == LossState::recovering) still_felt_.push_back(i);
  }
}

/// A dependant that still feels the last loss of the same provider goes on feeling it; others will
/// after `delay`.
std::uint32_t World::inflict(Context& c, UnitState& u, std::uint32_t edge, Duration delay) {
  const auto old =
      std::ranges::find(still_felt_, edge, [&](std::uint32_t i) { return losses_[i].edge; });
  const bool goes_on = old != still_felt_.end();
  const std::uint32_t index = goes_on ? *old : new_loss();
  Loss& loss = losses_[index];
  ++loss.generation;
  loss.edge = edge;
  loss.provider = raw(u.unit);
  loss.state = goes_on ? LossState::active : LossState::pending;
  loss.is_listed = true;
  loss.next = none;
  if (!goes_on) after(c, delay, EventType::dependency_lost, origin(u), index, loss.generation);
  return index;
}

std::uint32_t World::new_loss() {
  if (free_losses_.empty()) {
    losses_.emplace_back();
    return static_cast<std::uint32_t>(losses_.size() - 1);
  }
  const std::uint32_t loss = free_losses_.back();
  free_losses_.pop_back();
  return loss;
}

void World::spend(std::uint32_t index) {
  losses_[index].state = LossState::spent;
  if (!losses_[index].is_listed) free_losses_.push_back(index);
}

/// Losses not yet felt are called off; the others pass when the dependant has reconnected.
void World::spread_recovery(Context& c, UnitState& u) {
  for (std::uint32_t i = u.first_loss; i != none; i = losses_[i].next) {
    Loss& loss = losses_[i];
    if (loss.state == LossState::pending) loss.state = LossState::cancelled;
    if (loss.state != LossState::active) continue;
    loss.state = LossState::recovering;
    const system::Edge& edge = blueprint_.units.edge(loss.edge);
    Duration delay = Duration::zero();
    if (const auto& time = blueprint_.units.loss_class(edge).recovers_after; !time.is_zero()) {
      const system::Unit& provider = blueprint_.units.unit(u.unit);
      Stream stream = c.stream(purposes::reconnect, entity_of(provider, edge), u.downs);
      delay = time.sample_duration(stream);
    }
    set_in_motion(c, delay, EventType::dependency_back, origin(u), i, loss.generation);
  }
  wake_soon(c, u);
}

/// Those that wait to start look again whether they may.
void World::wake_soon(Context& c, UnitState& u) {
  if (!waiting_.empty() && !std::exchange(is_wake_due_, true))
    set_in_motion(c, Duration::zero(), EventType::wake_waiting, origin(u), 0);
}

/// The dependant feels the loss.
void World::lose(Context& c, std::uint32_t index) {
  Loss& loss = losses_[index];
  if (loss.state == LossState::cancelled) return spend(index);
  loss.state = LossState::active;
  const system::Edge& edge = blueprint_.units.edge(loss.edge);
  if (!fails(edge)) return;
  UnitState& u = unit(edge.dependant);
  const system::LossClass& effect = blueprint_.units.effect(edge);
  u.forced = false;
  if (effect.need == system::Need::hard) {
    ++u.hard_lost;
  } else {
    u.soft_lost += effect.degradation;
  }
  if (u.loss == 0)
    u.incident = unit(UnitIndex{loss.provider}).incident;
  else
    show(c, u, 1);
  if (c.is_observed())
    tell(c, "cascade", blueprint_.units.id(u.unit),
         "feels the loss of " + blueprint_.units.id(UnitIndex{loss.provider}));
  settle(c, u);
}

/// The dependant has the provider back.
void World::regain(Context& c, std::uint32_t index, std::uint32_t generation) {
  if (losses_[index].generation != generation || losses_[index].state != LossState::recovering)
    return;
  const system::Edge& edge = blueprint_.units.edge(losses_[index].edge);
  spend(index);
  if (!holds_again(edge)) return;
  UnitState& u = unit(edge.dependant);
  const system::LossClass& effect = blueprint_.units.effect(edge);
  if (effect.need == system::Need::hard) {
    --u.hard_lost;
  } else {
    u.soft_lost -= effect.degradation;
  }
  settle(c, u);
}

/// Whether the loss of this member is the one that breaks the requirement it belongs to.
bool World::fails(const system::Edge& edge) {
  if (!edge.is_grouped()) return true;
  for (std::uint32_t r = edge.index() + 1; r != 0; r = blueprint_.units.requirement(r - 1).parent) {
    const system::Requirement& requirement = blueprint_.units.requirement(r - 1);
    if (requirement.members == 1) continue;
    const std::uint32_t failed = ++requirements_.touch(r - 1).failed;
    if (requirement.members - failed + 1 != requirement.at_least) return false;
  }
  return true;
}

bool World::holds_again(const system::Edge& edge) {
  if (!edge.is_grouped()) return true;
  for (std::uint32_t r = edge.index() + 1; r != 0; r = blueprint_.units.requirement(r - 1).parent) {
    const system::Requirement& requirement = blueprint_.units.requirement(r - 1);
    if (requirement.members == 1) continue;
    const std::uint32_t failed = requirements_.touch(r - 1).failed--;
    if (requirement.members - failed + 1 != requirement.at_least) return false;
  }
  return true;
}

/// Nothing blocks the unit any more: it starts as soon as what it needs to start is there.
void World::restart(Context& c, UnitState& u) {
  const bool has_needs = may_start(u);
  if (has_needs && has_turn(u) && !is_overtaking(u)) return begin_restart(c, u);
  enter(u, Phase::waiting);
  waiting_.push_back(u.unit);
  if (c.is_observed())
    tell(c, "cascade", blueprint_.units.id(u.unit),
         has_needs ? "waits for its turn to start" : "waits for what it needs to start");
}

void World::begin_restart(Context& c, UnitState& u) {
  const system::Unit& fixed = blueprint_.units.unit(u.unit);
  const sim::Distribution& time = blueprint_.units.restart(fixed);
  const Duration gap = blueprint_.scenario.response.restart_gap;
  if (time.is_zero() && gap == Duration::zero()) return come_up(c, u);
  Stream stream = c.stream(purposes::restart, fixed.entity, u.downs);
  Duration delay = time.sample_duration(stream);
  if (gap > Duration::zero()) {
    const sim::Time turn = std::max(c.now(), next_restart_);
    next_restart_ = turn + gap;
    delay = delay + turn.since(c.now());
  }
  enter(u, Phase::restarting);
  set_in_motion(c, delay, EventType::restarted, origin(u), raw(u.unit), u.generation);
}

bool World::may_start(UnitState& u) {
  if (u.forced) return true;
  for (const system::StartNeed& need :
       blueprint_.units.start_needs(blueprint_.units.unit(u.unit))) {
    std::uint32_t up = 0;
    for (const UnitIndex provider : need.providers) {
      const UnitState* state = units_.find(raw(provider));
      if (state == nullptr || state->loss < whole) ++up;
    }
    if (up < need.at_least) return false;
  }
  return true;
}

/// Whether fewer units of its service are starting than may at once.
bool World::has_turn(const UnitState& u) const {
  const ServiceIndex service = blueprint_.units.unit(u.unit).service;
  if (turns_.empty() || service == system::no_service) return true;
  return turns_[raw(service)].restarting < blueprint_.restarts_at_once[raw(service)];
}

/// Whether units of its service that have waited for longer will look at this very moment. (At any
/// other, those that wait lack something else than a turn.)
bool World::is_overtaking(const UnitState& u) const {
  const ServiceIndex service = blueprint_.units.unit(u.unit).service;
  if (turns_.empty() || service == system::no_service || !is_wake_due_) return false;
  return blueprint_.restarts_at_once[raw(service)] != none && turns_[raw(service)].waiting > 0;
}

void World::enter(UnitState& u, Phase phase) {
  const Phase before = std::exchange(u.phase, phase);
  if (turns_.empty()) return;
  const ServiceIndex service = blueprint_.units.unit(u.unit).service;
  if (service == system::no_service) return;
  Turns& turns = turns_[raw(service)];
  if (before == Phase::waiting) --turns.waiting;
  if (before == Phase::restarting) --turns.restarting;
  if (phase == Phase::waiting) ++turns.waiting;
  if (phase == Phase::restarting) ++turns.restarting;
}

void World::restarted(Context& c, UnitState& u, std::uint32_t generation) {
  if (u.phase == Phase::restarting && (u.generation & 0xffffff) == generation) come_up(c, u);
}

void World::come_up(Context& c, UnitState& u) {
  enter(u, Phase::serving);
  set_loss(c, u, degradation_of(u));
  tell_traffic(c, u);
}

/// Some unit came up: those that waited for it to start do so now.
void World::wake_waiting(Context& c) {
  is_wake_due_ = false;
  const std::size_t before = waiting_.size();
  std::vector<UnitIndex> still;
  for (const UnitIndex waiting : std::exchange(waiting_, {})) {
    UnitState& u = unit(waiting);
    if (u.phase != Phase::waiting) continue;
    if (has_turn(u) && may_start(u)) {
      begin_restart(c, u);
    } else {
      still.push_back(waiting);
    }
  }
  const bool is_any_up = still.size() < before;
  waiting_.insert(waiting_.begin(), still.begin(), still.end());
  if (is_any_up && !waiting_.empty() && !std::exchange(is_wake_due_, true))
    set_in_motion(c, Duration::zero(), EventType::wake_waiting, origin_of_world(), 0);
}

}  // namespace outcast::cascade
