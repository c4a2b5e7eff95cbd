// Crews are called, wait for their tools, find the cause, and mend it.
#include <algorithm>
#include <array>

#include "models/cascade/purposes.h"
#include "models/cascade/world.h"

namespace outcast::cascade {

using faults::Remedy;
using sim::Duration;
using sim::Stream;
using sim::Time;
using system::raw;
using system::whole;

bool World::is_up(ServiceIndex service) {
  const std::uint32_t first = raw(blueprint_.units.first_unit(service));
  for (std::uint32_t u = first; u < first + blueprint_.units.unit_count(service); ++u) {
    const UnitState* state = units_.find(u);
    if (state == nullptr || state->loss < whole) return true;
  }
  return false;
}

bool World::are_up(const std::vector<ServiceIndex>& services) {
  return std::ranges::all_of(services, [&](ServiceIndex s) { return is_up(s); });
}

bool World::has_tools(const Incident& incident) {
  const ServiceIndex root = blueprint_.units.unit(incident.root).service;
  return are_up(blueprint_.tools) &&
         (root == system::no_service || are_up(blueprint_.tools_of[raw(root)]));
}

bool World::has_mending_tools(const Incident& incident) {
  bool needs_pipeline = false;
  for (std::uint32_t f = incident.first_fault; f != none; f = faults_[f].next)
    needs_pipeline |=
        faults_[f].state == FaultState::active && mode_of(faults_[f]).remedy == Remedy::rollback;
  return has_tools(incident) && (!needs_pipeline || are_up(blueprint_.pipeline_tools));
}

/// True while some fault will not pass by itself.
bool World::needs_people(const Incident& incident) const {
  for (std::uint32_t f = incident.first_fault; f != none; f = faults_[f].next)
    if (awaits_mending(faults_[f])) return true;
  return false;
}

/// Whether somebody has noticed, and nobody is called or looks for the cause.
bool World::is_idle(const Incident& incident) const {
  const bool is_in_work = incident.phase != IncidentPhase::unseen &&
                          incident.phase != IncidentPhase::mended &&
                          incident.phase != IncidentPhase::throttling;
  return incident.detected != Time::never() && !is_in_work;
}

bool World::awaits_mending(const Fault& fault) const {
  const bool is_there = fault.state == FaultState::active || fault.state == FaultState::masked;
  return is_there && !fault.expires && mode_of(fault).remedy != Remedy::expiry;
}

bool World::has_free_crew(std::uint32_t pool) const {
  return blueprint_.teams[pool].crews == 0 || crews_[pool].busy < blueprint_.teams[pool].crews;
}

void World::call_crew(Context& c, std::uint32_t index) {
  Incident& incident = incidents_[index];
  if (incident.has_crew) return begin_diagnosis(c, index, false);  // it is still there
  if (has_free_crew(incident.team)) return take_crew(c, index);
  incident.phase = IncidentPhase::waiting_for_crew;
  crews_[incident.team].incidents.push_back(index);
  if (c.is_observed()) tell_incident(c, index, "waits for a crew");
}

void World::take_crew(Context& c, std::uint32_t index) {
  Incident& incident = incidents_[index];
  ++crews_[incident.team].busy;
  incident.has_crew = true;
  incident.phase = IncidentPhase::called;
  if (c.is_observed()) tell_incident(c, index, "pages a crew");
  Stream stream = c.stream(purposes::acknowledge, incident.entity, incident.occurrence);
  after(c, blueprint_.scenario.response.acknowledge.sample_duration(stream),
        EventType::acknowledged, origin_of_incident(index), index, incident.generation & 0xffffff);
}

void World::leave_crew(Context& c, std::uint32_t index) {
  Incident& incident = incidents_[index];
  if (!std::exchange(incident.has_crew, false)) return;
  after(c, Duration::zero(), EventType::crew_free, origin_of_incident(index), incident.team);
}

/// The crew turns to the next incident in the queue, then to false alarms.
void World::free_crew(Context& c, std::uint32_t pool) {
  CrewPool& crew = crews_[pool];
  --crew.busy;
  while (crew.served < crew.incidents.size()) {
    const std::uint32_t next = crew.incidents[crew.served++];
    if (incidents_[next].phase == IncidentPhase::waiting_for_crew) return take_crew(c, next);
  }
  if (crew.false_alarms > 0) {
    --crew.false_alarms;
    occupy_crew(c, pool);
  }
}

/// A crew is called for nothing: it acknowledges, looks for a cause, and finds none.
void World::occupy_crew(Context& c, std::uint32_t pool) {
  CrewPool& crew = crews_[pool];
  if (!has_free_crew(pool)) {
    ++crew.false_alarms;
    return;
  }
  ++crew.busy;
  const response::Response& response = blueprint_.scenario.response;
  Stream first = c.stream(purposes::acknowledge, blueprint_.teams[pool].entity, crew.for_nothing);
  Stream second = c.stream(purposes::diagnose, blueprint_.teams[pool].entity, crew.for_nothing++);
  after(c, response.acknowledge.sample_duration(first) + response.diagnose.sample_duration(second),
        EventType::crew_free, {origins_.crews + pool, crew.sequence}, pool);
}

void World::wait_for_tools(Context& c, std::uint32_t index, IncidentPhase phase) {
  Incident& incident = incidents_[index];
  incident.phase = phase;
  if (c.is_observed()) tell_incident(c, index, "people are locked out: their tools are down");
  const sim::Distribution& time = blueprint_.scenario.response.break_glass;
  if (time.is_zero()) return;
  Stream stream = c.stream(purposes::break_glass, incident.entity,
                           incident.occurrence * 2 + (phase == IncidentPhase::waiting_to_mend));
  after(c, time.sample_duration(stream), EventType::tools_bypassed, origin_of_incident(index),
        index, incident.generation & 0xffffff);
}

void World::bypass_tools(Context& c, std::uint32_t index) {
  if (c.is_observed()) tell_incident(c, index, "break-glass access works");
  if (incidents_[index].phase == IncidentPhase::waiting_for_tools)
    begin_diagnosis(c, index, true);
  else if (incidents_[index].phase == IncidentPhase::waiting_to_mend)
    begin_mending(c, index, true);
}

void World::begin_diagnosis(Context& c, std::uint32_t index, bool without_tools) {
  Incident& incident = incidents_[index];
  if (!without_tools && !has_tools(incident))
    return wait_for_tools(c, index, IncidentPhase::waiting_for_tools);
  incident.phase = IncidentPhase::diagnosing;
  if (c.is_observed()) tell_incident(c, index, "people look for the cause");
  incident.is_without_tools = without_tools;
  Stream stream = c.stream(purposes::diagnose, incident.entity, incident.occurrence);
  after(c, blueprint_.scenario.response.diagnose.sample_duration(stream), EventType::diagnosed,
        origin_of_incident(index), index, ++incident.generation & 0xffffff);
}

void World::begin_mending(Context& c, std::uint32_t index, bool without_tools) {
  Incident& incident = incidents_[index];
  if (!without_tools && !has_mending_tools(incident))
    return wait_for_tools(c, index, IncidentPhase::waiting_to_mend);
  if (!needs_people(incident) && needs_throttle(index)) return begin_throttling(c, index);
  incident.phase = IncidentPhase::mending;
  if (c.is_observed()) tell_incident(c, index, "the cause is found; " + remedies_of(incident));
  fail_over(c, index);
  for (std::uint32_t f = incident.first_fault; f != none; f = faults_[f].next)
    faults_[f].is_in_work = true;
  const Duration takes = remedy_time(c, incident);
  after(c, takes, EventType::remedied, origin_of_incident(index), index,
        ++incident.generation & 0xffffff);
}

/// The longest of the remedies that the incident's faults need; each kind of remedy has its own
/// luck.
Duration World::remedy_time(Context& c, const Incident& incident) {
  const response::Response& response = blueprint_.scenario.response;
  const std::array<const sim::Distribution*, 3> times = {&response.rollback, &response.fix,
                                                         &response.rebuild};
  Duration longest = Duration::zero();
  for (std::uint32_t f = incident.first_fault; f != none; f = faults_[f].next) {
    if (!awaits_mending(faults_[f])) continue;
    const faults::FailureMode& mode = mode_of(faults_[f]);
    const auto remedy = static_cast<std::uint32_t>(mode.remedy);
    Stream stream = c.stream(purposes::remedy, incident.entity, incident.occurrence * 4 + remedy);
    longest =
        std::max(longest, (mode.repair ? *mode.repair : *times[remedy]).sample_duration(stream));
  }
  return longest;
}

/// "they roll back and rebuild": what the incident's faults need.
std::string World::remedies_of(const Incident& incident) const {
  constexpr std::array<std::string_view, 3> acts = {"roll back", "fix it", "rebuild"};
  std::array<bool, 3> is_needed{};
  for (std::uint32_t f = incident.first_fault; f != none; f = faults_[f].next)
    if (awaits_mending(faults_[f]))
      is_needed[static_cast<std::size_t>(mode_of(faults_[f]).remedy)] = true;
  std::string text;
  for (std::size_t r = 0; r < acts.size(); ++r)
    if (is_needed[r]) text += (text.empty() ? "they " : " and ") + std::string(acts[r]);
  return text.empty() ? "it passes by itself" : text;
}

/// Moves the work of faulty units to the service's other units, where that is possible.
void World::fail_over(Context& c, std::uint32_t index) {
  for (std::uint32_t f = incidents_[index].first_fault; f != none; f = faults_[f].next) {
    if (faults_[f].state != FaultState::active || !has_healthy_peer(faults_[f].unit)) continue;
    const ServiceIndex service = blueprint_.units.unit(faults_[f].unit).service;
    const auto& time =
        blueprint_.scenario.topology.services[blueprint_.units.position(service)].failover;
    if (!time) continue;
    Stream stream = c.stream(purposes::failover, blueprint_.units.unit(faults_[f].unit).entity,
                             incidents_[index].occurrence);
    after(c, time->sample_duration(stream), EventType::failed_over, origin_of_incident(index), f);
  }
}

void World::finish_mending(Context& c, std::uint32_t index) {
  incidents_[index].phase = IncidentPhase::mended;
  if (c.is_observed()) tell_incident(c, index, "the cause is mended");
  for (std::uint32_t f = incidents_[index].first_fault; f != none; f = faults_[f].next)
    if (faults_[f].is_in_work && !faults_[f].expires) end_fault(c, f);
  if (incidents_[index].change != none) call_off(incidents_[index].change);
  if (needs_people(incidents_[index]))
    return begin_diagnosis(c, index, false);  // more has come since
  if (throttle_.incident == index)
    incidents_[index].phase = IncidentPhase::throttling;
  else if (!incidents_[index].is_overload_due)
    leave_crew(c, index);
}

/// Some tool went down or came up: whoever waits for tools, looks with them, or writes with them,
/// tries again.
void World::tools_changed(Context& c) {
  is_tools_change_due_ = false;
  const std::vector<std::uint32_t> open = open_;
  for (const std::uint32_t i : open) {
    Incident& incident = incidents_[i];
    mark_recount(c, i);
    if (incident.is_notice_due) notify(c, i);
    if (incident.phase == IncidentPhase::waiting_for_tools && has_tools(incident))
      begin_diagnosis(c, i, false);
    if (incident.phase == IncidentPhase::waiting_to_mend && has_mending_tools(incident))
      begin_mending(c, i, false);
  }
}

}  // namespace outcast::cascade
