// How a replication of the request engine begins, goes on, and ends.
#include "models/traffic/request_engine.h"

#include <algorithm>

namespace outcast::traffic::request {

RequestEngine::RequestEngine(const Network& network)
    : network_(network),
      most_events_(static_cast<std::uint64_t>(network.settings.most_events)),
      most_under_way_(static_cast<std::uint32_t>(std::min(network.settings.most_under_way, 4e9))),
      stations_(network.stations.size()),
      calls_(network.calls.size()),
      sources_(network.sources.size()),
      warm_up_{network.settings.warm_up.nanoseconds} {
  books_.stations.resize(stations_.size());
  books_.sources.resize(sources_.size());
  for (std::uint32_t i = 0; i < stations_.size(); ++i) {
    stations_[i].first_replica = static_cast<std::uint32_t>(replicas_.size());
    replicas_.resize(replicas_.size() + most_replicas(i), Replica{.station = i});
  }
}

void RequestEngine::begin(std::uint64_t seed, std::uint64_t replication) {
  events_.clear();
  streams_ = sim::Streams(seed, replication);
  context_.emplace(events_, streams_, nullptr);
  now_ = {};
  sequence_ = 0;
  handled_ = 0;
  exhausted_.clear();
  requests_.clear();
  exchanges_.clear();
  changes_.clear();
  reports_.clear();
  begin_books();
  if (warm_up_ > sim::Time{}) schedule(warm_up_, RequestEventType::warms_up, 0);
  for (std::uint32_t i = 0; i < stations_.size(); ++i) begin_station(i);
  for (std::uint32_t i = 0; i < calls_.size(); ++i) begin_call(i);
  for (std::uint32_t i = 0; i < sources_.size(); ++i) begin_source(i);
}

void RequestEngine::begin_station(std::uint32_t i) {
  const Station& station = network_.stations[i];
  const std::uint32_t first = stations_[i].first_replica;
  StationState& state = stations_[i];
  state.condition = {};
  state.balancer.reset(most_replicas(i));
  state.active = state.starting = state.ejected = state.slots = state.busy = state.waiting = 0;
  state.since = {};
  state.total = state.at_warm_up = state.at_look = {};
  state.received = 0;
  state.loss.reset();
  state.rate = {};
  if (station.serving.rate_limit) state.rate.tokens = station.serving.rate_limit->burst;
  state.service.begin(streams_, sim::purpose("traffic.service"), station.entity);
  state.error.begin(streams_, sim::purpose("traffic.error"), station.entity);
  state.wrong.begin(streams_, sim::purpose("traffic.wrong"), station.entity);
  state.probe.begin(streams_, sim::purpose("traffic.probe"), station.entity);
  state.fate.begin(streams_, sim::purpose("traffic.fate"), station.entity);
  for (std::uint32_t r = first; r < first + most_replicas(i); ++r) replicas_[r] = {.station = i};
  for (std::uint32_t r = first; r < first + station.replicas; ++r) open(r);
  if (station.serving.autoscaling)
    schedule(sim::Time{} + station.serving.autoscaling->interval, RequestEventType::scales, i);
}

void RequestEngine::begin_call(std::uint32_t i) {
  const Call& call = network_.calls[i];
  CallState& state = calls_[i];
  state.in_flight = state.next_provider = 0;
  state.breaker.reset();
  state.retries = {};
  state.deadlines.clear();
  state.endings = {};
  if (call.policy.retry.budget) state.retries.tokens = call.policy.retry.budget->burst;
  state.count.begin(streams_, sim::purpose("traffic.calls"), call.entity);
  state.cache.begin(streams_, sim::purpose("traffic.cache"), call.entity);
  state.jitter.begin(streams_, sim::purpose("traffic.jitter"), call.entity);
  state.fallback.begin(streams_, sim::purpose("traffic.fallback"), call.entity);
}

void RequestEngine::schedule(sim::Time at, RequestEventType type, std::uint32_t subject,
                             std::uint32_t generation) {
  context_->schedule(at, sim::Priority{request_priorities[static_cast<std::size_t>(type)]},
                     {0, sequence_},
                     {.subject = subject,
                      .type = static_cast<std::uint8_t>(type),
                      .generation = generation & 0xFFFFFF});
}

sim::Time RequestEngine::next() const {
  return events_.empty() ? sim::Time::never() : events_.top().key.time;
}

void RequestEngine::advance(sim::Time until) {
  reports_.clear();
  run_until({until.nanoseconds - 1});
  if (reports_.empty()) return;
  context_.emplace(events_, streams_, nullptr);  // the old one has stopped
  run_until(reports_.front().at);
}

void RequestEngine::run_until(sim::Time end) {
  if (exhausted_.empty()) sim::run(*this, events_, *context_, end);
}

void RequestEngine::handle(RequestContext& context, RequestEvent event) {
  if (++handled_ > most_events_ || requests_.in_use() > most_under_way_) [[unlikely]]
    return exhaust();
  now_ = context.now();
  const bool had_reports = !reports_.empty();
  dispatch(event);
  if (!had_reports && !reports_.empty()) context.stop();
}

void RequestEngine::dispatch(RequestEvent event) {
  const std::uint32_t subject = event.subject;
  switch (event.kind()) {
    case RequestEventType::world_changes:
      return apply_change(subject);
    case RequestEventType::warms_up:
      return warm_up();
    case RequestEventType::load_changes:
      return change_load(subject);
    case RequestEventType::replica_starts:
      return start_replica(subject);
    case RequestEventType::service_ends:
      return is_current(requests_[subject], event) ? service_ends(subject) : void();
    case RequestEventType::first_refused:
      return is_current(exchanges_[subject], event) ? end_attempt(subject, 0, Outcome::refusal)
                                                    : void();
    case RequestEventType::second_refused:
      return is_current(exchanges_[subject], event) ? end_attempt(subject, 1, Outcome::refusal)
                                                    : void();
    case RequestEventType::gives_up:
      return is_current(requests_[subject], event) ? give_up(subject) : void();
    case RequestEventType::times_out:
      return time_out(subject);
    case RequestEventType::hedges:
      return hedge(event);
    case RequestEventType::retries:
      return is_current(exchanges_[subject], event) ? attempt(subject) : void();
    case RequestEventType::arrives:
      return arrive(subject, event);
    case RequestEventType::user_asks:
      return ask(subject, event.generation);
    case RequestEventType::lease_expires:
      return expire_lease(subject, event.generation);
    case RequestEventType::probes:
      return probe(subject);
    case RequestEventType::probe_fails:
      return is_current(replicas_[subject], event) ? probe_has_failed(subject) : void();
    case RequestEventType::scales:
      return scale(subject);
  }
}

/// Stops for good, and says where most requests are.
void RequestEngine::exhaust() {
  exhausted_ = busiest();
  if (exhausted_.empty()) exhausted_ = "traffic";
  events_.clear();
}

std::string RequestEngine::busiest() const {
  const auto waiting = std::ranges::max_element(stations_, {}, &StationState::waiting);
  if (waiting != stations_.end() && waiting->waiting > 0)
    return network_.stations[static_cast<std::size_t>(waiting - stations_.begin())].id + ": " +
           std::to_string(waiting->waiting) + " requests waiting";
  std::string where;
  std::uint32_t most = 1;
  for (std::uint32_t i = 0; i < sources_.size(); ++i)
    if (sources_[i].under_way >= most) {
      most = sources_[i].under_way;
      where = network_.sources[i].id + ": " + std::to_string(most) + " requests under way";
    }
  return where;
}

}  // namespace outcast::traffic::request
