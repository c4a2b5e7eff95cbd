// Attempts of one edge: their fate when their turn comes, and what comes back of those that fail.
#include <algorithm>
#include <cmath>
#include <utility>

#include "models/traffic/flow_engine.h"
#include "sim/kernel/portable_math.h"

namespace outcast::traffic::flow {
namespace {

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
  if (edges_[edge].hedge_after != never) e.outcome = hedged(edge, e.outcome);
  pass_on_failures(edge);
  pass_on_hedges(edge);
  tell_caller(edge);
  watch_bulkhead(edge);
  watch_breaker(edge);
  const std::uint32_t caller = edges_[edge].caller;
  if (is_source(caller)) renew_source_rates(caller - static_cast<std::uint32_t>(stations_.size()));
}

void FlowEngine::peg(std::uint32_t edge) {
  EdgeState& e = edge_states_[edge];
  const EdgePlan& plan = edges_[edge];
  const StationState& s = stations_[plan.station];
  const bool is_falling = s.pace > 1;
  const bool is_late = s.is_queued && s.age >= plan.expires + (is_falling ? 3 * tiny : -3 * tiny);
  if (is_late && !e.is_pegged) e.cursor = s.first_record;
  if (!is_late && e.is_pegged)
    for (std::uint32_t k = 0; k < plan.streams(); ++k) {
      LevelState& level = levels_[plan.first_level + k];
      level.decided = level.head;
    }
  e.is_pegged = is_late;
  if (!is_late) return;
  e.cursor = std::max(e.cursor, s.first_record);
  for (; e.cursor < s.records.size() && s.records[e.cursor].at <= now() - plan.expires + 3 * tiny;
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
  if (s.is_queued || !is_steady || load < 0.05 || is_noisy_) return {};
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
  if (s.condition.fate) return 1;  // it says who is late
  const ServiceProfile& profile = profiles_[station];
  const double slowness = s.service <= 0 ? 1 : s.service / std::max(profile.mean(), 1e-12);
  const bool moves =
      s.is_queued && !is_noisy_ && std::abs(s.pace - 1) > 0.02;  // its age, from step to step
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
  const double age = s.is_queued ? s.age : 0;
  if (e.patience != never && (s.hung >= 1 || age >= e.leaves_at - 3 * tiny))
    return {.success = e.at_last_moment,
            .cut = 1 - e.at_last_moment,
            .patience = e.patience,
            .latency = e.patience};
  if (s.hung >= 1) return {.success = 0, .late = 1};
  if (e.is_pegged) return outcome_at_end(edge);
  const double left = std::min(plan.timeout, e.patience) - age;
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
  const double errors = outcome.error;
  const bool gives_up = plan.expires < plan.timeout;
  if (gives_up) outcome.error = std::max(0., 1 - s.hung - outcome.success);
  (e.patience == never ? outcome.late : outcome.cut) =
      std::max(0., 1 - outcome.success - outcome.error);
  outcome.patience = std::min(plan.timeout, e.patience);
  const double wait =
      ok <= 0 ? calls.fast_wait : (fast * calls.fast_wait + slow * calls.slow_wait) / ok;
  outcome.latency = std::min(age + s.service + wait, plan.timeout);
  outcome.failing = std::min(age + s.service + calls.fail_wait, plan.timeout);
  if (gives_up && outcome.error > 0)  // the others fail when the station gives them up
    outcome.failing += (plan.expires - outcome.failing) * (1 - errors / outcome.error);
  return outcome;
}

/// Of attempts whose time is over while they wait.
Outcome FlowEngine::outcome_at_end(std::uint32_t edge) const {
  const EdgePlan& plan = edges_[edge];
  Outcome outcome{
      .success = edge_states_[edge].at_last_moment * (1 - stations_[plan.station].errors),
      .latency = plan.expires,
      .failing = plan.expires};
  (plan.expires < plan.timeout ? outcome.error : outcome.late) = 1 - outcome.success;
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
  const double pace = pace_of(e, s);
  const double age = age_of(plan, s);
  std::array<double, failures> delays = {plan.late_after - age,
                                         std::max(e.outcome.failing - age, refusal), refusal};
  if (s.condition.fate && !s.condition.fate->is_ahead) delays.fill(refusal);
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
  const double patience = std::min(plan.timeout, e.patience);
  const bool is_stuck = prospect >= patience, was_stuck = e.prospect >= patience;
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
  const double delay = is_stuck != was_stuck || refused != e.seen_refused || s.condition.fate
                           ? refusal
                           : std::max(refusal, e.outcome.latency - age_of(plan, s));
  after(delay, FlowEventType::answers_seen, edge);
}

Ends FlowEngine::ends_of(std::uint32_t edge, std::uint32_t k) const {
  const EdgePlan& plan = edges_[edge];
  const EdgeState& e = edge_states_[edge];
  const Retry& retry = network_.calls[plan.call].policy.retry;
  const LevelState& level = levels_[plan.first_level + k];
  const bool is_last = k + 1 == plan.levels;
  const double decided = level.decided * pace_of(e, stations_[plan.station]);
  Ends ends{.attempts = level.rate * (k == 0 ? 1 : e.retried),
            .success = decided * e.outcome.success};
  ends.lost_at_once = level.rate - ends.attempts;
  ends.lost += decided * e.outcome.cut;
  if (is_last || !retry.on_timeout) ends.lost += decided * e.outcome.late;
  if (is_last || !retry.on_error) ends.lost += decided * e.outcome.error;
  if (is_last || !retry.on_refusal)
    ends.lost_at_once += ends.attempts * (1 - e.passed * e.admitted);
  return ends;
}

/// While nothing is resolved, what was known before goes on.
Resolution FlowEngine::resolution_of(std::uint32_t edge) const {
  const EdgeState& e = edge_states_[edge];
  double fast = 0, slow = 0, fail = 0;
  for (std::uint32_t k = 0; k < edges_[edge].levels; ++k) {
    const Ends ends = ends_of(edge, k);
    (k == 0 ? fast : slow) += ends.success;
    fail += ends.lost + ends.lost_at_once;
  }
  const double all = fast + slow + fail;
  if (all <= 1e-3 * e.offered) return e.resolution;
  return {fast / all, slow / all, fail / all};
}

/// Seconds that an attempt made now would wait, if the station goes on like this.
double FlowEngine::prospect_of(std::uint32_t station) const {
  const StationState& s = stations_[station];
  if (s.refused >= 1) return 0;
  if (s.capacity <= 0) return never;
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
  renew_calls(edge);
}

/// What the caller's calls make of its requests now.
void FlowEngine::renew_calls(std::uint32_t edge) {
  const EdgePlan& plan = edges_[edge];
  StationState& caller = stations_[plan.caller];
  const double before = caller.calls.wait;
  const double wait = calls_outcome(plan.caller, true).wait;
  caller.calls = calls_outcome(plan.caller, false);
  // Slots turn over one by one: half of the way now, the rest when half of them have turned over.
  const bool is_close = std::abs(wait - before) <= 0.05 * std::max(wait, before);
  caller.calls.wait = is_close ? wait : (wait + before) / 2;
  if (!is_close && !std::exchange(edge_states_[edge].is_look_due, true)) {
    const double turnover = caller.service + std::min(wait, before);
    after(std::max(turnover / 2, refusal), FlowEventType::answers_seen, edge);
  }
  settle_soon(plan.caller);
}

}  // namespace outcast::traffic::flow
