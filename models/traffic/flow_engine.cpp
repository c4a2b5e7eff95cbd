// The loop of the flow engine, what the world sets, and the load that sources offer.
#include "models/traffic/flow_engine.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/traffic/daily_curve.h"
#include "models/traffic/offered.h"

namespace outcast::traffic::flow {

void FlowEngine::begin(std::uint64_t seed, std::uint64_t replication) {
  restore();
  is_noisy_ = false;
  events_.clear();
  changes_.clear();
  conditions_.clear();
  loads_.clear();
  reports_.clear();
  unsettled_.clear();
  now_ = {};
  disturbed_at_ = 0;
  handled_ = 0;
  sequence_ = 0;
  is_exhausted_ = false;
  streams_.emplace(seed, replication);
  context_.emplace(events_, *streams_, nullptr);
  const std::size_t steps = network_.settings.series_steps();
  const std::size_t kept = latency_steps(steps, sources_.size() + stations_.size());
  for (Account& account : books_.sources) account.reset(steps, kept);
  for (Account& account : books_.stations) account.reset(steps, kept);
  for (std::uint32_t s = 0; s < stations_.size(); ++s)
    if (stations_[s].is_queued) schedule_move(s);
  resume_limits();
  for (std::uint32_t s = 0; s < sources_.size(); ++s) step_source(s);
  begin_noise();
}

void FlowEngine::set_condition(sim::Time at, StationIndex station, const Condition& condition) {
  schedule(at, FlowEventType::condition_set, conditions_.keep({raw(station), condition}));
}

void FlowEngine::set_load(sim::Time at, std::uint32_t source, double factor) {
  schedule(at, FlowEventType::load_set, loads_.keep({source, factor}));
}

sim::Time FlowEngine::next() const {
  return events_.empty() || is_exhausted_ ? sim::Time::never() : events_.top().key.time;
}

void FlowEngine::advance(sim::Time until) {
  reports_.clear();
  while (next() < until && reports_.empty()) {
    run_instant();
    is_exhausted_ = handled_ > network_.settings.most_events;
  }
}

/// All events of the next moment; then what they have disturbed settles, once.
void FlowEngine::run_instant() {
  sim::run(*this, events_, *context_, events_.top().key.time);
  for (std::size_t i = 0; i < unsettled_.size(); ++i)  // settling may unsettle others
    if (stations_[unsettled_[i]].is_unsettled) settle(unsettled_[i]);
  unsettled_.clear();
}

void FlowEngine::settle_soon(std::uint32_t station) {
  if (!std::exchange(stations_[station].is_unsettled, true)) unsettled_.push_back(station);
}

void FlowEngine::finish(sim::Time end) {
  now_ = end;
  for (std::uint32_t s = 0; s < stations_.size(); ++s) bring_forward(s);
  for (std::uint32_t s = 0; s < sources_.size(); ++s) book_source(s);
  finish_latencies();
}

std::string FlowEngine::exhausted() const { return is_exhausted_ ? busiest() : ""; }

std::string FlowEngine::busiest() const {
  const auto longest = std::ranges::max_element(stations_, {}, &StationState::queue);
  if (longest == stations_.end()) return "load";
  return network_.stations[static_cast<std::size_t>(longest - stations_.begin())].id;
}

void FlowEngine::handle(Context& context, FlowEvent event) {
  ++handled_;
  now_ = context.now();
  const std::uint32_t subject = event.subject;
  switch (event.kind()) {
    case FlowEventType::condition_set:
      return condition_set(conditions_.take(subject));
    case FlowEventType::load_set:
      return load_set(loads_.take(subject));
    case FlowEventType::source_steps:
      return step_source(subject);
    case FlowEventType::rate_changes:
      return set_rate(changes_.take(subject));
    case FlowEventType::answers_seen:
      return answers_seen(subject);
    case FlowEventType::budget_turns:
      if ((edge_states_[subject].generation & 0xffffff) == event.generation) budget_turns(subject);
      return;
    case FlowEventType::breaker_turns:
      if ((edge_states_[subject].breaker_generation & 0xffffff) == event.generation)
        breaker_turns(subject);
      return;
    case FlowEventType::cache_warms:
      if ((edge_states_[subject].cache_generation & 0xffffff) == event.generation)
        cache_warms(subject);
      return;
    case FlowEventType::station_moves:
      if ((stations_[subject].generation & 0xffffff) != event.generation) return;
      stations_[subject].moves_at = 0;
      return settle_soon(subject);
    case FlowEventType::bulkhead_turns:
      return bulkhead_turns(subject);
    case FlowEventType::probes_decide:
      if ((stations_[subject / 2].probed[subject % 2].generation & 0xffffff) == event.generation)
        probes_decide(subject);
      return;
    case FlowEventType::scales:
      return scales(subject);
    case FlowEventType::replica_starts:
      return replica_starts(subject);
    case FlowEventType::station_rests:
      return station_rests(subject);
    case FlowEventType::fluctuates:
      return fluctuates();
    case FlowEventType::patience_turns:
      return patience_turns(changes_.take(subject));
    case FlowEventType::users_return:
      return users_return(subject);
    case FlowEventType::users_ask:
      if ((sources_[subject].users.generation & 0xffffff) == event.generation)
        renew_asking(subject);
      return;
  }
}

void FlowEngine::after(double seconds, FlowEventType type, std::uint32_t subject,
                       std::uint32_t generation) {
  schedule(after(seconds), type, subject, generation);
}

sim::Time FlowEngine::after(double seconds) const {
  constexpr double nanosecond = 1e-9;
  return now_ + sim::Duration::from_seconds(std::max(seconds, nanosecond));
}

void FlowEngine::schedule(sim::Time at, FlowEventType type, std::uint32_t subject,
                          std::uint32_t generation) {
  context_->schedule(at, sim::Priority{static_cast<std::uint8_t>(type)}, {0, sequence_},
                     {.subject = subject,
                      .type = static_cast<std::uint32_t>(type),
                      .generation = generation & 0xffffff});
}

/// No change overtakes an earlier one: else a flow that has ended would begin again, for good.
void FlowEngine::change_rate(double delay, const Change& change) {
  sim::Time& due = levels_[edges_[change.edge].first_level + change.level].due[change.lane];
  due = std::max(due, is_noisy_ ? at_step(after(delay)) : after(delay));
  schedule(due, FlowEventType::rate_changes, changes_.keep(change));
}

/// Attempts of one level now arrive at another rate.
void FlowEngine::set_rate(const Change& change) {
  const EdgePlan& plan = edges_[change.edge];
  bring_forward(plan.station);
  LevelState& level = levels_[plan.first_level + change.level];
  if (change.level == 0) {
    edge_states_[change.edge].offered = level.rate = change.rate;
  } else {
    const bool adds = change.lane == reset_lane;
    level.inflow[change.lane] = change.rate + (adds ? level.inflow[change.lane] : 0);
    level.rate = 0;
    for (const double inflow : level.inflow) level.rate += inflow;
  }
  renew_budget(change.edge);
  settle_soon(plan.station);
}

/// A station that serves again after it refused or hung has restarted: nobody waits in its queue.
void FlowEngine::condition_set(const PendingCondition& pending) {
  disturbed_at_ = now();
  bring_forward(pending.station);
  StationState& s = stations_[pending.station];
  const bool restarts =
      s.condition.answer != Answer::serves && pending.condition.answer == Answer::serves;
  const double affected = affected_share(pending.station);
  s.condition = pending.condition;
  regroup_replicas(pending.station, affected);
  if (restarts) end_requests(pending.station, affected);
  if (s.condition.answer == Answer::refuses)
    end_requests(pending.station, affected_share(pending.station));
  if (restarts) cool_caches(pending.station, affected);
  settle(pending.station);
  if (restarts) send_calls(pending.station);
  for (const std::uint32_t e : incoming_[pending.station]) tell_caller(e);
}

void FlowEngine::load_set(const PendingLoad& pending) {
  disturbed_at_ = now();
  sources_[pending.source].factor = pending.factor;
  offer(pending.source);
}

void FlowEngine::step_source(std::uint32_t source) {
  const Load& load = network_.sources[source].load;
  const double daily = load.daily ? factor_of(*load.daily, middle_of_half_hour(now_)) : 1;
  sources_[source].curve = factor_at(load, now_) * daily;
  const sim::Time next = next_change(load, now_);
  if (next != sim::Time::never()) schedule(next, FlowEventType::source_steps, source);
  offer(source);
}

void FlowEngine::offer(std::uint32_t source) {
  const Source& fixed = network_.sources[source];
  SourceState& s = sources_[source];
  const double factor = s.factor * s.curve;
  if (fixed.load.population) return invite_users(source, fixed.load.population->users * factor);
  s.wanted = fixed.load.rate * factor;
  if (!is_noisy_) ask_at(source, s.wanted);
}

void FlowEngine::ask_at(std::uint32_t source, double rate) {
  SourceState& s = sources_[source];
  if (rate == s.rate) return;
  book_source(source);
  s.rate = rate;
  for (const std::uint32_t e : outgoing_[network_.stations.size() + source]) {
    const CallPolicy& policy = network_.calls[edges_[e].call].policy;
    const double misses = missed_by(policy, edge_states_[e]);
    const Change asked{.edge = e, .rate = rate * edges_[e].share * policy.calls * misses};
    is_noisy_ ? set_rate(asked) : change_rate(0, asked);
  }
}

}  // namespace outcast::traffic::flow
