// A change reaches production, in waves where a safeguard asks for it, and may strike the units
// that it reaches.
#include <algorithm>
#include <cmath>

#include "models/cascade/purposes.h"
#include "models/cascade/world.h"
#include "models/change/safeguards.h"

namespace outcast::cascade {

using sim::Duration;
using sim::Stream;
using sim::Time;

namespace {

// Settings of the safeguards that act on a rollout, in the order in which they declare them.
namespace staged {
enum { first, growth, bake, gate_sensitivity, gate_false_alarms };
}
namespace velocity {
enum { gap, units_per_step };
}

const change::SafeguardSettings& settings_of(const Blueprint& blueprint, std::string_view name) {
  return blueprint.scenario.safeguards[change::position_of(name)];
}

/// Each wave of a change has its own luck; the wave is the occurrence.
sim::Entity luck_of(const ChangeState& change) {
  return sim::Entity{static_cast<std::uint64_t>(change.entity) ^
                     ((change.occurrence + 1) * 0x9E3779B97F4A7C15ULL)};
}

}  // namespace

void World::deploy(Context& c, std::uint32_t index) {
  ChangeState& change = changes_[index];
  if (is_stopped(c, index)) return;
  if (change.team != none) teams_[change.team].last_change = c.now();
  deploy_wave(c, index);
}

/// How many of the change's units the next wave takes.
std::size_t World::wave_size(const ChangeState& change) const {
  const auto& rollout = settings_of(blueprint_, "staged_rollout");
  const auto& limit = settings_of(blueprint_, "velocity_limit");
  const std::size_t left = change.units.size() - change.deployed;
  double size = static_cast<double>(left);
  if (rollout.on) {
    double share = rollout.values[staged::first].mean();
    for (std::uint32_t wave = 0; wave < change.waves; ++wave)
      share *= rollout.values[staged::growth].mean();
    size = std::max(1.0,
                    std::floor(share * static_cast<double>(change.units.size())) - change.deployed);
  }
  if (limit.on) size = std::min(size, std::max(1.0, limit.values[velocity::units_per_step].mean()));
  return std::min(left, static_cast<std::size_t>(size));
}

Duration World::wave_gap(Context& c, const ChangeState& change) const {
  const auto& rollout = settings_of(blueprint_, "staged_rollout");
  const auto& limit = settings_of(blueprint_, "velocity_limit");
  Stream stream = c.stream(purposes::bake, luck_of(change), change.waves);
  const Duration bake =
      rollout.on ? rollout.values[staged::bake].sample_duration(stream) : Duration::zero();
  const bool is_last = change.deployed == change.units.size();
  const Duration gap =
      limit.on && !is_last ? limit.values[velocity::gap].sample_duration(stream) : Duration::zero();
  return std::max(bake, gap);
}

void World::deploy_wave(Context& c, std::uint32_t index) {
  const std::size_t size = wave_size(changes_[index]);
  if (c.is_observed())
    tell(c, "change", name_of(index),
         "reaches " + std::to_string(size) + " of " + std::to_string(changes_[index].units.size()) +
             " units");
  for (std::size_t i = 0; i < size; ++i)
    strike(c, index, changes_[index].units[changes_[index].deployed++]);
  ++changes_[index].waves;
  const Duration gap = wave_gap(c, changes_[index]);
  after(c, gap, EventType::wave_baked, origin_of_change(index), index);
}

/// What the change does to a unit that it reaches: nothing, if it is flawless and deletes nothing.
void World::strike(Context& c, std::uint32_t index, UnitIndex u) {
  const ChangeState& change = changes_[index];
  const std::uint32_t mode = change.destructive ? blueprint_.deleted_mode : change.mode;
  if (mode == none) return;
  const std::uint32_t fault = add_fault(u, mode);
  faults_[fault].change = index;
  schedule_fault(c, fault, c.now() + (change.destructive ? Duration::zero() : change.latency));
}

void World::baked(Context& c, std::uint32_t index) {
  ChangeState& change = changes_[index];
  if (is_stopped(c, index)) return;
  const auto& rollout = settings_of(blueprint_, "staged_rollout");
  if (rollout.on) {
    const bool is_harmful =
        change.incident != none && incidents_[change.incident].active_faults > 0;
    double p = rollout.values[staged::gate_false_alarms].mean();
    if (is_harmful) {
      const Fault& fault = faults_[incidents_[change.incident].first_fault];
      p = rollout.values[staged::gate_sensitivity].mean() * mode_of(fault).visibility;
    }
    Stream stream = c.stream(purposes::gate, luck_of(change), change.waves);
    if (stream.coin(p)) return objection(c, index, is_harmful);
  }
  if (change.deployed < change.units.size()) return deploy_wave(c, index);
  ship(c, index);
}

/// People or the kill switch have stopped the rollout, before it has reached every unit.
bool World::is_stopped(Context& c, std::uint32_t index) {
  ChangeState& change = changes_[index];
  if (change.deployed == change.units.size()) return false;
  static const std::size_t kill_switch = change::position_of("ai_kill_switch");
  bool is_switched_off = false;
  if (blueprint_.is_on(kill_switch)) {
    Stream stream = c.stream(purposes::stop, luck_of(change), change.waves);
    const change::Settings settings(blueprint_.scenario.safeguards[kill_switch], stream);
    is_switched_off =
        change::catalog()[kill_switch]
            .judge(request_of(change), visible_to(c, change), change::Evidence::clean, settings)
            .verdict == change::Verdict::deny;
  }
  if (!change.is_halted && !is_switched_off) return false;
  change.is_over = true;
  --tally_.changes_under_way;
  if (c.is_observed())
    tell(c, "change", name_of(index),
         "is stopped after " + std::to_string(change.deployed) + " of " +
             std::to_string(change.units.size()) + " units");
  return true;
}

/// The health gate objects: the pipeline reverts the change, or people are called.
void World::objection(Context& c, std::uint32_t index, bool is_harmful) {
  ChangeState& change = changes_[index];
  if (c.is_observed()) tell(c, "change", name_of(index), "the health gate objects");
  change.is_over = true;
  --tally_.changes_under_way;
  if (!is_harmful) {
    ++tally_.false_rollbacks;
    return;
  }
  const std::uint32_t incident = change.incident;
  detect(c, incident, "the health gate");
  const auto& automatic = settings_of(blueprint_, "automatic_rollback");
  Stream stream = c.stream(purposes::automatic, change.entity, change.occurrence);
  if (!automatic.on || !stream.coin(automatic.values[0].mean()) ||
      !are_up(blueprint_.pipeline_tools))
    return;
  ++tally_.rollbacks;
  if (c.is_observed()) tell(c, "change", name_of(index), "is rolled back automatically");
  after(c, blueprint_.scenario.response.automatic_rollback.sample_duration(stream),
        EventType::rolled_back, origin_of_change(index), index);
}

/// The pipeline has reverted the change; what was deleted stays deleted.
void World::roll_back(Context& c, std::uint32_t index) {
  const std::uint32_t incident = changes_[index].incident;
  for (std::uint32_t f = incidents_[incident].first_fault; f != none; f = faults_[f].next)
    if (faults_[f].change == index && mode_of(faults_[f]).remedy == faults::Remedy::rollback)
      end_fault(c, f);
  call_off(index);
}

void World::ship(Context& c, std::uint32_t index) {
  ChangeState& change = changes_[index];
  change.is_over = true;
  --tally_.changes_under_way;
  ++tally_.changes_shipped;
  tally_.lead_ns += static_cast<double>(c.now().since(change.proposed).nanoseconds);
  if (c.is_observed()) tell(c, "change", name_of(index), "is complete");
}

}  // namespace outcast::cascade
