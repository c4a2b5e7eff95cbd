// The attempts of one call: sent or refused, in time or not, retried or given up.
#include <algorithm>

#include "models/traffic/request_engine.h"

namespace outcast::traffic::request {
namespace {

/// One of two event types, by attempt: the first, and its hedge.
RequestEventType of_attempt(RequestEventType first, unsigned attempt) {
  return static_cast<RequestEventType>(static_cast<unsigned>(first) + attempt);
}
static_assert(static_cast<unsigned>(RequestEventType::first_refused) + 1 ==
              static_cast<unsigned>(RequestEventType::second_refused));

}  // namespace

void RequestEngine::attempt(std::uint32_t index) {
  Exchange& exchange = exchanges_[index];
  ++exchange.generation;
  ++exchange.tries;
  send(index, 0);
  const auto& hedge_after = network_.calls[exchange.call].policy.hedge_after;
  if (hedge_after)
    schedule(now() + *hedge_after, RequestEventType::hedges, index, exchange.generation);
}

void RequestEngine::send(std::uint32_t index, unsigned attempt) {
  Exchange& exchange = exchanges_[index];
  const sim::Duration timeout = network_.calls[exchange.call].policy.timeout;
  const bool is_elsewhere = network_.calls[exchange.call].policy.retry.elsewhere;
  const std::uint32_t avoided =
      is_elsewhere && exchange.tries > 1 ? exchange.stations[attempt] : none;
  exchange.is_open[attempt] = true;
  exchange.attempts[attempt] = exchange.stations[attempt] = none;
  exchange.sent[attempt] = now();
  if (!may_send(exchange.call)) return refuse(index, attempt);
  const std::uint32_t station = provider_of(exchange.call, avoided);
  exchange.stations[attempt] = station;
  ++calls_[exchange.call].in_flight;
  if (exchange.request != none) ++requests_[exchange.request].attempts;
  if (timeout < sim::Duration::forever()) set_deadline(index, attempt, timeout);
  receive(station, index, attempt);
}

/// The caller's own limits; what they forbid counts as refused, and reaches no station.
bool RequestEngine::may_send(std::uint32_t i) {
  const CallPolicy& policy = network_.calls[i].policy;
  CallState& state = calls_[i];
  if (policy.bulkhead && state.in_flight >= *policy.bulkhead) return false;
  return !policy.breaker || state.breaker.admits(now(), *policy.breaker);
}

/// In turn among those that are not known to be down, nor to be avoided; if there is none, in turn
/// among all.
std::uint32_t RequestEngine::provider_of(std::uint32_t i, std::uint32_t avoided) {
  const auto& providers = network_.calls[i].providers;
  const auto count = static_cast<std::uint32_t>(providers.size());
  if (count == 1) return raw(providers[0]);
  std::uint32_t& next = calls_[i].next_provider;
  const auto is_skipped = [&](std::uint32_t station) {
    return station == avoided || is_known_down(station);
  };
  for (std::uint32_t skipped = 0; skipped < count && is_skipped(raw(providers[next])); ++skipped)
    next = (next + 1) % count;
  const std::uint32_t chosen = next;
  next = (next + 1) % count;
  return raw(providers[chosen]);
}

bool RequestEngine::is_known_down(std::uint32_t station) const {
  const StationState& state = stations_[station];
  return state.balancer.open_count() == 0 ||
         (state.condition.answer == Answer::refuses && state.condition.affected >= 1);
}

void RequestEngine::refuse(std::uint32_t index, unsigned attempt) {
  Exchange& exchange = exchanges_[index];
  exchange.attempts[attempt] = none;
  schedule(now() + refusal_time, of_attempt(RequestEventType::first_refused, attempt), index,
           exchange.generation);
}

void RequestEngine::end_attempt(std::uint32_t index, unsigned attempt, Outcome outcome) {
  if (exchanges_[index].is_open[attempt]) deliver(index, attempt, outcome);
}

void RequestEngine::set_deadline(std::uint32_t index, unsigned attempt, sim::Duration timeout) {
  const Exchange& exchange = exchanges_[index];
  Deadlines& deadlines = calls_[exchange.call].deadlines;
  if (deadlines.empty()) schedule(now() + timeout, RequestEventType::times_out, exchange.call);
  deadlines.push({now() + timeout, index, exchange.generation, attempt});
}

/// Every deadline is an event that is counted, whether or not anybody still waits.
void RequestEngine::time_out(std::uint32_t call) {
  Deadlines& deadlines = calls_[call].deadlines;
  const Deadline due = deadlines.front();
  deadlines.pop();
  while (!deadlines.empty() && !is_awaited(deadlines.front())) {
    deadlines.pop();
    ++handled_;
  }
  if (!deadlines.empty()) schedule(deadlines.front().at, RequestEventType::times_out, call);
  if (is_awaited(due)) deliver(due.exchange, due.attempt, Outcome::timeout);
}

bool RequestEngine::is_awaited(const Deadline& deadline) const {
  const Exchange& exchange = exchanges_[deadline.exchange];
  return exchange.generation == deadline.generation && exchange.is_open[deadline.attempt];
}

void RequestEngine::hedge(RequestEvent event) {
  const Exchange& exchange = exchanges_[event.subject];
  if (is_current(exchange, event) && exchange.is_open[0] && exchange.stations[0] != none)
    send(event.subject, 1);
}

/// The caller knows how its attempt has ended. The first success wins.
void RequestEngine::deliver(std::uint32_t index, unsigned attempt, Outcome outcome) {
  Exchange& exchange = exchanges_[index];
  const std::uint32_t station = exchange.stations[attempt];
  const bool has_failed = !is_success(outcome);
  if (station != none) {
    count(books_.stations[station], exchange.sent[attempt], has_failed, 1);
    note(Report::Subject::station, station, stations_[station].loss, has_failed);
    calls_[exchange.call].endings.add(outcome, now().since(exchange.sent[attempt]).seconds());
    const auto& breaker = network_.calls[exchange.call].policy.breaker;
    if (breaker) calls_[exchange.call].breaker.record(now(), *breaker, has_failed);
  }
  close_attempt(exchange, attempt);
  if (exchange.is_open[1 - attempt]) {
    if (has_failed) return;
    close_attempt(exchange, 1 - attempt);
  }
  has_failed ? fail(index, outcome) : conclude(index, outcome);
}

/// Its caller waits for it no longer. The provider hears of that if the caller cancels; a
/// connection that hangs is closed in any case.
void RequestEngine::close_attempt(Exchange& exchange, unsigned attempt) {
  exchange.is_open[attempt] = false;
  if (exchange.stations[attempt] != none) --calls_[exchange.call].in_flight;
  const std::uint32_t request = exchange.attempts[attempt];
  if (request == none) return;
  exchange.attempts[attempt] = none;
  requests_[request].caller = none;
  if (requests_[request].phase == Phase::hung || network_.calls[exchange.call].policy.cancels)
    stop(request);
}

void RequestEngine::fail(std::uint32_t index, Outcome outcome) {
  const Exchange& exchange = exchanges_[index];
  if (!may_retry(exchange, outcome)) return conclude(index, outcome);
  schedule(now() + backoff(exchange), RequestEventType::retries, index, exchange.generation);
}

bool RequestEngine::may_retry(const Exchange& exchange, Outcome outcome) {
  const Retry& retry = network_.calls[exchange.call].policy.retry;
  if (exchange.tries > retry.attempts) return false;
  const bool is_retried = outcome == Outcome::timeout ? retry.on_timeout
                          : outcome == Outcome::error ? retry.on_error
                                                      : retry.on_refusal;
  return is_retried && (!retry.budget || calls_[exchange.call].retries.take());
}

sim::Duration RequestEngine::backoff(const Exchange& exchange) {
  const Retry& retry = network_.calls[exchange.call].policy.retry;
  double factor = 1;
  for (std::uint32_t i = 1; i < exchange.tries; ++i) factor *= retry.multiplier;
  const auto first = static_cast<double>(retry.backoff.nanoseconds);
  double wait = std::min(first * factor, static_cast<double>(retry.longest.nanoseconds));
  if (retry.jitter > 0) {
    const auto uniform = [](sim::Stream& stream) { return stream.uniform(); };
    wait *= 1 + retry.jitter * (2 * calls_[exchange.call].jitter.next(uniform) - 1);
  }
  return sim::Duration::from_seconds(wait * 1e-9);
}

}  // namespace outcast::traffic::request
