// The events of the request engine: a closed set, eight bytes each.
#pragma once
#include <array>
#include <cstdint>

#include "sim/kernel/simulation.h"

namespace outcast::traffic::request {

/// In the order in which simultaneous events run: what the world has set, then ends before
/// deadlines (an answer that comes at the timeout is in time), then beginnings, then observers.
enum class RequestEventType : std::uint8_t {
  world_changes,   ///< subject: change
  warms_up,        ///< subject: none; from now on it counts
  load_changes,    ///< subject: source; a spike begins or ends
  replica_starts,  ///< subject: station
  service_ends,    ///< subject: request
  first_refused,   ///< subject: exchange; the refusal of its first attempt arrives
  second_refused,  ///< subject: exchange
  gives_up,        ///< subject: request; the server's own timeout
  times_out,       ///< subject: call; the first of its deadlines
  hedges,          ///< subject: exchange
  retries,         ///< subject: exchange
  arrives,         ///< subject: source; a candidate for a request
  user_asks,       ///< subject: source; generation: user
  lease_expires,   ///< subject: source; generation: user
  probes,          ///< subject: replica
  probe_fails,     ///< subject: replica; the probe has timed out
  scales           ///< subject: station; the autoscaler looks
};

struct RequestEvent {
  std::uint32_t subject = 0;
  std::uint32_t type : 8 = 0;
  std::uint32_t generation : 24 = 0;  ///< stale when the subject's own generation has moved on

  RequestEventType kind() const { return static_cast<RequestEventType>(type); }
};
static_assert(sizeof(RequestEvent) == 8);

inline constexpr std::array<std::uint8_t, 17> request_priorities = {0, 0, 1, 1, 2, 3, 3, 4, 5,
                                                                    6, 7, 8, 8, 8, 9, 9, 10};
static_assert(static_cast<std::size_t>(RequestEventType::scales) + 1 == request_priorities.size());

/// Nobody listens to single requests.
struct NoObserver {};

using RequestContext = sim::Context<RequestEvent, NoObserver>;

}  // namespace outcast::traffic::request
