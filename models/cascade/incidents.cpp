// An incident opens, is noticed, is told to the customers, and ends.
#include <algorithm>

#include "models/cascade/purposes.h"
#include "models/cascade/world.h"

namespace outcast::cascade {

using sim::Duration;
using sim::Stream;
using sim::Time;
using system::raw;

std::uint32_t World::open_incident(Context& c, UnitIndex root, std::uint32_t change) {
  const auto index = static_cast<std::uint32_t>(incidents_.size());
  const system::Unit& fixed = blueprint_.units.unit(root);
  Incident incident{.root = root, .entity = fixed.entity, .change = change, .onset = c.now()};
  incident.occurrence = unit(root).incidents++;
  const auto nobody = static_cast<std::uint32_t>(blueprint_.teams.size() - 1);
  const bool is_owned = nobody > 0 && fixed.service != system::no_service;
  incident.team = is_owned ? blueprint_.team_of[raw(fixed.service)] : nobody;
  incidents_.push_back(incident);
  watches_.resize(incidents_.size() * blueprint_.watchers.size());
  open_.push_back(index);
  if (c.is_observed())
    tell(c, "incident", blueprint_.units.id(root),
         "is the root of incident " + std::to_string(index + 1));
  return index;
}

/// Books that a unit began (+1) or ceased (-1) to be affected by the incident.
void World::note_affected(Context& c, std::uint32_t index, UnitState& u, int sign) {
  Incident& incident = incidents_[index];
  incident.affected += static_cast<std::uint32_t>(sign);
  if (!blueprint_.watchers.empty()) note_watched(c, index, u, sign);
  if (sign < 0) u.visibility = 1;
  if (sign < 0) close_if_over(c, index);
}

/// Books the same for every monitor that watches the unit's service.
void World::note_watched(Context& c, std::uint32_t index, const UnitState& u, int sign) {
  const system::Unit& fixed = blueprint_.units.unit(u.unit);
  const std::uint32_t mask =
      fixed.service == system::no_service ? 0 : blueprint_.watch_mask[raw(fixed.service)];
  const std::size_t monitors = blueprint_.watchers.size();
  for (std::size_t m = 0; m < monitors; ++m) {
    if ((mask >> m & 1) == 0) continue;
    Watch& watch = watches_[index * monitors + m];
    watch.affected += static_cast<std::uint64_t>(sign * static_cast<std::int64_t>(fixed.weight));
    watch.visible += sign * static_cast<double>(fixed.weight) * static_cast<double>(u.visibility);
  }
  mark_recount(c, index);
}

/// A unit that already loses something becomes easier to see.
void World::show(Context& c, UnitState& u, double visibility) {
  if (visibility <= static_cast<double>(u.visibility)) return;
  const bool is_watched = u.incident != none && !blueprint_.watchers.empty();
  if (is_watched) note_watched(c, u.incident, u, -1);
  u.visibility = static_cast<float>(visibility);
  if (is_watched) note_watched(c, u.incident, u, +1);
}

/// Somebody or something noticed.
void World::detect(Context& c, std::uint32_t index, std::string_view by) {
  Incident& incident = incidents_[index];
  if (incident.detected != Time::never() || incident.phase == IncidentPhase::ended) return;
  incident.detected = c.now();
  if (c.is_observed()) tell_incident(c, index, "is noticed by " + std::string(by));
  if (incident.change != none) {
    ChangeState& change = changes_[incident.change];
    change.is_halted = true;
    if (blueprint_.scenario.authors[change.author].kind == change::AuthorKind::ai_tool) {
      ++ai_incidents_;
      last_ai_incident_ = c.now();
      if (record_.background != nullptr) record_.background->ai_incidents.push_back(c.now());
    }
  }
  Stream stream = c.stream(purposes::notify, incident.entity, incident.occurrence);
  const Duration takes = blueprint_.scenario.response.status_page.takes.sample_duration(stream);
  after(c, takes, EventType::notified, origin_of_incident(index), index);
  if (needs_people(incident) || needs_throttle(index)) call_crew(c, index);
}

/// Customers who lose something call, if nobody has noticed by then.
void World::await_call(Context& c, std::uint32_t index) {
  Incident& incident = incidents_[index];
  const sim::Distribution& report = blueprint_.scenario.response.customer_report;
  if (report.is_zero() || incident.detected != Time::never() ||
      std::exchange(incident.is_call_due, true))
    return;
  Stream stream = c.stream(purposes::report, incident.entity, incident.occurrence);
  after(c, report.sample_duration(stream), EventType::reported, origin_of_incident(index), index);
}

void World::reported(Context& c, std::uint32_t index) {
  incidents_[index].is_call_due = false;
  const bool are_hit = customers_affected_ > 0 || blueprint_.customers.empty();
  if (are_hit) detect(c, index, "customers");
}

/// The status page tells the customers, as soon as what it needs is up.
void World::notify(Context& c, std::uint32_t index) {
  Incident& incident = incidents_[index];
  if (incident.phase == IncidentPhase::ended) return;
  incident.is_notice_due = !are_up(blueprint_.status_needs);
  if (incident.is_notice_due) return;
  incident.notified = c.now();
  if (c.is_observed())
    tell(c, "customers", "incident " + std::to_string(index + 1), "is on the status page");
  for (std::uint32_t n = 0; n < blueprint_.customers.size(); ++n) {
    const auto& fallback = blueprint_.scenario.customers[blueprint_.customers[n].group].fallback;
    if (!fallback) continue;
    Stream stream =
        c.stream(purposes::fallback, blueprint_.customers[n].entity, incident.occurrence);
    after(c, fallback->after.sample_duration(stream), EventType::customers_switch,
          origin_of_incident(index), n);
  }
}

void World::close_if_over(Context& c, std::uint32_t index) {
  Incident& incident = incidents_[index];
  if (incident.active_faults > 0 || incident.affected > 0 || incident.phase == IncidentPhase::ended)
    return;
  if (throttle_.incident == index && throttle_.cuts > 0) return;  // customers are held back
  if (throttle_.incident == index) call_off_throttle(c);
  incident.phase = IncidentPhase::ended;
  incident.recovered = c.now();
  if (incident.mitigated == Time::never()) incident.mitigated = c.now();
  ++incident.generation;
  std::erase(open_, index);
  if (c.is_observed()) tell(c, "incident", "incident " + std::to_string(index + 1), "is over");
  leave_crew(c, index);
  if (open_.empty()) release_customers(c);
}

}  // namespace outcast::cascade
