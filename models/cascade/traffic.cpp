// Where the cascade and the traffic meet: faults change how stations serve, and what requests lose
// is what units and customers lose.
#include <algorithm>
#include <stdexcept>

#include "models/cascade/world.h"

namespace outcast::cascade {

using sim::Time;
using system::raw;
using system::whole;
using traffic::Answer;
using traffic::Condition;

/// Runs cascade and traffic side by side until nothing is left to do, or until `until`. At equal
/// times the cascade, which has the causes, comes first.
Time World::advance(Context& c, Time until) {
  if (!traffic_) return sim::run(*this, events_, c, until);
  Time end{};
  while (true) {
    end = std::max(end, sim::run(*this, events_, c, std::min(until, traffic_->next())));
    const Time due = traffic_->next();
    const bool is_over = due == Time::never() && events_.empty();
    if (is_over || (due > until && (events_.empty() || events_.top().key.time > until))) break;
    const Time next = events_.empty() ? Time::never() : events_.top().key.time;
    traffic_->advance(std::min(next, until + sim::Duration{1}));
    if (!traffic_->exhausted().empty())
      throw std::runtime_error("traffic has not come to rest after " +
                               std::to_string(traffic_->events()) +
                               " events; still changing: " + traffic_->exhausted());
    for (const traffic::Report& report : traffic_->reports()) {
      heard_.push_back(report);
      end = std::max(end, report.at);
      c.schedule(report.at, priority_of(EventType::traffic_reports), origin_of_world(),
                 {.subject = static_cast<std::uint32_t>(heard_.size() - 1),
                  .type = static_cast<std::uint32_t>(EventType::traffic_reports)});
    }
  }
  return end;
}

bool World::is_station(UnitIndex u) const {
  return traffic_ && blueprint_.traffic->station_of[raw(u)] != none;
}

bool World::is_source(std::uint32_t node) const {
  return traffic_ && blueprint_.traffic->source_of[node] != none;
}

/// What a fault takes from its unit by itself. Where traffic is modelled, requests find out what
/// slowness and missing capacity cost.
Share World::own_loss_of(const Fault& fault) const {
  const faults::FailureMode& mode = mode_of(fault);
  const bool takes_unit_down =
      mode.symptom == faults::Symptom::refused || mode.symptom == faults::Symptom::hangs;
  return is_station(fault.unit) && !(takes_unit_down && mode.loss >= 1)
             ? 0
             : system::to_share(mode.loss);
}

/// How the unit's faults and losses let it answer requests.
Condition World::condition_of(const UnitState& u) const {
  Condition condition;
  if (u.phase != Phase::serving && !u.forced) condition.answer = Answer::refuses;
  for (const Fault& fault : faults_) {
    if (fault.unit != u.unit || fault.state != FaultState::active) continue;
    const faults::FailureMode& mode = mode_of(fault);
    const double left = 1 - mode.loss;
    switch (mode.symptom) {
      case faults::Symptom::refused:
      case faults::Symptom::hangs:
        condition.answer = mode.symptom == faults::Symptom::hangs ? Answer::hangs : Answer::refuses;
        if (mode.loss < 1) condition.affected = mode.loss;
        break;
      case faults::Symptom::slow:
        condition.slowness /= std::max(left, 1e-3);
        break;
      case faults::Symptom::less_capacity:
        condition.capacity *= left;
        break;
      case faults::Symptom::errors:
        condition.errors = 1 - (1 - condition.errors) * left;
        break;
      case faults::Symptom::wrong:
        condition.wrong = 1 - (1 - condition.wrong) * left;
        break;
    }
    condition.is_visible &= mode.visibility > 0.5;
  }
  return condition;
}

void World::tell_traffic(Context& c, const UnitState& u) {
  if (!is_station(u.unit)) return;
  const std::uint32_t station = blueprint_.traffic->station_of[raw(u.unit)];
  const Condition condition = condition_of(u);
  if (condition == conditions_[station]) return;
  conditions_[station] = condition;
  traffic_->set_condition(c.now(), traffic::StationIndex{station}, condition);
}

void World::traffic_reports(Context& c, std::uint32_t index) {
  const traffic::Report report = heard_[index];
  if (report.subject == traffic::Report::Subject::station) {
    UnitState& u = unit(blueprint_.traffic->unit_of[report.index]);
    u.traffic_loss = std::min(system::to_share(report.loss), whole - 1);
    if (u.loss == 0 && u.traffic_loss > 0 && u.incident == none)
      u.incident = open_.empty() ? open_overload(c, u.unit) : open_.front();
    settle(c, u);
    return;
  }
  const std::uint32_t node = blueprint_.traffic->node_of[report.index];
  CustomerState& state = customers_.touch(node);
  state.traffic_loss = report.loss;
  look_at_customers(c, node);
}

/// Overload without a fault is an incident too: a unit that cannot bear its load is its root.
std::uint32_t World::open_overload(Context& c, UnitIndex root) {
  const std::uint32_t incident = open_incident(c, root, none);
  begin_watching(c, incident);
  return incident;
}

}  // namespace outcast::cascade
