// Requests and caches do not outlive their process: who waits when it ends is refused, and comes
// back.
#include <algorithm>

#include "models/traffic/flow_engine.h"

namespace outcast::traffic::flow {
namespace {

/// In which a cache warms evenly.
constexpr double warming_steps = 8;

}  // namespace

/// Of this share of the replicas. A step is as warm as the middle of it.
void FlowEngine::cool_caches(std::uint32_t station, double share) {
  for (const std::uint32_t edge : outgoing_[station]) {
    const auto& cache = network_.calls[edges_[edge].call].policy.cache;
    if (!cache || cache->warms == sim::Duration::zero()) continue;
    EdgeState& e = edge_states_[edge];
    const double cold = std::max(share, e.cold);
    e.warmer = cold / warming_steps;
    e.cold = cold - e.warmer / 2;
    after(cache->warms.seconds() / warming_steps, FlowEventType::cache_warms, edge,
          ++e.cache_generation);
    renew_calls(edge);
  }
}

void FlowEngine::cache_warms(std::uint32_t edge) {
  const EdgePlan& plan = edges_[edge];
  EdgeState& e = edge_states_[edge];
  e.cold = e.cold < e.warmer ? 0 : e.cold - e.warmer;
  const double step = network_.calls[plan.call].policy.cache->warms.seconds() / warming_steps;
  if (e.cold > 0) after(step, FlowEventType::cache_warms, edge, e.cache_generation);
  bring_forward(plan.caller);
  renew_calls(edge);
  send_calls(plan.caller);
}

/// Of this share of the replicas; the queue of the others goes on.
void FlowEngine::end_requests(std::uint32_t station, double share) {
  if (share >= 1) return empty_queue(station);
  stations_[station].busy *= 1 - share;
}

void FlowEngine::empty_queue(std::uint32_t station) {
  StationState& s = stations_[station];
  s.busy = 0;
  if (!s.is_queued) return;
  for (const std::uint32_t e : incoming_[station]) reset_waiting(e);
  leave_queue(station);
}

/// Attempts that have timed out already come back when they do; the others are refused now. What
/// becomes of hedges is nobody's fate.
void FlowEngine::reset_waiting(std::uint32_t edge) {
  const EdgePlan& plan = edges_[edge];
  const Retry& retry = network_.calls[plan.call].policy.retry;
  const double left = plan.timeout - age_of(plan, stations_[plan.station]);
  constexpr auto late = static_cast<std::uint32_t>(Failure::late);
  for (std::uint32_t k = 0; k < plan.levels; ++k) {
    const bool is_last = k + 1 == plan.levels;
    const double waiting = waiting_of(edge, k);
    if (is_last || !retry.on_refusal)
      book_lost(edge, waiting);
    else
      come_back_at_once(edge, k + 1, waiting);
    if (!is_last && levels_[plan.first_level + k].sent[late] != 0)
      pass_on({.edge = edge, .level = k, .lane = late}, left);
  }
}

/// Attempts of a level whose fate is not decided yet.
double FlowEngine::waiting_of(std::uint32_t edge, std::uint32_t level) const {
  const EdgePlan& plan = edges_[edge];
  const EdgeState& e = edge_states_[edge];
  const StationState& s = stations_[plan.station];
  const std::uint32_t index = plan.first_level + level;
  double rate = levels_[index].decided;
  double from = now() - (e.is_pegged ? plan.expires : s.age);
  double waiting = 0;
  for (std::size_t i = e.is_pegged ? e.cursor : s.first_record; i < s.records.size(); ++i) {
    const Record& record = s.records[i];
    if (record.level != index) continue;
    waiting += rate * std::max(0., record.at - from);
    from = std::max(from, record.at);
    rate = record.rate;
  }
  return waiting + rate * std::max(0., now() - from);
}

/// A refused crowd makes its next attempts after a backoff that the jitter spreads evenly.
void FlowEngine::come_back_at_once(std::uint32_t edge, std::uint32_t level, double attempts) {
  if (attempts <= 0) return;
  const Retry& retry = network_.calls[edges_[edge].call].policy.retry;
  const double pause = backoff(retry, level - 1);
  const double width = std::max(2 * retry.jitter * pause, refusal);
  const double first = std::max(pause * (1 - retry.jitter), refusal);
  const auto lane = static_cast<std::uint32_t>(reset_lane);
  const double rate = attempts / width;
  change_rate(first, {.edge = edge, .level = level, .lane = lane, .rate = rate});
  change_rate(first + width, {.edge = edge, .level = level, .lane = lane, .rate = -rate});
}

}  // namespace outcast::traffic::flow
