// How services take requests, how callers call, and how much customers ask: what people write.
#pragma once
#include <optional>
#include <vector>

#include "sim/kernel/distribution.h"

namespace outcast::traffic {

/// How a scenario's traffic is simulated: as flow, as flow that fluctuates, or request by request.
enum class EngineKind : std::uint8_t { flow, stochastic, request };

/// Retries a caller may still make: every first attempt earns `share` of one, up to `burst`.
/// Source: the token bucket of Brooker, Fixing retries with token buckets and circuit breakers
/// (2022).
struct RetryBudget {
  double share = 0.1;
  double burst = 10;
};

/// What a caller does when an attempt has failed.
struct Retry {
  unsigned attempts = 0;    ///< beyond the first
  sim::Duration backoff{};  ///< before the first retry
  double multiplier = 1;    ///< from one backoff to the next; 2: exponential
  sim::Duration longest = sim::Duration::forever();
  double jitter = 0;  ///< each backoff is uniform on backoff x (1 -+ jitter)
  bool on_timeout = true, on_error = true, on_refusal = true;
  bool elsewhere = false;  ///< at another unit of the provider than the attempt before
  std::optional<RetryBudget> budget;
};

/// A caller's circuit breaker: closed until failures reach a limit, then open for `stays_open`,
/// then half-open: `trials` attempts decide. Source: Nygard, Release It! (2007).
struct Breaker {
  unsigned consecutive = 0;  ///< failures in a row that open it; 0: not looked at
  double failure_share = 1;  ///< of the attempts in `window` that opens it; 1: never
  sim::Duration window = sim::seconds(10);
  unsigned least_attempts = 20;  ///< in `window`, before the share counts
  sim::Duration stays_open = sim::seconds(5);
  unsigned trials = 1;  ///< that must all succeed to close it
};

/// A cache in front of a call: hits need no call. It is cold after a restart of its owner, the
/// caller, and warms evenly.
struct Cache {
  double hits = 0;        ///< share of calls it answers when warm
  sim::Duration warms{};  ///< from cold to warm
};

/// Who goes first in a queue, and who is shed last.
enum class Importance : std::uint8_t { high, normal, sheddable };

/// How a caller calls a provider.
struct CallPolicy {
  double calls = 1;    ///< per request of the caller; the fraction is a probability
  unsigned stage = 0;  ///< calls of one stage run in parallel, stages one after the other
  sim::Duration timeout = sim::Duration::forever();  ///< of one attempt
  Retry retry;
  std::optional<Breaker> breaker;
  std::optional<unsigned> bulkhead;          ///< attempts in flight at most, per unit of the caller
  std::optional<sim::Duration> hedge_after;  ///< a second attempt when the first takes longer
  std::optional<Cache> cache;
  bool cancels = false;  ///< a caller that gives up says so, and the provider stops its work
  Importance importance = Importance::normal;
};

/// At most `rate` requests per second on average, and `burst` at once; the rest is refused.
struct RateLimit {
  double rate = 0;
  double burst = 1;
};

/// Replicas follow the load: looked at every `interval`, `delay` from the decision to a replica
/// that serves.
struct Autoscaling {
  double target = 0.7;  ///< share of slots that are busy
  sim::Duration interval = sim::seconds(60);
  sim::Duration delay = sim::seconds(120);
  unsigned most = 1;  ///< replicas
};

/// The load balancer's probe of every replica. Replicas that fail `threshold` probes in a row are
/// ejected, but never more than `ejects_at_most` of them; one good probe brings a replica back.
struct HealthCheck {
  sim::Duration interval = sim::seconds(10);
  sim::Duration timeout = sim::seconds(1);
  unsigned threshold = 3;
  double ejects_at_most = 1;
};

/// How one unit of a service takes requests.
struct Serving {
  sim::Distribution service_time;  ///< seconds that a request occupies a slot, its calls apart
  unsigned concurrency = 1;        ///< slots per replica
  std::optional<unsigned> queue;   ///< waiting requests at most, per replica; none: no bound
  bool holds_slot = true;          ///< while it waits for its calls (a thread per request)
  bool drops_expired = false;      ///< requests whose caller has given up are dropped at their turn
  std::optional<sim::Duration> gives_up_after;  ///< server-side timeout: an error so long after
                                                ///< arrival; its work stops
  std::optional<sim::Duration> sheds_above;  ///< refuses new requests while the oldest has waited
                                             ///< longer
  std::optional<RateLimit> rate_limit;
  std::optional<Autoscaling> autoscaling;
  std::optional<HealthCheck> health_check;
  std::optional<EngineKind> engine;  ///< that simulates it; none: the scenario's
};

/// For a while the load is multiplied.
struct Spike {
  sim::Duration at{};
  sim::Duration lasts{};
  double factor = 1;
};

/// Load follows a day: rate x (1 + amplitude x cos(2 pi (t - peak) / 1 day)).
struct DailyCurve {
  double amplitude = 0;
  sim::Duration peak{};  ///< time of day of the greatest load; the replication starts at 0:00
};

/// A closed population: each of `users` asks, waits for the answer, thinks, and asks again.
struct Population {
  double users = 0;
  sim::Distribution think;             ///< seconds from an answer (or failure) to the next request
  std::optional<sim::Duration> lease;  ///< that each success gives; without one they have nothing
};

/// What a group of customers asks for: `rate` (open), or a closed population.
struct Load {
  double rate = 0;  ///< requests per second
  std::optional<Population> population;
  std::optional<DailyCurve> daily;
  std::vector<Spike> spikes;
  sim::Duration starts{};  ///< no requests before
  CallPolicy client;       ///< how they call
};

}  // namespace outcast::traffic
