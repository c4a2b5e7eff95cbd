// How load, queues, timeouts and retries are written in files.
#pragma once
#include <array>
#include <string_view>

#include "models/document/forms.h"
#include "models/traffic/network.h"

namespace outcast::traffic {

constexpr std::array<std::string_view, 3> names_of(EngineKind) {
  return {"flow", "stochastic", "request"};
}
constexpr std::array<std::string_view, 3> names_of(Importance) {
  return {"high", "normal", "sheddable"};
}

/// In seconds: what comes round more often than that would never let a run get anywhere.
inline constexpr document::Range a_millisecond{1e-3};

template <class V>
void describe(V& v, Settings& s) {
  v.object("traffic", "How load is simulated and observed");
  v.optional("engine", s.engine, "As flow, or request by request; a service may say otherwise");
  v.optional("warm_up", s.warm_up, "What happens before is not counted");
  v.optional("series_step", s.series_step, "Width of a step of the time series; 0s: none");
  v.optional("series_length", s.series_length, "How far the time series go");
  v.optional("most_events", s.most_events, "Per replication, before it is given up",
             document::above_zero);
  v.optional("most_under_way", s.most_under_way, "Requests at a time, before it is given up",
             document::above_zero);
}

template <class V>
void describe(V& v, RetryBudget& b) {
  v.object("retry budget", "A token bucket: every first attempt earns a part of a retry");
  v.optional("share", b.share, "Of a retry, earned by a first attempt", document::not_negative);
  v.optional("burst", b.burst, "Retries saved up at most, and at the start",
             document::not_negative);
}

template <class V>
void describe(V& v, Retry& r) {
  v.object("retry", "What a caller does when an attempt has failed");
  v.optional("attempts", r.attempts, "Beyond the first", document::Range{0, 15});
  v.optional("backoff", r.backoff, "Before the first retry");
  v.optional("multiplier", r.multiplier, "From one backoff to the next; 2: exponential",
             document::Range{1});
  v.optional("longest", r.longest, "Greatest backoff");
  v.optional("jitter", r.jitter, "A backoff is uniform on backoff x (1 -+ jitter)",
             document::in_unit_interval);
  v.optional("on_timeout", r.on_timeout, "Attempts without an answer are retried");
  v.optional("on_error", r.on_error, "Attempts answered with an error are retried");
  v.optional("on_refusal", r.on_refusal, "Refused attempts are retried");
  v.optional("elsewhere", r.elsewhere, "At another unit of the provider than the attempt before");
  v.optional("budget", r.budget, "Limits retries to a share of the first attempts");
}

template <class V>
void describe(V& v, Breaker& b) {
  v.object("breaker", "A caller's circuit breaker");
  v.optional("consecutive", b.consecutive, "Failures in a row that open it; 0: not looked at");
  v.optional("failure_share", b.failure_share, "Of the window's attempts, above which it opens",
             document::in_unit_interval);
  v.optional("window", b.window, "Time over which the share is taken", a_millisecond);
  v.optional("least_attempts", b.least_attempts, "In the window, before the share counts");
  v.optional("stays_open", b.stays_open, "Until attempts on trial are made", a_millisecond);
  v.optional("trials", b.trials, "Attempts that must all succeed to close it",
             document::above_zero);
}

template <class V>
void describe(V& v, Cache& c) {
  v.object("cache", "Answers some of the calls; cold after a restart of the caller");
  v.optional("hits", c.hits, "Share of calls it answers when warm", document::in_unit_interval);
  v.optional("warms", c.warms, "From cold to warm");
}

template <class V>
void describe(V& v, CallPolicy& c) {
  v.object("call", "How a caller calls a provider");
  v.optional("calls", c.calls, "Per request of the caller; a fraction is a probability",
             document::Range{0, 1000});
  v.optional("stage", c.stage, "Calls of one stage run in parallel, stages in sequence");
  v.optional("timeout", c.timeout, "Of one attempt", document::above_zero);
  v.optional("retry", c.retry, "What follows a failed attempt");
  v.optional("breaker", c.breaker, "Stops calls that keep failing");
  v.optional("bulkhead", c.bulkhead, "Attempts in flight at most, per unit of the caller",
             document::above_zero);
  v.optional("hedge_after", c.hedge_after, "A second attempt, when the first takes longer",
             document::above_zero);
  v.optional("cache", c.cache, "In front of the call");
  v.optional("cancels", c.cancels, "A caller that gives up stops the provider's work");
  v.optional("importance", c.importance, "Who goes first, and who is shed last");
}

template <class V>
void describe(V& v, RateLimit& r) {
  v.object("rate limit", "What is above it is refused");
  v.required("rate", r.rate, "Requests per second", document::above_zero);
  v.optional("burst", r.burst, "Requests at once", document::Range{1});
}

template <class V>
void describe(V& v, Autoscaling& a) {
  v.object("autoscaling", "Replicas follow the load");
  v.optional("target", a.target, "Share of slots that are busy", document::Range{0, 1, true});
  v.optional("interval", a.interval, "Between two looks", a_millisecond);
  v.optional("delay", a.delay, "From the decision to a replica that serves");
  v.required("most", a.most, "Replicas", document::above_zero);
}

template <class V>
void describe(V& v, HealthCheck& h) {
  v.object("health check", "The load balancer's probe of every replica");
  v.optional("interval", h.interval, "Between two probes", a_millisecond);
  v.optional("timeout", h.timeout, "Of a probe", document::above_zero);
  v.optional("threshold", h.threshold, "Failed probes in a row that eject a replica",
             document::above_zero);
  v.optional("ejects_at_most", h.ejects_at_most, "Share of the replicas",
             document::in_unit_interval);
}

template <class V>
void describe(V& v, Serving& s) {
  v.object("serving", "How one unit of a service takes requests");
  v.required("service_time", s.service_time, "That a request occupies a slot, its calls apart",
             document::above_zero);
  v.optional("concurrency", s.concurrency, "Slots per replica", document::above_zero);
  v.optional("queue", s.queue, "Waiting requests at most, per replica; none: no bound");
  v.optional("holds_slot", s.holds_slot, "While it waits for its calls");
  v.optional("drops_expired", s.drops_expired, "Requests whose caller has given up");
  v.optional("gives_up_after", s.gives_up_after, "An error so long after arrival",
             document::above_zero);
  v.optional("sheds_above", s.sheds_above, "Refuses while the oldest has waited longer",
             document::above_zero);
  v.optional("rate_limit", s.rate_limit, "What is above it is refused");
  v.optional("autoscaling", s.autoscaling, "Replicas follow the load");
  v.optional("health_check", s.health_check, "Ejects replicas that fail it");
  v.optional("engine", s.engine, "That simulates it; none: the scenario's");
}

template <class V>
void describe(V& v, Spike& s) {
  v.object("spike", "For a while the load is multiplied");
  v.optional("at", s.at, "Since the start");
  v.required("lasts", s.lasts, "How long", document::above_zero);
  v.required("factor", s.factor, "On the load", document::Range{0, 1e6});
}

template <class V>
void describe(V& v, DailyCurve& d) {
  v.object("daily curve", "Load follows a day");
  v.required("amplitude", d.amplitude, "Share by which the peak is above the mean",
             document::in_unit_interval);
  v.optional("peak", d.peak, "Time of day; the replication starts at 0:00");
}

template <class V>
void describe(V& v, Population& p) {
  v.object("population", "Customers who ask, wait for the answer, think, and ask again");
  v.required("users", p.users, "How many", document::Range{0, 1e7, true});
  v.required("think", p.think, "From an answer to the next request", document::above_zero);
  v.optional("lease", p.lease, "How long a success lasts; without one, they lose everything",
             document::above_zero);
}

template <class V>
void describe(V& v, Load& l) {
  v.object("load", "What a customer group asks for");
  v.optional("rate", l.rate, "Requests per second", document::Range{0, 1e9, true});
  v.optional("population", l.population, "Instead of a rate: a closed population");
  v.optional("daily", l.daily, "Load follows a day");
  v.optional("spikes", l.spikes, "For a while the load is multiplied");
  v.optional("starts", l.starts, "No requests before");
  v.optional("client", l.client, "How they call");
}

}  // namespace outcast::traffic
