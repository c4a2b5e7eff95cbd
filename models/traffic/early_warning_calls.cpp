// How one call fares while stations make requests wait: attempts, success and time.
#include <algorithm>

#include "models/traffic/early_warning_storm.h"
#include "sim/kernel/portable_math.h"

namespace outcast::traffic {
namespace {

double made_at_all(const CallPolicy& policy) {
  return std::min(policy.calls, 1.) * (policy.cache ? 1 - policy.cache->hits : 1);
}

/// What becomes of one attempt, on average over the providers.
struct AttemptFate {
  double in_time = 0, success = 0;          ///< shares
  double success_time = 0, error_time = 0;  ///< sums of share x time until the answer
  double slow = 0;                          ///< share that a hedge is sent after
};

/// Attempts until one succeeds or they run out, and how long that takes.
CallFate repeat(const AttemptFate& one, const CallPolicy& policy) {
  const Retry& retry = policy.retry;
  const double timeout = policy.timeout.seconds();
  const double again =
      (retry.on_timeout ? 1 - one.in_time : 0) + (retry.on_error ? one.in_time - one.success : 0);
  const double failing = 1 - one.success;
  const double failed_after =
      failing <= 0 ? 0 : ((1 - one.in_time) * timeout + one.error_time) / failing;
  const double succeeded_after = one.success <= 0 ? 0 : one.success_time / one.success;
  const double most = retry.budget ? 1 + retry.budget->share : 1. + retry.attempts;
  CallFate fate{.attempts = 0, .success = 0};
  double share = 1, begun_at = 0, backoff = retry.backoff.seconds(), failed_at = 0;
  for (unsigned k = 0; k <= retry.attempts; ++k) {
    const double made = std::min(share, most - fate.attempts);
    fate.attempts += made;
    fate.success += made * one.success;
    fate.success_time += made * one.success * (begun_at + succeeded_after);
    const double given_up = k == retry.attempts ? failing : failing - again;
    fate.failure_time += (share - made) * failed_at + made * given_up * (begun_at + failed_after);
    share = made * again;
    failed_at = begun_at + failed_after;
    begun_at = failed_at + std::min(backoff, retry.longest.seconds());
    backoff *= retry.multiplier;
  }
  if (fate.success > 0) fate.success_time /= fate.success;
  if (fate.success < 1) fate.failure_time /= 1 - fate.success;
  fate.per_attempt = one.success * succeeded_after + failing * failed_after;
  fate.attempts *= 1 + one.slow;
  return fate;
}

/// Whether a breaker opens in the long run, when calls fail with this probability.
bool opens(const std::optional<Breaker>& breaker, double failing, double rate) {
  if (!breaker) return false;
  const bool by_count = breaker->consecutive > 0 && failing > 0.5;
  const bool by_share = breaker->failure_share < 1 && failing > breaker->failure_share &&
                        rate * breaker->window.seconds() >= breaker->least_attempts;
  return by_count || by_share;
}

}  // namespace

double first_attempts(const CallPolicy& policy) {
  return policy.calls * (policy.cache ? 1 - policy.cache->hits : 1);
}

/// Mean of the longest of a stage's calls, when all is well: the integral of P(some call takes
/// longer than x).
double Storm::wait_for_longest(std::span<const Call> stage) const {
  constexpr int steps = 200;
  constexpr double means = 12;  // e^-12 of an exponential time lies beyond
  double longest = 0;
  for (const Call& call : stage)
    for (const StationIndex p : call.providers)
      longest =
          std::max(longest, members_[raw(p)].requests.fast_wait + means * profiles_[raw(p)].mean());
  const double width = longest / steps;
  double sum = 0;
  for (int i = 0; i < steps; ++i) {
    double all_within = 1;
    for (const Call& call : stage) {
      double within = 0;
      for (const StationIndex p : call.providers)
        within +=
            profiles_[raw(p)].within((i + 0.5) * width - members_[raw(p)].requests.fast_wait) /
            static_cast<double>(call.providers.size());
      const double made = made_at_all(call.policy), repeats = std::max(call.policy.calls, 1.);
      all_within *=
          1 - made +
          made * (repeats == 1 ? within : sim::portable_pow(std::max(within, 1e-12), repeats));
    }
    sum += (1 - all_within) * width;
  }
  return sum;
}

double Storm::extra_wait(std::uint32_t station) const {
  const std::span<const Call> calls = network_.calls_of(network_.stations[station]);
  double extra = 0;
  std::vector<Call> stage;
  for (std::size_t i = 0; i < calls.size();) {
    stage.clear();
    double longest_mean = 0;
    const unsigned number = calls[i].policy.stage;
    for (; i < calls.size() && calls[i].policy.stage == number; ++i) {
      if (calls[i].consequence == Consequence::unheard) continue;
      stage.push_back(calls[i]);
      longest_mean =
          std::max(longest_mean, made_at_all(calls[i].policy) * fate(calls[i]).success_time);
    }
    const bool is_alone = stage.empty() || (stage.size() == 1 && stage[0].policy.calls <= 1);
    if (!is_alone) extra += std::max(0., wait_for_longest(stage) - longest_mean);
  }
  return extra;
}

/// Calls of one stage run side by side, stages one after the other.
RequestFate Storm::requests_of(std::uint32_t station) const {
  const std::span<const Call> calls = network_.calls_of(network_.stations[station]);
  RequestFate all;
  double goes_on = 1, spared = 1;  // shares without a failure that counts, and without any
  for (std::size_t i = 0; i < calls.size();) {
    const unsigned stage = calls[i].policy.stage;
    double fast = 0, slow = 0, mean = 0;
    for (; i < calls.size() && calls[i].policy.stage == stage; ++i) {
      if (calls[i].consequence == Consequence::unheard) continue;
      const CallFate& f = fate(calls[i]);
      const double made = made_at_all(calls[i].policy);
      fast = std::max(fast, made * f.success_time);
      if (made > 0 && f.success < 1) slow = std::max(slow, f.failure_time);
      mean = std::max(mean, made * f.time());
      const double repeats = std::max(calls[i].policy.calls, 1.);
      const double well =
          repeats == 1 ? f.success : sim::portable_pow(std::max(f.success, 1e-12), repeats);
      const double lethal =
          calls[i].consequence == Consequence::fails ? calls[i].failure_probability : 0;
      spared *= 1 - made * (1 - well);
      goes_on *= 1 - made * lethal * (1 - well);
    }
    all.fast_wait += fast;
    all.slow_wait += std::max(fast, slow);
    all.wait += mean;
  }
  all.fast_wait += extra_waits_[station];
  all.slow_wait += extra_waits_[station];
  all.wait += extra_waits_[station];
  all.fast = spared;
  all.slow = std::max(0., goes_on - spared);
  all.failure_wait = all.slow_wait;
  return all;
}

CallFate Storm::healthy_fate(const Call& call) const {
  CallFate fate;
  for (const StationIndex provider : call.providers)
    fate.success_time +=
        profiles_[raw(provider)].mean() + members_[raw(provider)].requests.fast_wait;
  if (!call.providers.empty()) fate.success_time /= static_cast<double>(call.providers.size());
  fate.per_attempt = fate.success_time;
  return fate;
}

CallFate Storm::fate_of(const Call& call, double healthy_starts) const {
  const CallPolicy& policy = call.policy;
  const double timeout = policy.timeout.seconds();
  const double share = 1. / static_cast<double>(std::max<std::size_t>(call.providers.size(), 1));
  AttemptFate one;
  for (const StationIndex provider : call.providers) {
    const Member& member = members_[raw(provider)];
    const RequestFate& r = member.requests;
    const flow::ServiceProfile& service = profiles_[raw(provider)];
    const auto answered = [&](double part, double wait) {
      return share * part * service.within(timeout - member.queue_wait - wait);
    };
    const auto time = [&](double wait) {
      return std::min(member.queue_wait + wait + service.mean(), timeout);
    };
    const double fast = answered(r.fast, r.fast_wait), slow = answered(r.slow, r.slow_wait);
    const double error = answered(1 - r.fast - r.slow, r.failure_wait);
    one.success += fast + slow;
    one.in_time += fast + slow + error;
    one.success_time += fast * time(r.fast_wait) + slow * time(r.slow_wait);
    one.error_time += error * time(r.failure_wait);
    if (policy.hedge_after)
      one.slow +=
          share *
          (1 - service.within(policy.hedge_after->seconds() - member.queue_wait - r.fast_wait));
  }
  if (opens(policy.breaker, 1 - one.success, healthy_starts * first_attempts(policy)))
    return {.success = 0, .is_broken = true};
  return repeat(one, policy);
}

}  // namespace outcast::traffic
