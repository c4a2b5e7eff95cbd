// What the flow engine tells another engine, and takes from it, where each simulates a part.
#include <algorithm>

#include "models/traffic/flow_engine.h"

namespace outcast::traffic::flow {
double FlowEngine::offered(StationIndex station) const {
  double all = 0;
  for (const std::uint32_t e : incoming_[raw(station)]) all += edge_states_[e].offered;
  return all;
}

double FlowEngine::most_calling(StationIndex station) const {
  const StationState& s = stations_[raw(station)];
  if (!network_.stations[raw(station)].serving.holds_slot) return never;
  return std::max(1., s.slots - s.starts * s.service);
}

std::optional<Breaker> FlowEngine::open_breaker(StationIndex station) const {
  const std::uint32_t edge = incoming_[raw(station)].front();
  if (edge_states_[edge].breaker != BreakerState::open) return std::nullopt;
  return network_.calls[edges_[edge].call].policy.breaker;
}

/// It waits for those who are in the queue, and then for the calls. Who is refused at the door of a
/// station that serves (a full queue, a rate limit) tells nothing of those who are inside.
Condition FlowEngine::met_by(std::uint32_t source, sim::Time at) const {
  const std::uint32_t edge = outgoing_[stations_.size() + source].front();
  const EdgePlan& plan = edges_[edge];
  const StationState& s = stations_[plan.station];
  const double elapsed = static_cast<double>(at.nanoseconds) * 1e-9 - s.since;
  const double queue = std::max(0., s.queue + (s.arrival - s.starts) * elapsed);
  const double wait = !s.is_queued      ? s.waiting.share * s.waiting.mean
                      : s.capacity <= 0 ? never
                                        : queue / s.capacity;
  const double taken = edge_states_[edge].admitted;
  const double ok = s.calls.fast + s.calls.slow;
  const double slow = ok <= 0 ? 0 : s.calls.slow / ok;
  const bool is_stuck = wait >= plan.timeout;
  const double late = is_stuck ? 1 : s.hung;
  const double mean = profiles_[plan.station].mean();
  Fate fate{.refused = 1 - taken, .late = taken * late};
  fate.error = taken * (1 - late) * (1 - (1 - s.errors) * (1 - s.calls.fail));
  if (!is_stuck) {
    fate.wait = wait + (1 - slow) * s.calls.fast_wait + slow * s.calls.slow_wait;
    fate.failing = wait + s.service + s.calls.fail_wait;
  }
  const bool is_down = s.condition.answer == Answer::refuses && s.condition.affected >= 1;
  return {.answer = is_down ? Answer::refuses : Answer::serves,
          .slowness = mean <= 0 ? 1 : s.service / mean,
          .wrong = s.wrong,
          .fate = fate};
}

/// Its shares are of all attempts; those of the state are of what is left.
void FlowEngine::meet_fate(StationState& s, const Fate& fate) const {
  constexpr double all = 1 - 1e-9;
  const double taken = 1 - fate.refused, answered = taken - fate.late;
  s.refused = fate.refused;
  s.hung = taken <= 0 ? 0 : std::min(fate.late / taken, all);
  s.errors = answered <= 0 ? 0 : std::min(fate.error / answered, 1.);
  s.service += fate.wait;
  s.calls.fail_wait = fate.failing - s.service;
}

}  // namespace outcast::traffic::flow
