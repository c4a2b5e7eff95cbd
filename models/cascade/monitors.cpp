// Monitors look on a regular clock; what they see depends on how much is affected, and how plainly.
#include <cmath>
#include <limits>

#include "models/cascade/purposes.h"
#include "models/cascade/world.h"
#include "sim/kernel/portable_math.h"

namespace outcast::cascade {

using sim::Duration;
using sim::Stream;
using sim::Time;

/// Without monitors, everything that needs people is seen at once.
void World::begin_watching(Context& c, std::uint32_t index) {
  Incident& incident = incidents_[index];
  const std::size_t monitors = blueprint_.watchers.size();
  if (monitors == 0) {
    if (needs_people(incident) || needs_throttle(index))
      detect(c, index, "everybody at once: no monitor is modelled");
    return;
  }
  if (blueprint_.customers.empty() || customers_affected_ > 0) await_call(c, index);
  if (std::exchange(incident.is_watched, true)) return;
  for (std::size_t m = 0; m < monitors; ++m) {
    Watch& watch = watches_[index * monitors + m];
    Stream stream = c.stream(purposes::look,
                             sim::Entity{static_cast<std::uint64_t>(incident.entity) ^
                                         static_cast<std::uint64_t>(blueprint_.watchers[m].entity)},
                             incident.occurrence);
    watch.phase =
        Duration::from_seconds(stream.uniform() * blueprint_.watchers[m].interval.seconds());
    watch.threshold = -sim::portable_log(stream.uniform());
  }
  mark_recount(c, index);
}

void World::mark_recount(Context& c, std::uint32_t index) {
  Incident& incident = incidents_[index];
  if (!incident.is_watched || incident.detected != Time::never() ||
      incident.phase == IncidentPhase::ended)
    return;
  if (std::exchange(incident.is_recount_due, true)) return;
  after(c, Duration::zero(), EventType::recount, origin_of_incident(index), index);
}

void World::recount(Context& c, std::uint32_t index) {
  Incident& incident = incidents_[index];
  incident.is_recount_due = false;
  if (incident.detected != Time::never() || incident.phase == IncidentPhase::ended) return;
  for (std::uint32_t m = 0; m < blueprint_.watchers.size(); ++m) schedule_look(c, index, m);
}

/// Hazard -ln(1 - p) of one look that sees the incident with probability
/// p = sensitivity x visibility x s / (s + half_at), s the affected share of what the monitor
/// watches.
double World::hazard_per_look(const Watch& watch, std::uint32_t m) {
  const response::Monitor& monitor = blueprint_.scenario.response.monitors[m];
  const Watcher& watcher = blueprint_.watchers[m];
  if (watch.affected == 0 || watcher.total_weight <= 0 || !are_up(watcher.needs)) return 0;
  const double affected = static_cast<double>(watch.affected);
  const double share = affected / watcher.total_weight;
  const double p =
      monitor.sensitivity * (watch.visible / affected) * share / (share + monitor.half_at);
  return p >= 1 ? std::numeric_limits<double>::infinity() : -sim::portable_log(1 - p);
}

/// Books the looks of the past at the old hazard and schedules the look that will see the incident
/// at the present one.
void World::schedule_look(Context& c, std::uint32_t index, std::uint32_t m) {
  const Incident& incident = incidents_[index];
  const auto at = static_cast<std::uint32_t>(index * blueprint_.watchers.size() + m);
  Watch& watch = watches_[at];
  const Duration interval = blueprint_.watchers[m].interval;
  const Time first = incident.onset + watch.phase;
  const std::int64_t past =
      c.now() > first ? (c.now().since(first).nanoseconds - 1) / interval.nanoseconds + 1 : 0;
  if (past > watch.looks && watch.rate > 0)
    watch.hazard += watch.rate * static_cast<double>(past - watch.looks);
  watch.looks = past;
  watch.rate = hazard_per_look(watch, m);
  ++watch.generation;
  if (watch.rate <= 0) return;
  const double more = std::max(1.0, std::ceil((watch.threshold - watch.hazard) / watch.rate));
  if (more * interval.seconds() > 9e9) return;  // beyond the end of time
  const Time seen = first + (past + static_cast<std::int64_t>(more) - 1) * interval;
  after(c, seen.since(c.now()), EventType::monitor_looks, origin_of_incident(index), at,
        watch.generation & 0xffffff);
}

void World::looked(Context& c, std::uint32_t at, std::uint32_t generation) {
  if ((watches_[at].generation & 0xffffff) != generation) return;
  const std::size_t monitors = blueprint_.watchers.size();
  detect(c, static_cast<std::uint32_t>(at / monitors),
         "monitor " + blueprint_.scenario.response.monitors[at % monitors].id);
}

void World::schedule_false_alarm(Context& c, std::uint32_t m, std::uint32_t occurrence) {
  const double per_week = blueprint_.scenario.response.monitors[m].false_alarms_per_week;
  if (per_week <= 0) return;
  Stream stream = c.stream(purposes::false_alarm, blueprint_.watchers[m].entity, occurrence);
  const double weeks = -sim::portable_log(stream.uniform()) / per_week;
  after(c, Duration::from_seconds(weeks * 7 * 86400), EventType::false_alarm, origin_of_world(), m,
        occurrence);
}

/// Rings a team drawn evenly; one of its crews looks into it for nothing.
void World::false_alarm(Context& c, std::uint32_t m, std::uint32_t occurrence) {
  ++tally_.false_alarms;
  Stream stream = c.stream(purposes::false_alarm, blueprint_.watchers[m].entity, occurrence);
  stream.uniform();
  const auto pool = static_cast<std::uint32_t>(
      stream.uniform() * static_cast<double>(std::max<std::size_t>(1, crews_.size() - 1)));
  if (c.is_observed())
    tell(c, "response", blueprint_.scenario.response.monitors[m].id, "rings a false alarm");
  occupy_crew(c, pool);
  schedule_false_alarm(c, m, occurrence + 1);
}

}  // namespace outcast::cascade
