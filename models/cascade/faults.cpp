// Faults begin, are failed over, and end.
#include "models/cascade/purposes.h"
#include "models/cascade/world.h"

namespace outcast::cascade {

using sim::Duration;
using sim::Stream;
using sim::Time;
using system::raw;

const faults::FailureMode& World::mode_of(const Fault& fault) const {
  return blueprint_.scenario.failure_modes[fault.mode];
}

std::uint32_t World::add_fault(UnitIndex u, std::uint32_t mode) {
  faults_.push_back({.unit = u, .mode = mode});
  return static_cast<std::uint32_t>(faults_.size() - 1);
}

/// The fault strikes at `at` plus the onset of its mode.
void World::schedule_fault(Context& c, std::uint32_t index, Time at) {
  UnitState& u = unit(faults_[index].unit);
  Duration delay = at.since(c.now());
  if (const auto& onset = mode_of(faults_[index]).onset; !onset.is_zero()) {
    Stream stream = c.stream(purposes::onset, blueprint_.units.unit(u.unit).entity, u.faults++);
    delay = delay + onset.sample_duration(stream);
  }
  after(c, delay, EventType::fault_starts, origin(u), index);
}

/// Time until the fault passes by itself; forever, if something else must end it.
Duration World::expiry_of(Context& c, const Fault& fault) {
  if (fault.expires) return fault.lasts;
  const faults::FailureMode& mode = mode_of(fault);
  if (mode.remedy != faults::Remedy::expiry || !mode.repair) return Duration::forever();
  Stream stream = c.stream(purposes::expiry, blueprint_.units.unit(fault.unit).entity,
                           unit(fault.unit).faults++);
  return mode.repair->sample_duration(stream);
}

/// The incident that the fault belongs to: its change's, while that is not over; else a new one.
std::uint32_t World::incident_of(Context& c, std::uint32_t index) {
  Fault& fault = faults_[index];
  if (fault.incident != none) return fault.incident;
  std::uint32_t incident = fault.change == none ? none : changes_[fault.change].incident;
  if (fault.is_given) incident = trigger_;
  if (incident == none || incidents_[incident].phase == IncidentPhase::ended)
    incident = open_incident(c, fault.unit, fault.change);
  if (fault.change != none) changes_[fault.change].incident = incident;
  if (fault.is_given) trigger_ = incident;
  fault.incident = incident;
  fault.next = std::exchange(incidents_[incident].first_fault, index);
  return incident;
}

void World::start_fault(Context& c, std::uint32_t index) {
  Fault& fault = faults_[index];
  if (fault.state != FaultState::coming) return;
  if (imagined_.spared.spares(blueprint_.units.unit(fault.unit))) return;
  UnitState& u = unit(fault.unit);
  const std::uint32_t incident = incident_of(c, index);
  fault.state = FaultState::active;
  ++incidents_[incident].active_faults;
  ++u.own_faults;
  if (u.own_loss == 0) attribute(c, u, incident);
  if (u.loss == 0)
    u.visibility = static_cast<float>(mode_of(fault).visibility);
  else
    show(c, u, mode_of(fault).visibility);
  u.own_loss += own_loss_of(fault);
  if (c.is_observed())
    tell(c, "fault", blueprint_.units.id(u.unit), mode_of(fault).name + " begins");
  const Duration expiry = expiry_of(c, fault);
  fault.expires |=
      expiry < Duration::forever();  // one that was given to last for ever is nobody's to mend
  if (fault.expires) after(c, expiry, EventType::fault_ends, origin(u), index);
  settle(c, u);
  begin_watching(c, incident);
  if (is_idle(incidents_[incident]) && needs_people(incidents_[incident])) call_crew(c, incident);
  if (awaits_companion_) join_companion(c, incident);
}

void World::end_fault(Context& c, std::uint32_t index) {
  Fault& fault = faults_[index];
  if (fault.state == FaultState::coming || fault.state == FaultState::ended) return;
  UnitState& u = unit(fault.unit);
  if (fault.state == FaultState::active) u.own_loss -= own_loss_of(fault);
  fault.state = FaultState::ended;
  if (c.is_observed()) tell(c, "fault", blueprint_.units.id(u.unit), mode_of(fault).name + " ends");
  Incident& incident = incidents_[fault.incident];
  --incident.active_faults;
  if (incident.active_faults == 0 && incident.mitigated == Time::never())
    incident.mitigated = c.now();
  if (fault.process != none) schedule_process(c, fault.process, u);
  const std::uint32_t of = fault.incident;
  if (u.own_loss > 0 && u.incident == of) attribute(c, u, incident_upon(u));
  settle(c, u);
  close_if_over(c, of);
  if (incidents_[of].active_faults == 0) await_overload(c, of);
  if (traffic_) await_overloads(c);
  if (u.phase != Phase::serving && in_motion_ == 0) look_for_circle(c);
}

/// From now on the unit's loss counts as the incident's: an own fault comes before a lost
/// dependency, an earlier fault before a later one.
void World::attribute(Context& c, UnitState& u, std::uint32_t incident) {
  if (u.incident == incident) return;
  const std::uint32_t before = std::exchange(u.incident, incident);
  if (u.loss == 0) return;
  if (before != none) note_affected(c, before, u, -1);
  note_affected(c, incident, u, +1);
}

/// The oldest open incident with an active fault on the unit; its present one, if there is no
/// other.
std::uint32_t World::incident_upon(const UnitState& u) const {
  for (const std::uint32_t i : open_)
    for (std::uint32_t f = incidents_[i].first_fault; f != none; f = faults_[f].next)
      if (faults_[f].unit == u.unit && faults_[f].state == FaultState::active) return i;
  return u.incident;
}

/// What a change would still have done is called off with it.
void World::call_off(std::uint32_t change) {
  for (Fault& fault : faults_)
    if (fault.change == change && fault.state == FaultState::coming &&
        mode_of(fault).remedy == faults::Remedy::rollback)
      fault.state = FaultState::ended;
}

/// Whether another unit of the same service could do the unit's work.
bool World::has_healthy_peer(UnitIndex u) {
  const ServiceIndex service = blueprint_.units.unit(u).service;
  if (service == system::no_service) return false;
  const std::uint32_t first = raw(blueprint_.units.first_unit(service));
  for (std::uint32_t i = first; i < first + blueprint_.units.unit_count(service); ++i) {
    const UnitState* peer = units_.find(i);
    const bool is_healthy = peer == nullptr || (peer->own_loss == 0 && peer->loss < system::whole);
    if (UnitIndex{i} != u && is_healthy) return true;
  }
  return false;
}

/// The unit's work is done by the service's other units: nobody feels the fault any more.
void World::mask_fault(Context& c, std::uint32_t index) {
  Fault& fault = faults_[index];
  if (fault.state != FaultState::active || !has_healthy_peer(fault.unit)) return;
  fault.state = FaultState::masked;
  UnitState& u = unit(fault.unit);
  u.own_loss -= own_loss_of(fault);
  Incident& incident = incidents_[fault.incident];
  if (incident.mitigated == Time::never()) incident.mitigated = c.now();
  if (c.is_observed())
    tell(c, "response", blueprint_.units.id(u.unit), "is failed over to the service's other units");
  settle(c, u);
}

}  // namespace outcast::cascade
