// What callers forbid themselves: retry budgets, bulkheads and circuit breakers.
#include <algorithm>
#include <cmath>

#include "models/traffic/flow_engine.h"
#include "sim/kernel/portable_math.h"

namespace outcast::traffic::flow {
/// Edges whose budget or breaker is on its way to another state.
std::vector<std::uint32_t> FlowEngine::limits_under_way() const {
  std::vector<std::uint32_t> edges;
  for (std::uint32_t edge = 0; edge < edges_.size(); ++edge) {
    const EdgeState& e = edge_states_[edge];
    if (e.tokens_flow < 0 || e.breaker != BreakerState::closed) edges.push_back(edge);
  }
  return edges;
}

/// Of a replication that begins: what was under way in the healthy state goes on.
void FlowEngine::resume_limits() {
  for (const std::uint32_t edge : healthy_limits_) {
    EdgeState& e = edge_states_[edge];
    if (e.tokens_flow < 0) renew_budget(edge);
    if (e.breaker == BreakerState::closed) continue;
    const Breaker& breaker = *network_.calls[edges_[edge].call].policy.breaker;
    const bool is_open = e.breaker == BreakerState::open;
    after((is_open ? breaker.stays_open : breaker.window).seconds(), FlowEventType::breaker_turns,
          edge, ++e.breaker_generation);
  }
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

/// Attempts of an edge that wait for their answer, without a bulkhead.
double FlowEngine::attempts_under_way(std::uint32_t edge) const {
  const EdgePlan& plan = edges_[edge];
  const EdgeState& e = edge_states_[edge];
  const Outcome& o = e.outcome;
  const Waiting& waiting = stations_[plan.station].waiting;
  const double timeout = std::min(plan.timeout, 1e9);
  const double taken = o.success * (o.latency + waiting.share * waiting.mean) +
                       o.error * o.failing + o.late * timeout + o.cut * o.patience;
  return attempts_of(edge) * (e.admitted * taken + (1 - e.admitted) * refusal);
}

/// Source: Erlang's loss formula (1917).
double FlowEngine::share_that_fits(std::uint32_t edge) const {
  const std::uint32_t call = edges_[edge].call;
  const unsigned most = *network_.calls[call].policy.bulkhead;
  double wanted = 0;
  for (const std::uint32_t e : outgoing_[edges_[edge].caller])
    if (edges_[e].call == call) wanted += attempts_under_way(e);
  constexpr unsigned many = 1000;
  if (most > many) return wanted <= most ? 1 : most / wanted;
  double lost = 1;
  for (unsigned n = 1; n <= most; ++n) lost = wanted * lost / (n + wanted * lost);
  return 1 - lost;
}

void FlowEngine::watch_bulkhead(std::uint32_t edge) {
  if (!network_.calls[edges_[edge].call].policy.bulkhead) return;
  EdgeState& e = edge_states_[edge];
  if (e.is_bulkhead_due || std::abs(share_that_fits(edge) - e.fits) <= 0.005) return;
  e.is_bulkhead_due = true;
  after(refusal, FlowEventType::bulkhead_turns, edge);
}

void FlowEngine::bulkhead_turns(std::uint32_t edge) {
  const double fits = share_that_fits(edge);
  edge_states_[edge].is_bulkhead_due = false;
  for (const std::uint32_t i : outgoing_[edges_[edge].caller]) {
    if (edges_[i].call != edges_[edge].call) continue;
    EdgeState& e = edge_states_[i];
    e.fits = fits;
    if (e.breaker != BreakerState::open) e.passed = fits;
    settle_soon(edges_[i].station);
  }
}

/// Opens when failures have lasted long enough for the count or the share of the window.
void FlowEngine::watch_breaker(std::uint32_t edge) {
  const EdgePlan& plan = edges_[edge];
  const auto& breaker = network_.calls[plan.call].policy.breaker;
  EdgeState& e = edge_states_[edge];
  if (!breaker || e.breaker == BreakerState::open) return;
  const double failing = 1 - e.admitted * e.outcome.success;
  double rate = 0;
  for (std::uint32_t k = 0; k < plan.streams(); ++k) rate += levels_[plan.first_level + k].rate;
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
    const double met = s.condition.fate ? (1 - s.refused) * (1 - s.hung) : 1;
    const double chance =
        s.hung >= 1 || s.refused >= 1
            ? 0
            : met * (1 - s.calls.fail) * (1 - s.errors) *
                  profiles_[plan.station].within(plan.timeout - wait - s.calls.fast_wait);
    if (sim::portable_pow(std::max(chance, 1e-12), breaker.trials) >= 0.5) {
      e.breaker = BreakerState::closed;
      e.passed = e.fits;
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
