// The fixed part of the flow engine: edges, and the healthy steady state that replications start
// from.
#include <algorithm>
#include <cmath>

#include "models/traffic/flow_engine.h"

namespace outcast::traffic::flow {

FlowEngine::FlowEngine(const Network& network) : network_(network) {
  for (const Station& s : network.stations) profiles_.emplace_back(s.serving.service_time);
  plan_edges();
  books_.sources.resize(network.sources.size());
  books_.stations.resize(network.stations.size());
  find_healthy_state();
}

void FlowEngine::plan_edges() {
  const auto stations = static_cast<std::uint32_t>(network_.stations.size());
  incoming_.resize(stations);
  has_leaving_.resize(stations);
  outgoing_.resize(stations + network_.sources.size());
  for (std::uint32_t s = 0; s < stations; ++s)
    plan_callers(s, network_.stations[s].first_call, network_.stations[s].call_count);
  for (std::uint32_t s = 0; s < network_.sources.size(); ++s)
    plan_callers(stations + s, network_.sources[s].first_call, network_.sources[s].call_count);
}

void FlowEngine::plan_callers(std::uint32_t caller, std::uint32_t first_call,
                              std::uint32_t call_count) {
  for (std::uint32_t c = first_call; c < first_call + call_count; ++c) {
    const Call& call = network_.calls[c];
    for (const StationIndex provider : call.providers) {
      const auto edge = static_cast<std::uint32_t>(edges_.size());
      const double timeout = call.policy.timeout.seconds();
      edges_.push_back({.call = c,
                        .station = raw(provider),
                        .caller = caller,
                        .share = 1. / static_cast<double>(call.providers.size()),
                        .timeout = timeout,
                        .levels = 1 + call.policy.retry.attempts,
                        .first_level = static_cast<std::uint32_t>(levels_.size()),
                        .retries_at = edge,
                        .hedges_at = edge});
      plan_end(edges_.back(), call.policy);
      if (call.policy.hedge_after) edges_.back().hedge_after = call.policy.hedge_after->seconds();
      edges_.back().late_after =
          timeout + (call.policy.hedge_after ? edges_.back().hedge_after : 0);
      levels_.resize(levels_.size() + edges_.back().streams());
      incoming_[raw(provider)].push_back(edge);
      outgoing_[caller].push_back(edge);
    }
    send_elsewhere(call);
  }
}

/// When a waiting attempt has failed, when it leaves, and when the work on it ends.
void FlowEngine::plan_end(EdgePlan& plan, const CallPolicy& policy) {
  const Serving& serving = network_.stations[plan.station].serving;
  const double gives_up = serving.gives_up_after ? serving.gives_up_after->seconds() : never;
  const bool leaves = policy.cancels || serving.drops_expired;
  plan.expires = std::min(plan.timeout, gives_up);
  plan.leaves_at = std::min(leaves ? plan.timeout : never, gives_up);
  plan.stops_at = std::min(policy.cancels ? plan.timeout : never, gives_up);
  if (plan.leaves_at != never) has_leaving_[plan.station] = true;
}

/// To the next unit of the provider, and from the last one to the first.
void FlowEngine::send_elsewhere(const Call& call) {
  const auto units = static_cast<std::uint32_t>(call.providers.size());
  const auto first = static_cast<std::uint32_t>(edges_.size()) - units;
  for (std::uint32_t i = 0; i < units; ++i) {
    EdgePlan& plan = edges_[first + i];
    plan.hedges_at = first + (i + 1) % units;
    if (call.policy.retry.elsewhere) plan.retries_at = plan.hedges_at;
  }
}

/// Lets the load flow until nothing changes any more (a load beyond all capacity: for an hour), and
/// keeps what is then there, as it is at time zero.
void FlowEngine::find_healthy_state() {
  edge_states_.resize(edges_.size());
  for (std::size_t e = 0; e < edges_.size(); ++e) {
    edge_states_[e].leaves_at = edges_[e].leaves_at;
    edge_states_[e].stops_at = edges_[e].stops_at;
  }
  stations_.resize(network_.stations.size());
  sources_.resize(network_.sources.size());
  for (std::uint32_t e = 0; e < edges_.size(); ++e)
    if (const auto& budget = network_.calls[edges_[e].call].policy.retry.budget)
      edge_states_[e].tokens = budget->burst;
  streams_.emplace(0, 0);
  context_.emplace(events_, *streams_, nullptr);
  for (std::uint32_t s = 0; s < stations_.size(); ++s) {
    stations_[s].replicas = network_.stations[s].replicas;
    renew_capacity(s);
  }
  for (std::uint32_t s = 0; s < sources_.size(); ++s) offer(s);
  constexpr std::uint64_t most_events = 100'000;
  constexpr sim::Time limit{sim::hours(1).nanoseconds};
  while (!events_.empty() && events_.top().key.time < limit && handled_ < most_events)
    run_instant();
  forget_what_is_pending();
  plan_noise();
  healthy_levels_ = levels_;
  healthy_edges_ = edge_states_;
  healthy_stations_ = stations_;
  healthy_sources_ = sources_;
  healthy_limits_ = limits_under_way();
}

/// What is on the calendar is lost with it.
void FlowEngine::forget_what_is_pending() {
  for (std::uint32_t s = 0; s < stations_.size(); ++s) {
    bring_forward(s);
    for (Record& record : stations_[s].records) record.at -= now();
    stations_[s].is_rest_due = stations_[s].is_scaling_due = false;
    stations_[s].starting = 0;
    for (Probed& probed : stations_[s].probed) probed.target = probed.ejected;
    stations_[s].moves_at = 0;
  }
  for (EdgeState& e : edge_states_) e.is_look_due = e.is_bulkhead_due = false;
  for (LevelState& level : levels_) level.due = {};
  for (std::uint32_t s = 0; s < sources_.size(); ++s) {
    if (!network_.sources[s].load.population) continue;
    count_users(s);
    sources_[s].users.due = {};
    sources_[s].users.on_their_way = 0;
  }
}

/// Back to the healthy state, at time zero.
void FlowEngine::restore() {
  levels_ = healthy_levels_;
  edge_states_ = healthy_edges_;
  stations_ = healthy_stations_;
  sources_ = healthy_sources_;
  for (StationState& s : stations_) s.since = 0;
  for (SourceState& s : sources_) s.since = s.users.since = 0;
  for (EdgeState& e : edge_states_) e.tokens_at = 0;
}

}  // namespace outcast::traffic::flow
