// A station's queue as fluid: begun at the head, with the age of the head as the state.
#include <algorithm>
#include <cmath>

#include "models/traffic/flow_engine.h"
#include "sim/kernel/portable_math.h"

namespace outcast::traffic::flow {
/// Without a queue, slots fill and empty as requests that hold them come and go.
double FlowEngine::busy_after(const StationState& s, double seconds) const {
  const double turnover = s.hold / s.luck, target = s.arrival * turnover;
  if (s.is_queued || s.busy == target) return s.busy;
  return s.hold <= 0 ? target : target + (s.busy - target) * sim::portable_exp(-seconds / turnover);
}

/// Until now, with the rates that held.
void FlowEngine::bring_forward(std::uint32_t station) {
  StationState& s = stations_[station];
  const double elapsed = now() - s.since;
  if (elapsed <= 0) return;
  const double busy = busy_after(s, elapsed);
  s.busy_integral += (s.busy + busy) / 2 * elapsed;
  s.slots_integral += s.built_slots * elapsed;
  book_station(station, elapsed, busy);
  s.busy = busy;
  if (s.is_queued) {
    s.age = std::max(0., s.age + (1 - s.pace) * elapsed);
    s.queue = std::max(0., s.queue + (s.arrival - s.leaving) * elapsed);
  }
  s.since = now();
}

void FlowEngine::settle(std::uint32_t station) {
  bring_forward(station);
  stations_[station].is_unsettled = false;
  pass_records(station);
  if (has_leaving_[station]) drop_those_who_left(station);
  count_arrivals(station);
  renew_capacity(station);
  renew_admission(station);
  const bool was_queued = stations_[station].is_queued;
  renew_regime(station);
  if (was_queued && !stations_[station].is_queued) {  // nothing is full any more
    renew_admission(station);
    renew_regime(station);
  }
  for (const std::uint32_t e : incoming_[station]) decide(e);
  pass_on_starts(station);
  if (has_leaving_[station]) watch_patience(station);
  watch_probes(station);
  watch_scaling(station);
  schedule_move(station);
  report_station(station);
}

/// Slots that work and how long a request holds one.
void FlowEngine::renew_capacity(std::uint32_t station) {
  StationState& s = stations_[station];
  renew_replicas(station);
  const double calls = network_.stations[station].serving.holds_slot ? s.calls.wait : 0;
  s.hold = has_leaving_[station] ? hold_until_leaving(station, calls) : s.service + calls;
  s.capacity = s.hold <= 0 ? never : s.slots / s.hold * s.luck;
}

/// Attempts of all kinds that an edge's caller wants to make.
double FlowEngine::attempts_of(std::uint32_t edge) const {
  const EdgePlan& plan = edges_[edge];
  double rate = 0;
  for (std::uint32_t k = 0; k < plan.streams(); ++k)
    rate += levels_[plan.first_level + k].rate * allowed(plan, edge_states_[edge], k);
  return rate;
}

/// Those of them that its breaker and bulkhead let through.
double FlowEngine::knocking_at(std::uint32_t edge) const {
  return attempts_of(edge) * edge_states_[edge].passed;
}

/// Attempts that knock, by importance.
void FlowEngine::count_arrivals(std::uint32_t station) {
  StationState& s = stations_[station];
  s.knocking = {};
  for (const std::uint32_t e : incoming_[station]) {
    const CallPolicy& policy = network_.calls[edges_[e].call].policy;
    s.knocking[static_cast<std::size_t>(policy.importance)] += knocking_at(e);
  }
  s.arriving = s.knocking[0] + s.knocking[1] + s.knocking[2];
}

/// Which share of the attempts that knock is taken in. The least important are refused first.
void FlowEngine::renew_admission(std::uint32_t station) {
  StationState& s = stations_[station];
  s.waiting = waiting_at(s, station, s.arriving);
  double left = share_taken_in(station) * s.arriving;
  std::array<double, 3> admitted{};
  for (std::size_t i = 0; i < 3; ++i) {
    admitted[i] = s.knocking[i] <= left ? 1 : left / s.knocking[i];
    left -= admitted[i] * s.knocking[i];
  }
  s.arrival = 0;
  for (const std::uint32_t e : incoming_[station]) {
    const auto importance =
        static_cast<std::size_t>(network_.calls[edges_[e].call].policy.importance);
    edge_states_[e].admitted = admitted[importance];
  }
  record_arrivals(station);
  if (s.arrival < 0.9 * s.arriving) s.waiting = waiting_at(s, station, s.arrival);
}

/// Bounded queue, shedding and rate limit. In the fluid a full queue takes in what it begins; a
/// queue that sheds takes in nobody.
double FlowEngine::share_taken_in(std::uint32_t station) const {
  const StationState& s = stations_[station];
  const Station& fixed = network_.stations[station];
  if (s.arriving <= 0 || s.hung >= 1) return 1;  // what hangs accepts everything
  const Serving& serving = fixed.serving;
  double share = 1 - s.refused;
  if (serving.rate_limit) share = std::min(share, serving.rate_limit->rate / s.arriving);
  if (serving.queue && s.waiting.share > 0) {
    // M/M/c/K: the chance to find the queue full.
    const double growth = sim::portable_exp(-s.waiting.decay);
    const double bound = *serving.queue * s.replicas;
    const double full = s.waiting.share * sim::portable_exp(-s.waiting.decay * bound);
    share = std::min(share, 1 - full * (1 - growth) / (1 - full * growth));
  }
  const double begun = s.capacity / s.arriving;
  const bool is_full =
      serving.queue && s.is_queued && s.queue >= *serving.queue * s.replicas - 1e-6;
  if (is_full) share = std::min(share, begun);
  return sheds(station) ? 0 : share;
}

/// Whether the oldest who waits has waited too long. An age that has just come down to the limit
/// does not count.
bool FlowEngine::sheds(std::uint32_t station) const {
  const StationState& s = stations_[station];
  const auto& limit = network_.stations[station].serving.sheds_above;
  if (!limit || !s.is_queued) return false;
  const double excess = s.age - limit->seconds();
  return excess > 4 * tiny || (excess > -4 * tiny && s.pace <= 1);
}

/// Writes down from when on attempts are admitted at which rate: the queue gets there later.
void FlowEngine::record_arrivals(std::uint32_t station) {
  StationState& s = stations_[station];
  for (const std::uint32_t e : incoming_[station]) {
    const EdgePlan& plan = edges_[e];
    const EdgeState& state = edge_states_[e];
    for (std::uint32_t k = 0; k < plan.streams(); ++k) {
      LevelState& level = levels_[plan.first_level + k];
      const double admitted = level.rate * state.passed * state.admitted * allowed(plan, state, k);
      s.arrival += admitted;
      if (admitted == level.admitted) continue;
      level.admitted = admitted;
      if (s.is_queued)
        s.records.push_back({now(), e, plan.first_level + k, admitted});
      else
        level.head = level.decided = admitted;
    }
  }
  if (!s.is_queued) s.at_head = s.arrival;
}

void FlowEngine::renew_regime(std::uint32_t station) {
  StationState& s = stations_[station];
  if (!s.is_queued) {
    const bool is_full = s.busy >= s.slots * (1 - 1e-7) - tiny;
    if (is_full && s.arrival > s.capacity * (1 + 1e-9) + tiny) begin_queue(station);
  } else {
    fill_slots(station);
    if (s.is_queued && s.age <= 2 * tiny && s.arrival <= s.capacity * (1 + 1e-9))
      leave_queue(station);
  }
  s.starts = s.is_queued ? s.capacity : s.arrival;
  s.pace = !s.is_queued            ? 1
           : has_leaving_[station] ? pace_with_leaving(station)
           : s.at_head > tiny      ? s.capacity / s.at_head
                                   : never;
  s.leaving = has_leaving_[station] ? s.pace * s.at_head : s.starts;
}

void FlowEngine::begin_queue(std::uint32_t station) {
  StationState& s = stations_[station];
  s.is_queued = true;
  s.age = s.queue = 0;
  s.busy = s.slots;
  s.at_head = s.arrival;
}

void FlowEngine::leave_queue(std::uint32_t station) {
  StationState& s = stations_[station];
  s.is_queued = false;
  s.age = s.queue = 0;
  s.records.clear();
  s.first_record = 0;
  s.at_head = s.arrival;
  for (const std::uint32_t e : incoming_[station]) {
    edge_states_[e].is_pegged = false;
    edge_states_[e].cursor = 0;
    for (std::uint32_t k = 0; k < edges_[e].streams(); ++k) {
      LevelState& level = levels_[edges_[e].first_level + k];
      level.head = level.decided = level.admitted;
    }
  }
}

/// Slots that have become free at once (a recovery) take requests from the queue at once.
void FlowEngine::fill_slots(std::uint32_t station) {
  StationState& s = stations_[station];
  double free = s.slots - s.busy;
  s.busy = s.slots;
  while (free > 1e-6 && s.age > 0) {
    const bool is_last = s.first_record == s.records.size();
    const double until =
        is_last ? s.age : s.age - (now() - s.records[s.first_record].at);  // arrivals ahead
    const double amount = std::min(free, s.at_head * until);
    s.age = amount < free ? s.age - until : s.age - amount / s.at_head;
    s.queue = std::max(0., s.queue - amount);
    free -= amount;
    if (is_last && free > 1e-6) s.age = 0;
    pass_records(station);
  }
  if (s.age <= tiny) {
    leave_queue(station);
    s.busy = std::max(0., s.slots - free);
  }
}

/// The head of the queue passes the moments at which the rate of arrivals changed, and at once the
/// stretches in which nobody came.
void FlowEngine::pass_records(std::uint32_t station) {
  StationState& s = stations_[station];
  double head = now() - s.age;
  while (s.first_record < s.records.size() &&
         (s.records[s.first_record].at <= head + 2 * tiny || s.at_head <= tiny)) {
    const EdgeState& e = edge_states_[s.records[s.first_record].edge];
    const bool is_decided = e.is_pegged && e.cursor > s.first_record;
    const Record& record = s.records[s.first_record++];
    if (record.at > head) {
      head = record.at;
      s.age = now() - head;
    }
    s.at_head += record.rate - levels_[record.level].head;
    levels_[record.level].head = record.rate;
    if (!is_decided) levels_[record.level].decided = record.rate;
  }
  if (s.first_record == s.records.size()) {
    s.records.clear();
    for (const std::uint32_t e : incoming_[station]) edge_states_[e].cursor = 0;
    s.first_record = 0;
    if (s.is_queued && s.age > 0) s.at_head = s.arrival;
  }
}

/// Requests that are begun make their calls after their service.
void FlowEngine::pass_on_starts(std::uint32_t station) {
  StationState& s = stations_[station];
  const bool has_ended = s.starts == 0 && s.sent_starts != 0;
  const double change = std::abs(s.starts - s.sent_starts);
  if (!has_ended && !is_worth_passing_on(station, change, std::max(s.starts, s.sent_starts)))
    return;
  send_calls(station);
}

void FlowEngine::send_calls(std::uint32_t station) {
  StationState& s = stations_[station];
  s.sent_starts = s.starts;
  double waited = s.service;
  unsigned stage = 0;
  double stage_wait = 0;
  for (const std::uint32_t e : outgoing_[station]) {
    const EdgePlan& plan = edges_[e];
    const CallPolicy& policy = network_.calls[plan.call].policy;
    if (policy.stage != stage) waited += std::exchange(stage_wait, 0.);
    stage = policy.stage;
    stage_wait = std::max(stage_wait, edge_states_[e].seen.latency);
    const double misses = missed_by(policy, edge_states_[e]);
    change_rate(waited, {.edge = e, .rate = s.starts * policy.calls * plan.share * misses});
  }
}

/// Large changes are passed on at once, small ones when the station has come to rest: else every
/// ripple would run through the whole network.
bool FlowEngine::is_worth_passing_on(std::uint32_t station, double change, double scale) {
  constexpr double large = 0.08, small = 0.001;
  StationState& s = stations_[station];
  if (change <= small * scale) return false;
  if (is_noisy_) return true;
  if (change > large * scale || s.is_at_rest) return true;
  s.held_back_at = now();
  if (!std::exchange(s.is_rest_due, true))
    after(rest_after(s), FlowEventType::station_rests, station);
  return false;
}

/// Ten times the time that a request takes (a tenth of a second for those that take none); the
/// longer the last disturbance is ago, the longer: what swings for ever does not disturb for ever.
double FlowEngine::rest_after(const StationState& s) const {
  return std::max(s.hold <= 0 ? 0.1 : 10 * s.hold, (s.held_back_at - disturbed_at_) / 8);
}

void FlowEngine::station_rests(std::uint32_t station) {
  StationState& s = stations_[station];
  const double left = s.held_back_at + rest_after(s) - now();
  s.is_rest_due = left > tiny;
  if (s.is_rest_due) return after(left, FlowEventType::station_rests, station);
  s.is_at_rest = true;
  settle(station);
  s.is_at_rest = false;
}

/// The next moment at which anything of the station changes by itself.
void FlowEngine::schedule_move(std::uint32_t station) {
  StationState& s = stations_[station];
  double due = never;
  if (!s.is_queued) {
    const double turnover = s.hold / s.luck, target = s.arrival * turnover;
    if (target > s.slots * (1 + 1e-9) + tiny) {
      const double ratio = (target - s.busy) / (target - s.slots);
      due = s.hold <= 0 ? 0 : turnover * sim::portable_log(std::max(ratio, 1.));
    }
  } else {
    const double growth = 1 - s.pace;
    if (s.first_record < s.records.size())
      due = s.pace <= 0 ? never : (s.age - (now() - next_record(s, s.first_record))) / s.pace;
    else if (growth < 0)
      due = growth == -never ? 0 : s.age / -growth;
    if (growth != 0 && growth != -never)
      due = std::min(due, (next_age_step(station, growth) - s.age) / growth);
    const auto& bound = network_.stations[station].serving.queue;
    const double room = bound ? *bound * s.replicas - s.queue : never;
    if (room > 1e-6 && s.arrival > s.leaving) due = std::min(due, room / (s.arrival - s.leaving));
    for (const std::uint32_t e : incoming_[station])
      if (edge_states_[e].is_pegged && edge_states_[e].cursor < s.records.size())
        due = std::min(due, next_record(s, edge_states_[e].cursor) + edges_[e].expires - now());
  }
  const double at = now() + std::max(due, 0.);
  if (std::abs(at - s.moves_at) <= tiny) return;  // as it was expected
  s.moves_at = at;
  ++s.generation;
  if (due != never) after(due, FlowEventType::station_moves, station, s.generation);
}

/// The time of the record at the index, or of a later one that is close: they are passed together.
double FlowEngine::next_record(const StationState& s, std::size_t index) {
  const double first = s.records[index].at, close = 0.2 * s.hold;
  while (index + 1 < s.records.size() && s.records[index + 1].at - first <= close) ++index;
  return s.records[index].at;
}

/// The age at which the fate of some edge's attempts changes next, if the age moves in the given
/// direction.
double FlowEngine::next_age_step(std::uint32_t station, double direction) const {
  const StationState& s = stations_[station];
  const double slowness = s.service / std::max(profiles_[station].mean(), 1e-12);
  double next = direction > 0 ? never : 0;
  const auto consider = [&](double age) {
    if (direction > 0 && age > s.age + 4 * tiny) next = std::min(next, age);
    if (direction < 0 && age < s.age - 4 * tiny) next = std::max(next, age);
  };
  for (const std::uint32_t e : incoming_[station]) {
    const double timeout = edges_[e].expires;
    consider(timeout);
    if (edges_[e].leaves_at != never) consider(edge_states_[e].leaves_at);
    if (is_noisy_) continue;  // looks at every step anyway
    for (const double jump : profiles_[station].jumps()) {
      consider(timeout - s.calls.fast_wait - jump * slowness);
      if (s.calls.slow > 0.02) consider(timeout - s.calls.slow_wait - jump * slowness);
    }
    if (!is_source(edges_[e].caller) || edges_[e].stops_at != never)
      for (int i = 1; i < 8; ++i) consider(timeout * i / 8);
  }
  if (const auto& limit = network_.stations[station].serving.sheds_above)
    consider(limit->seconds());
  return next;
}

}  // namespace outcast::traffic::flow
