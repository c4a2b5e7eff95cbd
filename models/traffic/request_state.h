// What changes during a replication of the request engine.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "models/traffic/draws.h"
#include "models/traffic/engine.h"
#include "models/traffic/request_balancer.h"
#include "models/traffic/request_deadlines.h"
#include "models/traffic/request_limits.h"
#include "models/traffic/request_loss.h"
#include "models/traffic/request_pool.h"

namespace outcast::traffic::request {

/// How a call, or an attempt of one, ended.
enum class Outcome : std::uint8_t {
  right,
  wrong,  ///< a success to callers, a failure to customers
  error,
  refusal,
  timeout
};
constexpr bool is_success(Outcome o) { return o <= Outcome::wrong; }

enum class Phase : std::uint8_t {
  queued,
  serving,  ///< in a slot
  calling,  ///< waits for its calls
  hung      ///< nobody will ever answer it
};

/// How attempts have ended: of a call since the start, or in a time.
struct Endings {
  std::array<double, 5> count{};  ///< by outcome
  double success_seconds = 0, success_squares = 0, error_seconds = 0;

  double all() const { return count[0] + count[1] + count[2] + count[3] + count[4]; }
  double of(Outcome outcome) const { return count[static_cast<std::size_t>(outcome)]; }
  double successes() const { return of(Outcome::right) + of(Outcome::wrong); }
  double latency() const { return successes() <= 0 ? 0 : success_seconds / successes(); }
  void add(Outcome outcome, double seconds) {
    ++count[static_cast<std::size_t>(outcome)];
    if (outcome == Outcome::error) error_seconds += seconds;
    if (!is_success(outcome)) return;
    success_seconds += seconds;
    success_squares += seconds * seconds;
  }
  Endings& operator+=(const Endings& other) { return add(other, 1); }
  Endings& operator-=(const Endings& other) { return add(other, -1); }
  Endings& operator*=(double factor) {
    for (double& c : count) c *= factor;
    for (double* sum : {&success_seconds, &success_squares, &error_seconds}) *sum *= factor;
    return *this;
  }

 private:
  Endings& add(const Endings& other, double factor) {
    for (std::size_t i = 0; i < count.size(); ++i) count[i] += factor * other.count[i];
    success_seconds += factor * other.success_seconds;
    success_squares += factor * other.success_squares;
    error_seconds += factor * other.error_seconds;
    return *this;
  }
};

/// A request under way in a station, or the request of a customer (in a source).
struct Request {
  sim::Time began{};
  std::uint32_t owner = 0;       ///< station or source
  std::uint32_t replica = none;  ///< none: a customer's
  std::uint32_t caller = none;   ///< exchange that waits for the answer; none: given up
  std::uint32_t next = none, previous = none;  ///< in the queue
  std::uint32_t first_exchange = none;
  std::uint32_t next_call = 0;  ///< index of the first call of the stage after this one
  std::uint32_t awaited = 0;    ///< exchanges of this stage that it waits for
  std::uint32_t attempts = 0;   ///< made for it
  std::uint32_t user = 0;       ///< who asks, of a closed population with leases
  std::uint32_t generation = 0;
  std::uint16_t failures = 0;
  std::uint8_t caller_attempt = 0;  ///< which attempt of the caller it is, 0 or 1
  std::uint8_t hops = 0;            ///< calls between the customer and here
  Phase phase = Phase::queued;
  Importance importance = Importance::normal;
  bool holds_slot = false;
  bool is_wrong = false;
  bool is_doomed = false;  ///< by its fate: it ends in an error
  bool is_in_use = true;
};

/// A call under way: its attempts up to the final outcome.
struct Exchange {
  std::uint32_t call = 0;
  std::uint32_t request = none;                ///< that made it; none: nobody waits for the outcome
  std::uint32_t next = none, previous = none;  ///< exchanges of the same request
  std::array<std::uint32_t, 2> attempts{none, none};  ///< requests of the attempt and its hedge
  std::array<std::uint32_t, 2> stations{none, none};  ///< none: refused by the caller itself
  std::array<sim::Time, 2> sent{};
  std::uint32_t generation = 0;  ///< moves on with every try
  std::uint32_t tries = 0;
  std::array<bool, 2> is_open{};
  std::uint8_t hops = 0;
  bool is_in_use = true;
};

/// Waiting requests of one importance, oldest first.
struct Line {
  std::uint32_t first = none, last = none;
};

struct Replica {
  std::uint32_t station = 0;
  std::uint32_t slots = 0, busy = 0, waiting = 0;
  std::array<Line, 3> lines;                      ///< by importance
  double slowness = 1;                            ///< factor on service times
  sim::Time restarted{-(std::int64_t{1} << 62)};  ///< long ago: its caches are warm
  std::uint32_t failed_probes = 0;
  std::uint32_t generation = 0;  ///< of its probes
  bool has_changed = false;      ///< how it answers, just now
  bool is_affected = false;      ///< by the condition of its station
  bool is_active = false;        ///< one of the replicas there are now
  bool is_probed = false;        ///< its next probe is due
  bool is_ejected = false;       ///< by the health check
};

/// Over time, in nanoseconds.
struct Integrals {
  double busy = 0, waiting = 0, overload = 0, slots = 0;
};

struct StationState {
  Condition condition;
  LeastLoaded balancer;
  std::uint32_t first_replica = 0;  ///< as many as it may ever have
  std::uint32_t active = 0, starting = 0, ejected = 0;
  std::uint32_t slots = 0, busy = 0, waiting = 0;  ///< of its active replicas
  sim::Time since{};                               ///< busy and waiting are booked until then
  Integrals total, at_warm_up, at_look;  ///< since the start; at_look: the autoscaler's last
  std::uint64_t received = 0;            ///< attempts
  TokenBucket rate;
  LossMeter loss;
  Samples service;
  Draws error, wrong, probe, fate;
};

struct CallState {
  std::uint32_t in_flight = 0;
  std::uint32_t next_provider = 0;
  TokenBucket retries;
  BreakerState breaker;
  Deadlines deadlines;
  Endings endings;
  Samples jitter;
  Draws count, cache, fallback;
};

/// What one user of a closed population has.
struct Lease {
  sim::Time until{};
  bool is_held = false;
  bool is_expiry_due = false;
};

struct SourceState {
  double given = 1;      ///< factor set by the world
  double rate = 0;       ///< candidates per second now
  double remaining = 0;  ///< mean gaps until the next candidate, as of `since`
  sim::Time since{};
  std::uint32_t generation = 0;
  std::uint32_t users = 0, wanted_users = 0;
  std::uint32_t under_way = 0;
  std::vector<Lease> leases{};        ///< by user
  std::vector<std::uint32_t> away{};  ///< users who do not ask at present
  std::uint32_t held = 0;             ///< leases
  double lease_loss = 0;              ///< share of users without one, as last reported
  sim::Time booked{};                 ///< requests under way are booked until then
  double total = 0, at_warm_up = 0;   ///< requests under way x nanoseconds
  LossMeter loss;
  Samples gap;
  Draws mark, think;
};

}  // namespace outcast::traffic::request
