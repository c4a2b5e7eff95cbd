// When nothing is scheduled any more and units are still down, they wait for each other in a
// circle.
#include <algorithm>

#include "models/cascade/purposes.h"
#include "models/cascade/world.h"

namespace outcast::cascade {
namespace {

/// A system whose circles come back at once would never rest.
constexpr std::uint32_t most_circles = 1000;

}  // namespace

using sim::Duration;
using sim::Stream;
using system::raw;
using system::whole;

/// Marks, by position, the units that an active fault keeps down: its own, one of a provider, or
/// one of what it needs to start.
std::vector<bool> World::explained() {
  std::vector<bool> is_explained(units_.size(), false);
  std::vector<std::uint32_t> work;
  const auto explain = [&](std::uint32_t position) {
    if (!is_explained[position]) work.push_back(position);
    is_explained[position] = true;
  };
  const auto follow = [&] {
    while (!work.empty()) {
      const std::uint32_t head = units_[work.back()].first_loss;
      work.pop_back();
      for (std::uint32_t l = head; l != none; l = losses_[l].next) {
        const auto at = units_.position(raw(blueprint_.units.edge(losses_[l].edge).dependant));
        if (losses_[l].state == LossState::active && at && units_[*at].loss == whole) explain(*at);
      }
    }
  };
  for (std::uint32_t i = 0; i < units_.size(); ++i)
    if (units_[i].own_loss >= whole) explain(i);
  follow();
  for (bool is_new = true; std::exchange(is_new, false);)
    for (const UnitIndex u : waiting_) {
      const std::uint32_t at = *units_.position(raw(u));
      if (is_explained[at] || may_start_but_for(unit(u), is_explained)) continue;
      explain(at);
      follow();
      is_new = true;
    }
  return is_explained;
}

/// Whether the unit could start if only the marked units were down.
bool World::may_start_but_for(const UnitState& u, const std::vector<bool>& is_marked) {
  const auto is_down = [&](UnitIndex provider) {
    const auto at = units_.position(raw(provider));
    return at && units_[*at].loss == whole && is_marked[*at];
  };
  return std::ranges::all_of(
      blueprint_.units.start_needs(blueprint_.units.unit(u.unit)), [&](const auto& need) {
        return need.providers.size() -
                   static_cast<std::size_t>(std::ranges::count_if(need.providers, is_down)) >=
               need.at_least;
      });
}

/// Units that are down although no fault explains it; in the order in which they were first
/// touched.
std::vector<std::uint32_t> World::circle() {
  const std::vector<bool> is_explained = explained();
  std::vector<std::uint32_t> rest;
  for (std::uint32_t i = 0; i < units_.size(); ++i)
    if (units_[i].loss == whole && !is_explained[i]) rest.push_back(raw(units_[i].unit));
  return rest;
}

/// A step of recovery: while one is scheduled, nobody can say that services wait in vain.
void World::set_in_motion(Context& c, Duration delay, EventType type, sim::Origin origin,
                          std::uint32_t subject, std::uint32_t generation) {
  if (c.now() + delay < sim::Time::never()) ++in_motion_;
  after(c, delay, type, origin, subject, generation);
}

/// After a step of recovery: if it was the last one, what is still down without a fault waits in a
/// circle.
void World::come_to_rest(Context& c) {
  if (--in_motion_ == 0) look_for_circle(c);
}

void World::look_for_circle(Context& c) {
  if (tally_.affected > 0) schedule_black_start(c);
}

/// Counts the circle and schedules the act that breaks it. False when there is none.
bool World::schedule_black_start(Context& c) {
  if (is_black_start_due_ || tally_.affected == 0 || tally_.circular_waits == most_circles)
    return false;
  const auto units = circle();
  if (units.empty()) return false;
  ++tally_.circular_waits;
  is_black_start_due_ = true;
  const system::Unit& first = blueprint_.units.unit(UnitIndex{units.front()});
  Stream stream = c.stream(purposes::black_start, first.entity, tally_.circular_waits);
  const Duration takes = blueprint_.scenario.response.black_start.sample_duration(stream);
  if (c.is_observed())
    tell(c, "cascade", blueprint_.units.id(UnitIndex{units.front()}),
         "and " + std::to_string(units.size() - 1) + " others wait for each other in a circle");
  after(c, takes, EventType::black_start, origin_of_world(), 0);
  return true;
}

void World::black_start(Context& c) {
  is_black_start_due_ = false;
  for (const std::uint32_t u : circle()) {
    UnitState& state = unit(UnitIndex{u});
    state.forced = true;
    if (state.phase == Phase::waiting) {
      std::erase(waiting_, state.unit);
      enter(state, Phase::down);
    }
    if (c.is_observed()) tell(c, "cascade", blueprint_.units.id(state.unit), "is black-started");
    settle(c, state);
  }
}

}  // namespace outcast::cascade
