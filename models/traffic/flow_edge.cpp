// Attempts of one edge: their fate when their turn comes, and what comes back of those that fail.
#include <algorithm>
#include <cmath>
#include <limits>

#include "models/traffic/flow_engine.h"
#include "sim/kernel/portable_math.h"

namespace outcast::traffic::flow {
namespace {

constexpr double tiny = 1e-9;
constexpr double infinite = std::numeric_limits<double>::infinity();
/// A refusal takes a network round trip.
constexpr double refusal = 1e-3;
/// -ln((i + 1/2) / 8)
constexpr std::array<double, 8> exponential_quantiles = {
    2.772588722239781,  1.6739764335716716, 1.1631508098056809, 0.8266785731844679,
    0.5753641449035618, 0.3746934494414107, 0.2076393647782445, 0.0645385211375712};
/// Nodes and weights of Gauss and Legendre on (-1, 1).
constexpr std::array<double, nodes> node = {-0.5773502691896257, 0.5773502691896257};
constexpr std::array<double, nodes> weight = {0.5, 0.5};

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
  const bool is_falling = s.pace > 1;
  const bool is_late = s.is_queued && s.age >= plan.timeout + (is_falling ? 3 * tiny : -3 * tiny);
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

/// What a finite number of slots makes of a load that they can bear: in the fluid nobody waits.
/// Source: Sakasegawa, An approximation formula Lq = a rho^b / (1 - rho), 1977; the wait is taken
/// to be exponential for those who wait. Above a load of 0.9 it takes long to come about, and
/// counts as at 0.9.
Waiting FlowEngine::waiting_at(const StationState& s, std::uint32_t station, double arrival) const {
  const double load = s.slots <= 0 ? 1 : arrival * s.hold / s.slots;
  const bool is_steady = load < 1;  // else a queue is about to begin, whose age will tell
  const bool has_noise = network_.settings.engine == EngineKind::stochastic;
  if (has_noise || s.is_queued || !is_steady || load < 0.05) return {};
  const double usual = std::min(load, 0.9);
  const double calls = s.hold - s.service;
  const double spread = profiles_[station].variability() * s.service * s.service + calls * calls;
  const double variability = (1 + spread / (s.hold * s.hold)) / 2;
  const double logarithm = sim::portable_log(usual);
  const double exponent = logarithm * (std::sqrt(2 * (s.slots + 1)) - 1);
  if (exponent < -9) return {};  // one in ten thousand
  return {.share = sim::portable_exp(exponent),
          .mean = variability * s.hold / (s.slots * (1 - usual)),
          .decay = -logarithm / variability};
}

/// Share of requests served within the given time of reaching the head of the queue.
double FlowEngine::served_within(const StationState& s, std::uint32_t station,
                                 double seconds) const {
  const ServiceProfile& profile = profiles_[station];
  const double slowness = s.service <= 0 ? 1 : s.service / std::max(profile.mean(), 1e-12);
  const bool moves = s.is_queued && std::abs(s.pace - 1) > 0.02;  // its age, from step to step
  if (moves) return profile.within_in_steps(seconds / slowness);
  const double direct = profile.within(seconds / slowness);
  const Waiting& waiting = s.waiting;
  if (s.is_queued || waiting.share <= 0 || seconds < 0) return direct;
  double late = 0;
  for (const double quantile : exponential_quantiles)
    late += profile.within((seconds - waiting.mean * quantile) / slowness) / 8;
  return (1 - waiting.share) * direct + waiting.share * late;
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
  for (std::uint32_t k = 0; k + 1 < plan.levels; ++k) {
    LevelState& level = levels_[plan.first_level + k];
    const double knocking = level.rate * (k == 0 ? 1 : e.retried);
    const std::array<double, failures> failing = {
        retry.on_timeout ? level.decided * e.outcome.late : 0,
        retry.on_error ? level.decided * pace * e.outcome.error : 0,
        retry.on_refusal ? knocking * (1 - e.passed * e.admitted) : 0};
    for (std::size_t f = 0; f < failures; ++f) {
      const bool has_ended = failing[f] == 0 && level.sent[f] != 0;
      const double change = std::abs(failing[f] - level.sent[f]);
      if (!has_ended && !is_worth_passing_on(plan.station, change, e.offered)) continue;
      pass_on({.edge = edge, .level = k, .lane = static_cast<std::uint32_t>(f), .rate = failing[f]},
              delays[f]);
    }
  }
}

/// A failing flow of a level (lane: why it fails) that its callers notice after the delay: it comes
/// back a backoff later, spread by the jitter.
void FlowEngine::pass_on(const Change& failing, double delay) {
  const EdgePlan& plan = edges_[failing.edge];
  const Retry& retry = network_.calls[plan.call].policy.retry;
  levels_[plan.first_level + failing.level].sent[failing.lane] = failing.rate;
  const double pause = backoff(retry, failing.level);
  const bool has_jitter = retry.jitter > 0 && pause > 0;
  for (std::uint32_t n = 0; n < (has_jitter ? nodes : 1); ++n) {
    const double back = delay + pause * (has_jitter ? 1 + retry.jitter * node[n] : 1);
    change_rate(has_jitter ? rounded(back, retry.jitter * pause / 8) : back,
                {.edge = plan.retries_at,
                 .level = failing.level + 1,
                 .lane = failing.lane * static_cast<std::uint32_t>(nodes) + n,
                 .rate = failing.rate * (has_jitter ? weight[n] : 1)});
  }
}

/// So that it ends at a multiple of the step: what comes at one moment settles together.
double FlowEngine::rounded(double delay, double step) const {
  return std::max(step / 2, std::round((now() + delay) / step) * step - now());
}

/// A caller that is a station learns of a change when the answers that show it arrive.
void FlowEngine::tell_caller(std::uint32_t edge) {
  EdgeState& e = edge_states_[edge];
  const EdgePlan& plan = edges_[edge];
  if (is_source(plan.caller) || e.is_look_due) return;
  const StationState& s = stations_[plan.station];
  const double refused = 1 - e.admitted * e.passed;
  const double prospect = prospect_of(plan.station);
  const Resolution resolution = resolution_of(edge);
  const bool is_stuck = prospect >= plan.timeout, was_stuck = e.prospect >= plan.timeout;
  const bool same = std::abs(e.outcome.success - e.seen.success) < 0.01 &&
                    std::abs(e.outcome.late - e.seen.late) < 0.01 &&
                    std::abs(resolution.fast - e.resolution.fast) < 0.01 &&
                    std::abs(resolution.fail - e.resolution.fail) < 0.01 &&
                    std::abs(refused - e.seen_refused) < 0.01 && is_stuck == was_stuck &&
                    (is_stuck || std::abs(prospect - e.prospect) <= 0.05 * plan.timeout) &&
                    std::abs(e.outcome.latency - e.seen.latency) <=
                        0.05 * std::max(e.outcome.latency, e.seen.latency);
  if (same) return;
  e.is_look_due = true;
  const double age = s.is_queued ? std::min(s.age, plan.timeout) : 0;
  const double delay = is_stuck != was_stuck || refused != e.seen_refused
                           ? refusal
                           : std::max(refusal, e.outcome.latency - age);
  after(delay, FlowEventType::answers_seen, edge);
}

/// While nothing is resolved, what was known before goes on.
Resolution FlowEngine::resolution_of(std::uint32_t edge) const {
  const EdgePlan& plan = edges_[edge];
  const EdgeState& e = edge_states_[edge];
  const StationState& s = stations_[plan.station];
  const Retry& retry = network_.calls[plan.call].policy.retry;
  const double pace = e.is_pegged || !s.is_queued ? 1 : std::min(s.pace, 1e6);
  double fast = 0, slow = 0, fail = 0;
  for (std::uint32_t k = 0; k < plan.levels; ++k) {
    const LevelState& level = levels_[plan.first_level + k];
    const bool is_last = k + 1 == plan.levels;
    const double decided = level.decided * pace;
    const double knocking = level.rate * (k == 0 ? 1 : e.retried);
    (k == 0 ? fast : slow) += decided * e.outcome.success;
    fail += level.rate - knocking;
    if (is_last || !retry.on_timeout) fail += decided * e.outcome.late;
    if (is_last || !retry.on_error) fail += decided * e.outcome.error;
    if (is_last || !retry.on_refusal) fail += knocking * (1 - e.passed * e.admitted);
  }
  const double all = fast + slow + fail;
  if (all <= 1e-3 * e.offered) return e.resolution;
  return {fast / all, slow / all, fail / all};
}

/// Seconds that an attempt made now would wait, if the station goes on like this.
double FlowEngine::prospect_of(std::uint32_t station) const {
  const StationState& s = stations_[station];
  if (s.refused >= 1) return 0;
  if (s.capacity <= 0) return infinite;
  return s.is_queued ? s.queue / s.capacity : 0;
}

void FlowEngine::answers_seen(std::uint32_t edge) {
  EdgeState& e = edge_states_[edge];
  const EdgePlan& plan = edges_[edge];
  e.is_look_due = false;
  e.seen = e.outcome;
  e.resolution = resolution_of(edge);
  e.seen_refused = 1 - e.admitted * e.passed;
  e.prospect = prospect_of(plan.station);
  e.seen_service = stations_[plan.station].service + stations_[plan.station].calls.fast_wait;
  bring_forward(plan.caller);
  StationState& caller = stations_[plan.caller];
  const double before = caller.calls.wait;
  const double wait = calls_outcome(plan.caller, true).wait;
  caller.calls = calls_outcome(plan.caller, false);
  // Slots turn over one by one: half of the way now, the rest when half of them have turned over.
  const bool is_close = std::abs(wait - before) <= 0.05 * std::max(wait, before);
  caller.calls.wait = is_close ? wait : (wait + before) / 2;
  if (!is_close) {
    e.is_look_due = true;
    const double turnover = caller.service + std::min(wait, before);
    after(std::max(turnover / 2, refusal), FlowEventType::answers_seen, edge);
  }
  settle_soon(plan.caller);
}

/// How long a failing attempt takes to fail, as it was last seen.
double FlowEngine::failing_time(const EdgePlan& plan, const EdgeState& e) const {
  const double taken = 1 - e.seen_refused;
  const double late = taken * e.seen.late, error = taken * e.seen.error;
  const double failing = late + error + e.seen_refused;
  if (failing <= 1e-6) return plan.timeout;
  return (late * plan.timeout + error * e.seen.failing + e.seen_refused * refusal) / failing;
}

/// How long an attempt takes to fail whose fate is decided now.
double FlowEngine::failing_time_now(const EdgePlan& plan, const EdgeState& e) const {
  const double taken = e.passed * e.admitted;
  const double late = taken * e.outcome.late, error = taken * e.outcome.error;
  const double failing = late + error + 1 - taken;
  if (failing <= 1e-6) return plan.timeout;
  return (late * plan.timeout + error * e.outcome.failing + (1 - taken) * refusal) / failing;
}

/// What becomes of calls, by the answers that come in.
FlowEngine::CallFate FlowEngine::fate_seen(const EdgePlan& plan, const EdgeState& e) const {
  const Retry& retry = network_.calls[plan.call].policy.retry;
  CallFate fate{.fast = e.resolution.fast,
                .ok = e.resolution.fast + e.resolution.slow,
                .fail = e.resolution.fail,
                .latency = e.seen.latency,
                .ok_time = e.seen.latency};
  if (fate.fast >= 1 - 1e-9) return fate;
  const double failing = failing_time(plan, e);
  const double retried = failing + backoff(retry, 0) + e.seen.latency;
  if (fate.ok > 0)
    fate.ok_time = (fate.fast * e.seen.latency + e.resolution.slow * retried) / fate.ok;
  fate.fail_time = failing;
  for (std::uint32_t k = 0; k + 1 < plan.levels; ++k) fate.fail_time += failing + backoff(retry, k);
  return fate;
}

/// What a call that is made now would meet, if its provider goes on like this.
FlowEngine::CallFate FlowEngine::fate_ahead(const EdgePlan& plan, const EdgeState& e) const {
  const Retry& retry = network_.calls[plan.call].policy.retry;
  const bool hangs = e.prospect >= plan.timeout;
  const double taken = 1 - e.seen_refused;
  const double success = hangs ? 0 : taken * e.seen.success;
  const double late = hangs ? taken : taken * e.seen.late;
  const double error = hangs ? 0 : taken * e.seen.error;
  const double refused = e.seen_refused;
  const double again = (retry.on_timeout ? late : 0) + (retry.on_error ? error : 0) +
                       (retry.on_refusal ? refused : 0);
  const double failing = hangs ? taken * plan.timeout + refused * refusal : failing_time(plan, e);
  const double latency = std::min(e.prospect + e.seen_service, plan.timeout);
  CallFate fate{.fast = success, .ok = 0, .latency = latency};
  double reached = 1, passed = 0;
  for (std::uint32_t k = 0; k < plan.levels; ++k) {
    const double retries = k + 1 == plan.levels ? 0 : again * e.retried;
    const double ends = 1 - success - retries;
    fate.ok += reached * success;
    fate.ok_time += reached * success * (passed + latency);
    fate.fail += reached * ends;
    fate.fail_time += reached * ends * (passed + failing);
    reached *= retries;
    passed += failing + backoff(retry, k);
  }
  if (fate.ok > 0) fate.ok_time /= fate.ok;
  if (fate.fail > 0) fate.fail_time /= fate.fail;
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
        const CallFate fate = begins_now ? fate_ahead(edges_[edges[i]], edge_states_[edges[i]])
                                         : fate_seen(edges_[edges[i]], edge_states_[edges[i]]);
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
      const auto all_of = [&](double chance) {
        return repeats == 1 ? chance : sim::portable_pow(std::max(chance, 1e-12), repeats);
      };
      const double goes_well = all_of(mean.ok + saved);
      const double at_once = all_of(mean.fast);
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
  if (e.retried != before) settle_soon(edges_[edge].station);
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
  settle_soon(plan.station);
}

}  // namespace outcast::traffic::flow
