// Attempts of one edge: their fate when their turn comes, and what comes back of those that fail.
#include <algorithm>
#include <cmath>

#include "models/traffic/flow_engine.h"
#include "sim/kernel/portable_math.h"

namespace outcast::traffic {
namespace {

constexpr double tiny = 1e-9;
/// A change of a failing flow below this share of the offered flow is not passed on.
constexpr double tolerance = 0.003;
/// A refusal takes a network round trip.
constexpr double refusal = 1e-3;
/// Nodes and weights of Gauss and Legendre on (-1, 1).
constexpr std::array<double, nodes> node = {-0.7745966692414834, 0, 0.7745966692414834};
constexpr std::array<double, nodes> weight = {5. / 18, 8. / 18, 5. / 18};

}  // namespace

/// What becomes of the attempts at the point where fate is decided now: the head of the queue, or,
/// where the head is older than the timeout, those that time out at this moment.
void FlowEngine::decide(std::uint32_t edge) {
  EdgeState& e = edge_states_[edge];
  peg(edge);
  e.outcome = outcome_of(edge);
  pass_on_failures(edge);
  tell_caller(edge);
  watch_breaker(edge);
  const std::uint32_t caller = edges_[edge].caller;
  if (is_source(caller)) renew_source_rates(caller - static_cast<std::uint32_t>(stations_.size()));
}

void FlowEngine::peg(std::uint32_t edge) {
  EdgeState& e = edge_states_[edge];
  const EdgePlan& plan = edges_[edge];
  const StationState& s = stations_[plan.station];
  const bool is_late = s.is_queued && s.age >= plan.timeout - 3 * tiny;
  if (is_late && !e.is_pegged) e.cursor = s.first_record;
  if (!is_late && e.is_pegged)
    for (std::uint32_t k = 0; k < plan.levels; ++k) {
      LevelState& level = levels_[plan.first_level + k];
      level.decided = level.head;
    }
  e.is_pegged = is_late;
  if (!is_late) return;
  e.cursor = std::max(e.cursor, s.first_record);
  for (; e.cursor < s.records.size() && s.records[e.cursor].at <= now() - plan.timeout + 3 * tiny;
       ++e.cursor)
    if (s.records[e.cursor].edge == edge)
      levels_[s.records[e.cursor].level].decided = s.records[e.cursor].rate;
}

/// Share of requests served within the given time of reaching the head of the queue. Without a
/// queue in the fluid there still is the wait of a finite number of slots. Source: Sakasegawa, An
/// approximation formula Lq = a rho^b / (1 - rho), 1977; the wait is taken to be exponential for
/// those who wait.
double FlowEngine::served_within(const StationState& s, std::uint32_t station,
                                 double seconds) const {
  const ServiceProfile& profile = profiles_[station];
  const double slowness = s.service <= 0 ? 1 : s.service / std::max(profile.mean(), 1e-12);
  if (s.is_queued) return profile.within_in_steps(seconds / slowness);
  const double direct = profile.within(seconds / slowness);
  const double load = s.slots <= 0 ? 1 : std::min(s.arrival * s.hold / s.slots, 0.999);
  if (network_.settings.has_noise || load < 0.05 || seconds < 0) return direct;
  const double power = std::sqrt(2 * (s.slots + 1)) - 1;
  const double waits = sim::portable_pow(load, power);
  if (waits < 1e-4) return direct;
  const double mean_wait =
      (1 + profile.variability()) / 2 * s.hold / (s.slots * (1 - load));  // of those who wait
  double late = 0;
  constexpr int points = 8;
  for (int i = 0; i < points; ++i) {
    const double wait = -mean_wait * sim::portable_log((i + 0.5) / points);
    late += profile.within((seconds - wait) / slowness) / points;
  }
  return (1 - waits) * direct + waits * late;
}

Outcome FlowEngine::outcome_of(std::uint32_t edge) const {
  const EdgePlan& plan = edges_[edge];
  const EdgeState& e = edge_states_[edge];
  const StationState& s = stations_[plan.station];
  if (e.is_pegged || s.hung >= 1) return {.success = 0, .late = 1};
  const double age = s.is_queued ? s.age : 0;
  const double left = plan.timeout - age;
  const auto& limit = network_.stations[plan.station].serving.gives_up_after;
  const double served = limit ? std::min(left, limit->seconds() - age) : left;
  const CallsOutcome& calls = s.calls;
  const double fast = calls.fast * served_within(s, plan.station, served - calls.fast_wait);
  const double slow =
      calls.slow <= 0 ? 0 : calls.slow * served_within(s, plan.station, served - calls.slow_wait);
  const double fail =
      calls.fail <= 0 ? 0 : calls.fail * served_within(s, plan.station, left - calls.fail_wait);
  const double ok = fast + slow;
  Outcome outcome;
  outcome.success = ok * (1 - s.errors) * (1 - s.hung);
  outcome.error = (fail + ok * s.errors) * (1 - s.hung);
  if (limit && limit->seconds() < left) outcome.error = std::max(0., 1 - s.hung - outcome.success);
  outcome.late = std::max(0., 1 - outcome.success - outcome.error);
  const double wait =
      ok <= 0 ? calls.fast_wait : (fast * calls.fast_wait + slow * calls.slow_wait) / ok;
  outcome.latency = std::min(age + s.service + wait, plan.timeout);
  outcome.failing = std::min(age + s.service + calls.fail_wait, plan.timeout);
  return outcome;
}

double FlowEngine::backoff(const Retry& retry, std::uint32_t level) const {
  double seconds = retry.backoff.seconds();
  for (std::uint32_t k = 0; k < level && seconds < retry.longest.seconds(); ++k)
    seconds *= retry.multiplier;
  return std::min(seconds, retry.longest.seconds());
}

/// Failing attempts of level k come back as attempts of level k + 1: the late ones a timeout and a
/// backoff after they were made, whenever their fate was sealed.
void FlowEngine::pass_on_failures(std::uint32_t edge) {
  const EdgePlan& plan = edges_[edge];
  const EdgeState& e = edge_states_[edge];
  if (plan.levels == 1) return;
  const StationState& s = stations_[plan.station];
  const Retry& retry = network_.calls[plan.call].policy.retry;
  const double pace = e.is_pegged || !s.is_queued ? 1 : std::min(s.pace, 1e6);
  const double age = s.is_queued ? std::min(s.age, plan.timeout) : 0;
  const std::array<double, failures> delays = {plan.timeout - age,
                                               std::max(e.outcome.failing - age, refusal), refusal};
  const double scale = std::max(e.offered, 1e-9) * tolerance;
  for (std::uint32_t k = 0; k + 1 < plan.levels; ++k) {
    LevelState& level = levels_[plan.first_level + k];
    const double knocking = level.rate * (k == 0 ? 1 : e.retried);
    const std::array<double, failures> failing = {
        retry.on_timeout ? level.decided * e.outcome.late : 0,
        retry.on_error ? level.decided * pace * e.outcome.error : 0,
        retry.on_refusal ? knocking * (1 - e.passed * e.admitted) : 0};
    for (std::size_t f = 0; f < failures; ++f) {
      const bool has_ended = failing[f] == 0 && level.sent[f] != 0;
      if (!has_ended && std::abs(failing[f] - level.sent[f]) <= scale) continue;
      level.sent[f] = failing[f];
      const double pause = backoff(retry, k);
      for (std::uint32_t n = 0; n < nodes; ++n) {
        const bool has_jitter = retry.jitter > 0 && pause > 0;
        if (!has_jitter && n > 0) break;
        const double factor = has_jitter ? 1 + retry.jitter * node[n] : 1;
        change_rate(delays[f] + pause * factor,
                    {.edge = edge,
                     .level = k + 1,
                     .lane = static_cast<std::uint32_t>(f * nodes) + n,
                     .rate = failing[f] * (has_jitter ? weight[n] : 1)});
      }
    }
  }
}

/// A caller that is a station learns of a change when the answers that show it arrive.
void FlowEngine::tell_caller(std::uint32_t edge) {
  EdgeState& e = edge_states_[edge];
  const EdgePlan& plan = edges_[edge];
  if (is_source(plan.caller) || e.is_look_due) return;
  const StationState& s = stations_[plan.station];
  const double refused = 1 - e.admitted * e.passed;
  const bool is_hung = s.slots <= 0 && s.refused < 1;
  const bool same = std::abs(e.outcome.success - e.seen.success) < 0.004 &&
                    std::abs(e.outcome.late - e.seen.late) < 0.004 &&
                    std::abs(refused - e.seen_refused) < 0.004 && is_hung == e.is_hung &&
                    std::abs(e.outcome.latency - e.seen.latency) <=
                        0.05 * std::max(e.outcome.latency, e.seen.latency);
  if (same) return;
  e.is_look_due = true;
  const double age = s.is_queued ? std::min(s.age, plan.timeout) : 0;
  const double delay = is_hung != e.is_hung || refused != e.seen_refused
                           ? refusal
                           : std::max(refusal, e.outcome.latency - age);
  after(delay, FlowEventType::answers_seen, edge);
}

void FlowEngine::answers_seen(std::uint32_t edge) {
  EdgeState& e = edge_states_[edge];
  const EdgePlan& plan = edges_[edge];
  const StationState& s = stations_[plan.station];
  e.is_look_due = false;
  e.seen = e.outcome;
  e.seen_refused = 1 - e.admitted * e.passed;
  e.is_hung = s.slots <= 0 && s.refused < 1;
  bring_forward(plan.caller);
  StationState& caller = stations_[plan.caller];
  caller.calls = calls_outcome(plan.caller, false);
  caller.calls.wait = calls_outcome(plan.caller, true).wait;
  settle(plan.caller);
}

/// What becomes of one call with its retries, if attempts fare as they do now. `begins_now`: a
/// provider that begins nothing lets the caller wait, whatever the answers that still come in say.
FlowEngine::CallFate FlowEngine::fate_of(const EdgePlan& plan, const EdgeState& e,
                                         bool begins_now) const {
  const Retry& retry = network_.calls[plan.call].policy.retry;
  const double taken = 1 - e.seen_refused;
  const bool hangs = begins_now && e.is_hung;
  const double success = hangs ? 0 : taken * e.seen.success;
  const double late = hangs ? 1 : taken * e.seen.late;
  const double error = hangs ? 0 : taken * e.seen.error;
  const double refused = hangs ? 0 : e.seen_refused;
  const double failing = late + error + refused;
  CallFate fate;
  fate.latency = e.seen.latency;
  if (failing <= 0) {
    fate.ok_time = fate.latency;
    return fate;
  }
  const double again = (retry.on_timeout ? late : 0) + (retry.on_error ? error : 0) +
                       (retry.on_refusal ? refused : 0);
  const double failed_after =
      (late * plan.timeout + error * e.seen.failing + refused * refusal) / failing;
  double reached = 1, passed = 0;
  double ok_time = 0, fail_time = 0;
  fate.ok = fate.fail = 0;
  for (std::uint32_t k = 0; k < plan.levels; ++k) {
    const bool is_last = k + 1 == plan.levels;
    const double retries = is_last ? 0 : again * e.retried;
    const double ends = failing - retries;
    fate.ok += reached * success;
    ok_time += reached * success * (passed + e.seen.latency);
    fate.fail += reached * ends;
    fail_time += reached * ends * (passed + failed_after);
    reached *= retries;
    passed += failed_after + backoff(retry, k);
  }
  fate.fast = success;
  fate.ok_time = fate.ok <= 0 ? 0 : ok_time / fate.ok;
  fate.fail_time = fate.fail <= 0 ? 0 : fail_time / fate.fail;
  return fate;
}

/// Calls of one stage run side by side, stages one after the other; the first call that fails ends
/// the request.
CallsOutcome FlowEngine::calls_outcome(std::uint32_t station, bool begins_now) const {
  CallsOutcome all;
  double ok_time = 0, fail_time = 0;
  const auto& edges = outgoing_[station];
  for (std::size_t i = 0; i < edges.size();) {
    const unsigned stage = network_.calls[edges_[edges[i]].call].policy.stage;
    double fast = 1, ok = 1, latency = 0, slowest = 0, failed_after = 0, failed = 0;
    while (i < edges.size() && network_.calls[edges_[edges[i]].call].policy.stage == stage) {
      const std::uint32_t call = edges_[edges[i]].call;
      const Call& fixed = network_.calls[call];
      CallFate mean{.fast = 0, .ok = 0};
      for (; i < edges.size() && edges_[edges[i]].call == call; ++i) {
        const CallFate fate = fate_of(edges_[edges[i]], edge_states_[edges[i]], begins_now);
        const double share = edges_[edges[i]].share;
        mean.fast += share * fate.fast;
        mean.ok += share * fate.ok;
        mean.fail += share * fate.fail;
        mean.latency += share * fate.latency;
        mean.ok_time += share * fate.ok * fate.ok_time;
        mean.fail_time += share * fate.fail * fate.fail_time;
      }
      if (fixed.consequence == Consequence::unheard) continue;
      const double made = std::min(fixed.policy.calls, 1.) *
                          (fixed.policy.cache ? 1 - fixed.policy.cache->hits : 1);
      const double saved = fixed.consequence == Consequence::fails
                               ? mean.fail * (1 - fixed.failure_probability)
                               : mean.fail;
      const double repeats = std::max(fixed.policy.calls, 1.);
      const double goes_well = sim::portable_pow(std::max(mean.ok + saved, 1e-12), repeats);
      const double at_once = sim::portable_pow(std::max(mean.fast, 1e-12), repeats);
      const double time_well =
          mean.ok + saved <= 0
              ? 0
              : (mean.ok_time + (mean.fail <= 0 ? 0 : saved / mean.fail * mean.fail_time)) /
                    (mean.ok + saved);
      fast *= 1 - made + made * at_once;
      ok *= 1 - made + made * goes_well;
      latency = std::max(latency, made * mean.latency);
      slowest = std::max(slowest, made * time_well);
      failed += made * (1 - goes_well);
      if (mean.fail > 0) failed_after += made * (1 - goes_well) * mean.fail_time / mean.fail;
    }
    const double before = all.fast + all.slow;
    const double mean_before = before <= 0 ? 0 : ok_time / before;
    const double ends = before * (1 - ok);
    fail_time += ends * (mean_before + (failed <= 0 ? 0 : failed_after / failed));
    all.fail += ends;
    ok_time = before * ok * (mean_before + slowest);
    all.fast *= fast;
    all.slow = std::max(0., before * ok - all.fast);
    all.fast_wait += latency;
  }
  all.slow_wait = all.slow <= 1e-9
                      ? 0
                      : std::max(all.fast_wait, (ok_time - all.fast * all.fast_wait) / all.slow);
  all.fail_wait = all.fail <= 1e-9 ? 0 : fail_time / all.fail;
  all.wait = ok_time + fail_time;
  return all;
}

/// Every first attempt earns a share of a retry. While the bucket holds tokens all retries pass;
/// once it is empty, only as many as are earned.
void FlowEngine::renew_budget(std::uint32_t edge) {
  const EdgePlan& plan = edges_[edge];
  const auto& budget = network_.calls[plan.call].policy.retry.budget;
  if (!budget) return;
  EdgeState& e = edge_states_[edge];
  double retries = 0;
  for (std::uint32_t k = 1; k < plan.levels; ++k) retries += levels_[plan.first_level + k].rate;
  const double earned = budget->share * e.offered;
  e.tokens = std::clamp(e.tokens + e.tokens_flow * (now() - e.tokens_at), 0., budget->burst);
  e.tokens_at = now();
  const bool is_empty = e.tokens <= 1e-6;
  const double allowed = retries <= earned || !is_empty ? 1 : earned / retries;
  e.tokens_flow = earned - retries * allowed;
  ++e.generation;
  if (e.tokens_flow < -tiny && !is_empty)
    after(e.tokens / -e.tokens_flow, FlowEventType::budget_turns, edge, e.generation);
  e.retried = allowed;
}

void FlowEngine::budget_turns(std::uint32_t edge) {
  EdgeState& e = edge_states_[edge];
  const double before = e.retried;
  renew_budget(edge);
  if (e.retried != before) settle(edges_[edge].station);
}

/// Opens when failures have lasted long enough for the count or the share of the window.
void FlowEngine::watch_breaker(std::uint32_t edge) {
  const EdgePlan& plan = edges_[edge];
  const auto& breaker = network_.calls[plan.call].policy.breaker;
  EdgeState& e = edge_states_[edge];
  if (!breaker || e.breaker == BreakerState::open) return;
  const double failing = 1 - e.admitted * e.outcome.success;
  double rate = 0;
  for (std::uint32_t k = 0; k < plan.levels; ++k) rate += levels_[plan.first_level + k].rate;
  double due = -1;
  if (failing > breaker->failure_share &&
      rate * breaker->window.seconds() >= breaker->least_attempts)
    due = breaker->window.seconds() * breaker->failure_share / failing;
  if (breaker->consecutive > 0 && failing > 0.5 && rate > 0) {
    // Mean number of trials until n failures in a row: (f^-n - 1) / (1 - f).
    const double n = breaker->consecutive;
    const double trials =
        failing >= 1 - tiny ? n : (sim::portable_pow(failing, -n) - 1) / (1 - failing);
    const double in_row = trials / rate;
    due = due < 0 ? in_row : std::min(due, in_row);
  }
  const bool trips = due >= 0;
  if (trips == (e.breaker == BreakerState::tripping)) return;
  e.breaker = trips ? BreakerState::tripping : BreakerState::closed;
  ++e.breaker_generation;
  if (trips) after(due, FlowEventType::breaker_turns, edge, e.breaker_generation);
}

/// Tripping: it opens. Open: attempts on trial decide, as the station would serve them now.
void FlowEngine::breaker_turns(std::uint32_t edge) {
  const EdgePlan& plan = edges_[edge];
  const Breaker& breaker = *network_.calls[plan.call].policy.breaker;
  EdgeState& e = edge_states_[edge];
  bring_forward(plan.station);
  ++e.breaker_generation;
  if (e.breaker == BreakerState::open) {
    const StationState& s = stations_[plan.station];
    const double wait = s.capacity <= 0 ? plan.timeout : s.queue / s.capacity;
    const double chance =
        s.hung >= 1 || s.refused >= 1
            ? 0
            : (1 - s.calls.fail) * (1 - s.errors) *
                  profiles_[plan.station].within(plan.timeout - wait - s.calls.fast_wait);
    if (sim::portable_pow(std::max(chance, 1e-12), breaker.trials) >= 0.5) {
      e.breaker = BreakerState::closed;
      e.passed = 1;
    }
  } else {
    e.breaker = BreakerState::open;
    e.passed = 0;
  }
  if (e.breaker == BreakerState::open)
    after(breaker.stays_open.seconds(), FlowEventType::breaker_turns, edge, e.breaker_generation);
  settle(plan.station);
}

}  // namespace outcast::traffic
