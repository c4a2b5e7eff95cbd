// Requests that leave the queue, or their slot, because their caller has given up or their station
// does: they cost nothing any more.
#include <algorithm>
#include <cmath>

#include "models/traffic/flow_engine.h"

namespace outcast::traffic::flow {
double FlowEngine::head_of(std::uint32_t edge) const {
  double rate = 0;
  for (std::uint32_t k = 0; k < edges_[edge].streams(); ++k)
    rate += levels_[edges_[edge].first_level + k].head;
  return rate;
}

/// How fast the head of the queue moves where some requests leave. Those whose time ends at the
/// head are begun as far as slots are free: then the age stands still.
double FlowEngine::pace_with_leaving(std::uint32_t station) {
  const StationState& s = stations_[station];
  double alive = 0, at_the_end = 0;
  for (const std::uint32_t e : incoming_[station]) {
    const double head = head_of(e), end = edge_states_[e].leaves_at;
    edge_states_[e].at_last_moment = 0;
    if (s.age < end - 3 * tiny) alive += head;
    if (std::abs(s.age - end) <= 3 * tiny) at_the_end += head;
  }
  if (s.capacity >= alive + at_the_end && alive + at_the_end > tiny)
    return s.capacity / (alive + at_the_end);
  if (alive > tiny && alive >= s.capacity) return s.capacity / alive;
  if (at_the_end > tiny)
    begin_at_last_moment(station, (s.capacity - alive) / at_the_end, at_the_end);
  return 1;
}

/// This share of the requests whose time is ending is begun, with as much time left as passes until
/// the next one comes: an exponential time.
void FlowEngine::begin_at_last_moment(std::uint32_t station, double share, double rate) {
  const StationState& s = stations_[station];
  const double slowness = s.service / std::max(profiles_[station].mean(), 1e-12);
  const double in_time = profiles_[station].laplace(rate * slowness);
  for (const std::uint32_t e : incoming_[station])
    if (std::abs(s.age - edge_states_[e].leaves_at) <= 3 * tiny && s.calls.fast_wait <= 0)
      edge_states_[e].at_last_moment = share * in_time;
}

/// Mean time that requests hold a slot, if their work ends when they leave.
double FlowEngine::hold_until_leaving(std::uint32_t station, double calls) const {
  const StationState& s = stations_[station];
  const double slowness = s.service / std::max(profiles_[station].mean(), 1e-12);
  double all = 0, held = 0;
  for (const std::uint32_t e : incoming_[station]) {
    const double rate = s.is_queued ? head_of(e) : knocking_at(e);
    const double left = std::max(0., edge_states_[e].stops_at - (s.is_queued ? s.age : 0));
    if (s.is_queued && left <= 3 * tiny) continue;
    const double served = slowness * profiles_[station].mean_within(left / slowness);
    all += rate;
    held += rate * (served + std::min(calls, std::max(0., left - served)));
  }
  return all <= 0 ? s.service + calls : held / all;
}

/// When the time of those who wait has become shorter: the head of the queue passes them at once.
void FlowEngine::drop_those_who_left(std::uint32_t station) {
  StationState& s = stations_[station];
  const auto last_to_leave = [&] {
    double last = 0;
    for (const std::uint32_t e : incoming_[station])
      if (head_of(e) > tiny) last = std::max(last, edge_states_[e].leaves_at);
    return last;
  };
  for (double last = last_to_leave(); s.is_queued && s.at_head > tiny && s.age > last + 3 * tiny;
       last = last_to_leave()) {
    const bool is_last = s.first_record == s.records.size();
    const double until = is_last ? last : std::max(last, now() - s.records[s.first_record].at);
    s.queue = std::max(0., s.queue - s.at_head * (s.age - until));
    s.age = until;
    pass_records(station);
  }
}

/// Seconds that the requests begun now have left, if all of their callers cancel.
double FlowEngine::time_left(std::uint32_t station) const {
  const StationState& s = stations_[station];
  double left = 0;
  for (const std::uint32_t e : incoming_[station])
    left = std::max(left, edge_states_[e].stops_at - (s.is_queued ? s.age : 0));
  return std::max(0., left);
}

/// Calls that are cancelled with their request have only as long as it has when it makes them.
void FlowEngine::watch_patience(std::uint32_t station) {
  const double service = stations_[station].service;
  const double left = std::max(0., time_left(station) - service);
  for (const std::uint32_t edge : outgoing_[station]) {
    EdgeState& e = edge_states_[edge];
    const double timeout = edges_[edge].timeout;
    const double patience = left < timeout ? left : never;
    if (!network_.calls[edges_[edge].call].policy.cancels || patience == e.told_patience ||
        std::abs(patience - e.told_patience) <= 0.05 * timeout)
      continue;
    e.told_patience = patience;
    schedule(after(service), FlowEventType::patience_turns,
             changes_.keep({.edge = edge, .rate = patience}));
  }
}

void FlowEngine::patience_turns(const Change& change) {
  const EdgePlan& plan = edges_[change.edge];
  EdgeState& e = edge_states_[change.edge];
  bring_forward(plan.station);
  e.patience = change.rate;
  e.leaves_at = std::min(plan.leaves_at, e.patience);
  e.stops_at = std::min(plan.stops_at, e.patience);
  settle_soon(plan.station);
}

}  // namespace outcast::traffic::flow
