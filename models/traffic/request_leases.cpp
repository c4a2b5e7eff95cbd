// What users of a closed population have for a while after a success: a lease.
#include <cmath>
#include <utility>

#include "models/traffic/request_engine.h"

namespace outcast::traffic::request {

bool RequestEngine::has_leases(std::uint32_t i) const {
  const auto& population = network_.sources[i].load.population;
  return population && population->lease;
}

/// One who was away before, or a new one. Those who are there from the start have a lease.
std::uint32_t RequestEngine::next_user(std::uint32_t i) {
  if (!has_leases(i)) return 0;
  SourceState& state = sources_[i];
  if (!state.away.empty()) {
    const std::uint32_t user = state.away.back();
    state.away.pop_back();
    return user;
  }
  state.leases.push_back({});
  const auto user = static_cast<std::uint32_t>(state.leases.size() - 1);
  if (now() <= sim::Time{} + network_.sources[i].load.starts) grant_lease(i, user);
  return user;
}

/// One expiry is on the calendar per user: renewed meanwhile, it comes again at the new end.
void RequestEngine::grant_lease(std::uint32_t i, std::uint32_t user) {
  SourceState& state = sources_[i];
  Lease& lease = state.leases[user];
  lease.until = now() + *network_.sources[i].load.population->lease;
  if (!std::exchange(lease.is_expiry_due, true))
    schedule(lease.until, RequestEventType::lease_expires, i, user);
  if (std::exchange(lease.is_held, true)) return;
  ++state.held;
  note_leases(i);
}

void RequestEngine::expire_lease(std::uint32_t i, std::uint32_t user) {
  SourceState& state = sources_[i];
  Lease& lease = state.leases[user];
  if (lease.until > now()) return schedule(lease.until, RequestEventType::lease_expires, i, user);
  lease.is_expiry_due = lease.is_held = false;
  --state.held;
  note_leases(i);
}

/// Told when it has moved by 5 points, or when all of them or none have a lease.
void RequestEngine::note_leases(std::uint32_t i) {
  SourceState& state = sources_[i];
  const double loss =
      1 - static_cast<double>(state.held) / static_cast<double>(state.leases.size());
  const bool is_extreme = loss == 0 || loss == 1;
  if (loss == state.lease_loss || (std::abs(loss - state.lease_loss) < 0.05 && !is_extreme)) return;
  state.lease_loss = loss;
  reports_.push_back({.at = now(), .subject = Report::Subject::holders, .index = i, .loss = loss});
}

}  // namespace outcast::traffic::request
