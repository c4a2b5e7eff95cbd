// Attempts, backoffs and the budget of one caller.
#include "bench/live/caller.h"

#include <algorithm>
#include <cmath>

namespace outcast::live {

Caller::Caller(const Calling& how, std::uint64_t seed, sim::Entity who, Observer observer)
    : how_(how), streams_(seed, 0), who_(who), observer_(std::move(observer)) {
  if (how_.retry.budget) saved_ = how_.retry.budget->burst;
}

Task<Answer> Caller::call() {
  if (const auto& budget = how_.retry.budget)
    saved_ = std::min(saved_ + budget->share, budget->burst);
  Answer answer;
  for (;;) {
    answer.outcome = co_await attempt(how_.port, how_.timeout);
    ++answer.attempts;
    if (observer_) observer_(answer.outcome);
    const bool is_last = answer.attempts > how_.retry.attempts;
    if (answer.outcome == Outcome::ok || is_last || !may_retry()) co_return answer;
    co_await sleep_until(Clock::now() + chrono(backoff(answer.attempts)));
  }
}

bool Caller::may_retry() {
  if (!how_.retry.budget) return true;
  if (saved_ < 1) return false;
  saved_ -= 1;
  return true;
}

sim::Duration Caller::backoff(unsigned retry) {
  const double u = streams_.stream(sim::purpose("live.backoff"), who_, backoffs_++).uniform();
  const double mean = how_.retry.backoff.seconds() * std::pow(how_.retry.multiplier, retry - 1);
  return sim::Duration::from_seconds(mean * (1 + how_.retry.jitter * (2 * u - 1)));
}

}  // namespace outcast::live
