// What keeps callers and servers from doing too much: token buckets and circuit breakers.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>

#include "models/traffic/policy.h"

namespace outcast::traffic::request {

/// Tokens up to a burst, full at first.
struct TokenBucket {
  double tokens = 0;
  sim::Time filled{};

  void earn(double share, double burst) { tokens = std::min(tokens + share, burst); }
  /// Refills by the time that has passed.
  void refill(sim::Time now, const RateLimit& limit) {
    earn(limit.rate * now.since(filled).seconds(), limit.burst);
    filled = now;
  }
  bool take() {
    if (tokens < 1 - 1e-9) return false;  // ten earnings of 0.1 make one
    tokens -= 1;
    return true;
  }
};

/// The state of one circuit breaker.
/// Thread rule: one owner. Invariants: the window slides in tenths; when the trials of a half-open
/// breaker get lost (their callers have gone), new ones are let through after `stays_open`.
class BreakerState {
 public:
  void reset() { *this = {}; }
  /// Whether an attempt may be made now.
  bool admits(sim::Time now, const Breaker& breaker);
  /// An attempt that was made has ended.
  void record(sim::Time now, const Breaker& breaker, bool has_failed);
  bool is_closed() const { return phase_ == Phase::closed; }

 private:
  enum class Phase : std::uint8_t { closed, open, half_open };
  struct Counts {
    std::uint32_t failed = 0, all = 0;
  };

  void open(sim::Time now);
  bool is_too_bad(const Breaker& breaker) const;
  void slide(sim::Time now, const Breaker& breaker);

  Phase phase_ = Phase::closed;
  sim::Time since_{};  ///< when the phase began
  std::uint32_t in_a_row_ = 0, trials_begun_ = 0, trials_won_ = 0;
  std::array<Counts, 10> tenths_{};
  Counts window_{};
  std::int64_t tenth_ = 0;  ///< number of the current one since time zero
};

}  // namespace outcast::traffic::request
