// What becomes of a request's calls, from what becomes of attempts.
#include <algorithm>
#include <cmath>

#include "models/traffic/flow_engine.h"
#include "sim/kernel/portable_math.h"

namespace outcast::traffic::flow {

/// What becomes of calls, by the answers that come in.
FlowEngine::CallFate FlowEngine::fate_seen(const EdgePlan& plan, const EdgeState& e) const {
  const Retry& retry = network_.calls[plan.call].policy.retry;
  CallFate fate{.fast = e.resolution.fast,
                .ok = e.resolution.fast + e.resolution.slow,
                .fail = e.resolution.fail,
                .latency = e.seen.latency,
                .ok_time = e.seen.latency};
  if (fate.fast >= 1 - 1e-9) return fate;
  const double failing = failing_time(plan, e.seen, 1 - e.seen_refused);
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
  const double patience = std::min(plan.timeout, e.patience);
  const bool hangs = e.prospect >= patience;
  const double taken = 1 - e.seen_refused;
  const double success = hangs ? 0 : taken * e.seen.success;
  const bool is_cut = hangs && e.patience < plan.timeout;
  const double late = is_cut ? 0 : hangs ? taken : taken * e.seen.late;
  const double error = hangs ? 0 : taken * e.seen.error;
  const double refused = e.seen_refused;
  const double again = (retry.on_timeout ? late : 0) + (retry.on_error ? error : 0) +
                       (retry.on_refusal ? refused : 0);
  const double failing =
      hangs ? taken * patience + refused * refusal : failing_time(plan, e.seen, taken);
  const double latency = std::min(e.prospect + e.seen_service, patience);
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

/// Of the units of one provider, from edge i on; i moves behind them.
FlowEngine::CallFate FlowEngine::mean_fate(const std::vector<std::uint32_t>& edges, std::size_t& i,
                                           bool begins_now) const {
  CallFate mean{.fast = 0, .ok = 0};
  for (const std::uint32_t call = edges_[edges[i]].call;
       i < edges.size() && edges_[edges[i]].call == call; ++i) {
    const EdgePlan& plan = edges_[edges[i]];
    const EdgeState& e = edge_states_[edges[i]];
    const CallFate fate = begins_now ? fate_ahead(plan, e) : fate_seen(plan, e);
    mean.made =
        std::min(network_.calls[call].policy.calls, 1.) * missed_by(network_.calls[call].policy, e);
    mean.fast += plan.share * fate.fast;
    mean.ok += plan.share * fate.ok;
    mean.fail += plan.share * fate.fail;
    mean.latency += plan.share * fate.latency;
    mean.ok_time += plan.share * fate.ok * fate.ok_time;
    mean.fail_time += plan.share * fate.fail * fate.fail_time;
  }
  if (mean.ok > 0) mean.ok_time /= mean.ok;
  if (mean.fail > 0) mean.fail_time /= mean.fail;
  return mean;
}

/// What one call's fate is to the request that may make it, or make it several times.
FlowEngine::CallFate FlowEngine::fate_of_all(const Call& call, const CallFate& one) const {
  const CallPolicy& policy = call.policy;
  const double made = one.made;
  const double harmless = call.consequence == Consequence::fails ? 1 - call.failure_probability : 1;
  const double saved = one.fail * harmless, well = one.ok + saved;
  const double repeats = std::max(policy.calls, 1.);
  const auto all_of = [&](double chance) {
    return repeats == 1 ? chance : sim::portable_pow(std::max(chance, 1e-12), repeats);
  };
  CallFate fate;
  fate.fast = 1 - made + made * all_of(one.fast);
  fate.ok = 1 - made + made * all_of(well);
  fate.fail = 1 - fate.ok;
  fate.latency = made * one.latency;
  fate.ok_time = well <= 0 ? 0 : made * (one.ok * one.ok_time + saved * one.fail_time) / well;
  fate.fail_time = one.fail_time;
  return fate;
}

/// Calls of one stage run side by side, from edge i on; i moves behind them.
FlowEngine::CallFate FlowEngine::fate_of_stage(const std::vector<std::uint32_t>& edges,
                                               std::size_t& i, bool begins_now) const {
  CallFate stage;
  const auto stage_of = [&](std::size_t at) {
    return network_.calls[edges_[edges[at]].call].policy.stage;
  };
  double failed = 0, failed_after = 0;
  for (const unsigned first = stage_of(i); i < edges.size() && stage_of(i) == first;) {
    const Call& call = network_.calls[edges_[edges[i]].call];
    const CallFate one = mean_fate(edges, i, begins_now);
    if (call.consequence == Consequence::unheard) continue;
    const CallFate fate = fate_of_all(call, one);
    stage.fast *= fate.fast;
    stage.ok *= fate.ok;
    stage.latency = std::max(stage.latency, fate.latency);
    stage.ok_time = std::max(stage.ok_time, fate.ok_time);
    failed += fate.fail;
    failed_after += fate.fail * fate.fail_time;
  }
  stage.fail = 1 - stage.ok;
  stage.fail_time = failed <= 0 ? 0 : failed_after / failed;
  return stage;
}

/// Stages run one after the other; the first call that fails ends the request.
CallsOutcome FlowEngine::calls_outcome(std::uint32_t station, bool begins_now) const {
  CallsOutcome all;
  double ok_time = 0, fail_time = 0;  // weighted by the shares
  const auto& edges = outgoing_[station];
  for (std::size_t i = 0; i < edges.size();) {
    const CallFate stage = fate_of_stage(edges, i, begins_now);
    const double before = all.fast + all.slow;
    const double mean_before = before <= 0 ? 0 : ok_time / before;
    fail_time += before * stage.fail * (mean_before + stage.fail_time);
    ok_time = before * stage.ok * (mean_before + stage.ok_time);
    all.fail += before * stage.fail;
    all.fast *= stage.fast;
    all.slow = std::max(0., before * stage.ok - all.fast);
    all.fast_wait += stage.latency;
  }
  if (all.slow > 1e-9)
    all.slow_wait = std::max(all.fast_wait, (ok_time - all.fast * all.fast_wait) / all.slow);
  if (all.fail > 1e-9) all.fail_wait = fail_time / all.fail;
  all.wait = ok_time + fail_time;
  return all;
}

}  // namespace outcast::traffic::flow
