// Replicas come and go: health checks, and autoscaling.
#include <algorithm>
#include <cmath>

#include "models/traffic/request_engine.h"

namespace outcast::traffic::request {
std::uint32_t RequestEngine::most_replicas(std::uint32_t i) const {
  const Station& station = network_.stations[i];
  const auto& scaling = station.serving.autoscaling;
  return scaling ? std::max(station.replicas, scaling->most) : station.replicas;
}

void RequestEngine::open(std::uint32_t index) {
  Replica& replica = replicas_[index];
  StationState& state = stations_[replica.station];
  replica.is_active = true;
  replica.slots = 0;
  set_slots(index);
  ++state.active;
  state.balancer.open(index - state.first_replica);
  begin_probes(index);
}

/// It ends what it has, and gets no more.
void RequestEngine::close(std::uint32_t index) {
  Replica& replica = replicas_[index];
  StationState& state = stations_[replica.station];
  state.slots -= replica.slots;
  replica.is_active = false;
  --state.active;
  if (replica.is_ejected) --state.ejected;
  replica.is_ejected = false;
  replica.failed_probes = 0;
  ++replica.generation;
  state.balancer.close(index - state.first_replica);
}

/// Probes of the replicas of a station are spread over the interval.
void RequestEngine::begin_probes(std::uint32_t index) {
  Replica& replica = replicas_[index];
  const auto& check = network_.stations[replica.station].serving.health_check;
  if (!check || replica.is_probed) return;
  replica.is_probed = true;
  const std::uint32_t place = index - stations_[replica.station].first_replica + 1;
  const std::int64_t count = most_replicas(replica.station);
  schedule(now() + sim::Duration{check->interval.nanoseconds / count * place},
           RequestEventType::probes, index);
}

void RequestEngine::probe(std::uint32_t index) {
  Replica& replica = replicas_[index];
  const HealthCheck& check = *network_.stations[replica.station].serving.health_check;
  replica.is_probed = replica.is_active;
  if (!replica.is_active) return;
  schedule(now() + check.interval, RequestEventType::probes, index);
  switch (look_at(index)) {
    case Probe::good:
      return probe_was_good(index);
    case Probe::fails:
      return probe_has_failed(index);
    case Probe::hangs:
      return schedule(now() + check.timeout, RequestEventType::probe_fails, index,
                      replica.generation);
  }
}

/// A probe does not queue, but fares like the requests that do: it fails when the oldest of them
/// has waited for longer than its timeout. Of faults it sees those that are visible.
RequestEngine::Probe RequestEngine::look_at(std::uint32_t index) {
  const Replica& replica = replicas_[index];
  const Serving& serving = network_.stations[replica.station].serving;
  const sim::Duration timeout = serving.health_check->timeout;
  if (longest_wait(replica, Importance::sheddable) > timeout) return Probe::hangs;
  const Condition& condition = condition_of(replica);
  if (!condition.is_visible) return Probe::good;
  if (condition.answer == Answer::refuses) return Probe::fails;
  if (condition.answer == Answer::hangs || replica.slots == 0) return Probe::hangs;
  if (condition.slowness > 1 &&
      serving.service_time.mean() * condition.slowness > timeout.seconds())
    return Probe::hangs;
  const bool errs = condition.errors > 0 && stations_[replica.station].probe.coin(condition.errors);
  return errs ? Probe::fails : Probe::good;
}

void RequestEngine::probe_has_failed(std::uint32_t index) {
  Replica& replica = replicas_[index];
  StationState& state = stations_[replica.station];
  const HealthCheck& check = *network_.stations[replica.station].serving.health_check;
  if (!replica.is_active || ++replica.failed_probes < check.threshold || replica.is_ejected) return;
  if (state.ejected + 1 > check.ejects_at_most * state.active + 1e-9) return;
  replica.is_ejected = true;
  ++state.ejected;
  state.balancer.close(index - state.first_replica);
}

void RequestEngine::probe_was_good(std::uint32_t index) {
  Replica& replica = replicas_[index];
  StationState& state = stations_[replica.station];
  replica.failed_probes = 0;
  ++replica.generation;  // probes under way count no more
  if (!replica.is_ejected) return;
  replica.is_ejected = false;
  --state.ejected;
  state.balancer.open(index - state.first_replica);
}

/// Wanted are as many replicas as bring the share of busy slots since the last look to its target.
void RequestEngine::scale(std::uint32_t i) {
  StationState& state = stations_[i];
  const Autoscaling& scaling = *network_.stations[i].serving.autoscaling;
  schedule(now() + scaling.interval, RequestEventType::scales, i);
  book(i);
  const double busy = state.total.busy - state.at_look.busy;
  const double slots = state.total.slots - state.at_look.slots;
  state.at_look = state.total;
  if (slots <= 0) return;
  const double ratio = busy / slots / scaling.target;
  if (std::abs(ratio - 1) <= scaling_tolerance) return;
  const double wanted = std::clamp(std::ceil(state.active * ratio - 1e-9),
                                   static_cast<double>(network_.stations[i].replicas),
                                   static_cast<double>(most_replicas(i)));
  for (; state.active + state.starting < wanted; ++state.starting)
    schedule(now() + scaling.delay, RequestEventType::replica_starts, i);
  if (state.starting > 0) return;
  while (state.active > wanted) retire_replica(i);
}

void RequestEngine::start_replica(std::uint32_t i) {
  StationState& state = stations_[i];
  book(i);
  --state.starting;
  std::uint32_t index = state.first_replica;
  while (replicas_[index].is_active) ++index;
  replicas_[index].restarted = now();
  open(index);
}

void RequestEngine::retire_replica(std::uint32_t i) {
  std::uint32_t index = stations_[i].first_replica + most_replicas(i) - 1;
  while (!replicas_[index].is_active) --index;
  close(index);
}

}  // namespace outcast::traffic::request
