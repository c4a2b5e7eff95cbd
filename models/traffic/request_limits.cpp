// How a circuit breaker opens, tries again, and closes.
#include "models/traffic/request_limits.h"

namespace outcast::traffic::request {

bool BreakerState::admits(sim::Time now, const Breaker& breaker) {
  if (phase_ == Phase::closed) return true;
  const bool has_waited = now >= since_ + breaker.stays_open;
  if (has_waited && (phase_ == Phase::open || trials_begun_ >= breaker.trials)) {
    phase_ = Phase::half_open;
    since_ = now;
    trials_begun_ = trials_won_ = 0;
  }
  if (phase_ == Phase::open || trials_begun_ >= breaker.trials) return false;
  ++trials_begun_;
  return true;
}

void BreakerState::record(sim::Time now, const Breaker& breaker, bool has_failed) {
  if (phase_ == Phase::open) return;  // attempts from before it opened
  if (phase_ == Phase::half_open) {
    if (has_failed) return open(now);
    if (++trials_won_ >= breaker.trials) reset();
    return;
  }
  slide(now, breaker);
  Counts& tenth = tenths_[static_cast<std::size_t>(tenth_) % tenths_.size()];
  ++tenth.all;
  ++window_.all;
  tenth.failed += has_failed;
  window_.failed += has_failed;
  in_a_row_ = has_failed ? in_a_row_ + 1 : 0;
  if (is_too_bad(breaker)) open(now);
}

void BreakerState::open(sim::Time now) {
  reset();
  phase_ = Phase::open;
  since_ = now;
}

bool BreakerState::is_too_bad(const Breaker& breaker) const {
  if (breaker.consecutive > 0 && in_a_row_ >= breaker.consecutive) return true;
  return breaker.failure_share < 1 && window_.all >= breaker.least_attempts &&
         window_.failed >= breaker.failure_share * window_.all;
}

void BreakerState::slide(sim::Time now, const Breaker& breaker) {
  const std::int64_t width = std::max<std::int64_t>(breaker.window.nanoseconds / 10, 1);
  const std::int64_t tenth = now.nanoseconds / width;
  const std::int64_t passed = std::min<std::int64_t>(tenth - tenth_, 10);
  for (std::int64_t i = 1; i <= passed; ++i) {
    Counts& old = tenths_[static_cast<std::size_t>(tenth - passed + i) % tenths_.size()];
    window_.all -= old.all;
    window_.failed -= old.failed;
    old = {};
  }
  tenth_ = tenth;
}

}  // namespace outcast::traffic::request
