// What the world does to stations and sources, replica by replica.
#include <cmath>
#include <utility>

#include "models/traffic/request_engine.h"

namespace outcast::traffic::request {

void RequestEngine::set_condition(sim::Time at, StationIndex station, const Condition& condition) {
  schedule(at, RequestEventType::world_changes,
           changes_.keep({.station = raw(station), .condition = condition}));
}

void RequestEngine::set_load(sim::Time at, std::uint32_t source, double factor) {
  schedule(at, RequestEventType::world_changes,
           changes_.keep({.source = source, .factor = factor}));
}

void RequestEngine::apply_change(std::uint32_t index) {
  const Change change = changes_.take(index);
  if (change.source == none) return apply(change.station, change.condition);
  sources_[change.source].given = change.factor;
  change_load(change.source);
}

/// The first round(affected x replicas) replicas are affected, and all when the share is 1.
void RequestEngine::apply(std::uint32_t i, const Condition& condition) {
  StationState& state = stations_[i];
  const Condition before = std::exchange(state.condition, condition);
  const auto affected = static_cast<std::uint32_t>(
      condition.affected >= 1 ? most_replicas(i)
                              : std::lround(condition.affected * network_.stations[i].replicas));
  book(i);
  bool has_changed = false;
  for (std::uint32_t r = 0; r < most_replicas(i); ++r) {
    Replica& replica = replicas_[state.first_replica + r];
    const Answer was = replica.is_affected ? before.answer : Answer::serves;
    replica.is_affected = r < affected;
    replica.has_changed = was != condition_of(replica).answer;
    if (replica.has_changed) give_slots(replica, 0);
    has_changed = has_changed || replica.has_changed;
  }
  if (has_changed) end_requests(i);
  for (std::uint32_t r = state.first_replica; r < state.first_replica + most_replicas(i); ++r) {
    const bool is_restart =
        replicas_[r].has_changed && condition_of(replicas_[r]).answer == Answer::serves;
    if (is_restart) replicas_[r].restarted = now();
    set_slots(r);
    serve_waiting(r);
  }
}

/// Requests do not outlive the end of their process; those in a process that hangs stay until their
/// callers give up, or it is restarted.
void RequestEngine::end_requests(std::uint32_t station) {
  for (std::uint32_t i = 0; i < requests_.size(); ++i) {
    const Request& request = requests_[i];
    if (!request.is_in_use || request.replica == none || request.owner != station) continue;
    const Replica& replica = replicas_[request.replica];
    if (!replica.has_changed) continue;
    if (condition_of(replica).answer == Answer::hangs) {
      freeze(i);
    } else {
      if (request.caller != none) refuse(request.caller, request.caller_attempt);
      stop(i);
    }
  }
}

void RequestEngine::freeze(std::uint32_t index) {
  Request& request = requests_[index];
  drop_exchanges(index);
  if (request.phase == Phase::queued) unlink(index);
  if (request.holds_slot) release_slot(request);
  ++request.generation;  // its service ends never, and it gives up never
  request.phase = Phase::hung;
  if (request.caller == none) leave(index);
}

/// Slots are whole: a broken one makes all slower instead, so that the capacity is exact.
void RequestEngine::set_slots(std::uint32_t index) {
  Replica& replica = replicas_[index];
  const Condition& condition = condition_of(replica);
  const double working =
      network_.stations[replica.station].serving.concurrency * condition.capacity;
  const double slots = std::ceil(working - 1e-9);
  replica.slowness = condition.slowness * (slots > 0 ? slots / working : 1);
  give_slots(replica, static_cast<std::uint32_t>(slots));
}

void RequestEngine::give_slots(Replica& replica, std::uint32_t slots) {
  if (replica.is_active) stations_[replica.station].slots += slots - replica.slots;
  replica.slots = slots;
}

}  // namespace outcast::traffic::request
