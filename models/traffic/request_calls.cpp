// A request makes its calls stage by stage, hears their outcomes, and is answered.
#include <algorithm>

#include "models/traffic/request_engine.h"

namespace outcast::traffic::request {

/// No outcome arrives before this has returned: answers are events, refusals take refusal_time.
void RequestEngine::make_calls(std::uint32_t index) {
  Request& request = requests_[index];
  const bool is_customer = request.replica == none;
  const auto [first, count] = calls_made_by(request);
  const unsigned tolerated = tolerated_failures(request);
  do {
    if (request.next_call == count) return answer(index, Outcome::right);
    const unsigned stage = network_.calls[first + request.next_call].policy.stage;
    for (; request.next_call < count; ++request.next_call) {
      const std::uint32_t next = first + request.next_call;
      if (!is_customer && network_.calls[next].policy.stage != stage) break;
      call(index, next);
    }
  } while (request.awaited + request.failures <= tolerated);
}

std::pair<std::uint32_t, std::uint32_t> RequestEngine::calls_made_by(const Request& request) const {
  if (request.replica == none) {
    const Source& source = network_.sources[request.owner];
    return {source.first_call, source.call_count};
  }
  const Station& station = network_.stations[request.owner];
  return {station.first_call, station.call_count};
}

/// Failures after which a request can still succeed.
unsigned RequestEngine::tolerated_failures(const Request& request) const {
  if (request.replica != none) return 0;
  const Source& source = network_.sources[request.owner];
  return source.call_count - std::min(source.at_least, source.call_count);
}

void RequestEngine::call(std::uint32_t request, std::uint32_t index) {
  const CallPolicy& policy = network_.calls[index].policy;
  auto times = static_cast<unsigned>(policy.calls);
  const double fraction = policy.calls - times;
  if (fraction > 0) times += calls_[index].count.coin(fraction);
  for (; times > 0; --times)
    if (!policy.cache || !is_cached(requests_[request], index)) begin_exchange(request, index);
}

bool RequestEngine::is_cached(const Request& request, std::uint32_t index) {
  const Cache& cache = *network_.calls[index].policy.cache;
  double warmth = 1;
  if (request.replica != none && cache.warms > sim::Duration::zero())
    warmth = now().since(replicas_[request.replica].restarted).seconds() / cache.warms.seconds();
  return calls_[index].cache.coin(cache.hits * std::min(warmth, 1.));
}

void RequestEngine::begin_exchange(std::uint32_t request, std::uint32_t call) {
  const std::uint32_t index = exchanges_.take();
  Exchange& exchange = exchanges_[index];
  Request& caller = requests_[request];
  exchange.call = call;
  exchange.hops = static_cast<std::uint8_t>(caller.hops + 1);
  if (network_.calls[call].consequence != Consequence::unheard) {
    exchange.request = request;
    exchange.next = caller.first_exchange;
    if (exchange.next != none) exchanges_[exchange.next].previous = index;
    caller.first_exchange = index;
    ++caller.awaited;
  }
  const auto& budget = network_.calls[call].policy.retry.budget;
  if (budget) calls_[call].retries.earn(budget->share, budget->burst);
  attempt(index);
}

void RequestEngine::unlink_exchange(const Exchange& exchange) {
  if (exchange.request == none) return;
  (exchange.previous == none ? requests_[exchange.request].first_exchange
                             : exchanges_[exchange.previous].next) = exchange.next;
  if (exchange.next != none) exchanges_[exchange.next].previous = exchange.previous;
}

void RequestEngine::conclude(std::uint32_t index, Outcome outcome) {
  const Exchange& exchange = exchanges_[index];
  const std::uint32_t request = exchange.request, call = exchange.call;
  unlink_exchange(exchange);
  exchanges_.give_back(index);
  if (request != none) hear(request, call, outcome);
}

void RequestEngine::hear(std::uint32_t index, std::uint32_t i, Outcome outcome) {
  Request& request = requests_[index];
  const Call& call = network_.calls[i];
  --request.awaited;
  if (call.consequence == Consequence::fails) {
    if (outcome == Outcome::wrong) request.is_wrong = true;
    if (!is_success(outcome))
      request.failures +=
          call.failure_probability >= 1 || calls_[i].fallback.coin(call.failure_probability);
  }
  const unsigned tolerated = tolerated_failures(request);
  if (request.failures > tolerated) return answer(index, Outcome::error);
  if (request.awaited + request.failures <= tolerated) make_calls(index);
}

/// What is still under way for it runs on, and nobody hears the outcome.
void RequestEngine::answer(std::uint32_t index, Outcome outcome) {
  Request& request = requests_[index];
  if (request.first_exchange != none) let_go_of_exchanges(index);
  if (outcome == Outcome::right && request.is_wrong) outcome = Outcome::wrong;
  if (request.replica == none) return answer_customer(index, outcome);
  const std::uint32_t caller = request.caller;
  const unsigned attempt = request.caller_attempt;
  if (caller != none) exchanges_[caller].attempts[attempt] = none;
  leave(index);
  if (caller != none) deliver(caller, attempt, outcome);
}

void RequestEngine::answer_customer(std::uint32_t index, Outcome outcome) {
  const Request& request = requests_[index];
  const std::uint32_t i = request.owner;
  const bool has_failed = outcome != Outcome::right;
  book_source(i);
  --sources_[i].under_way;
  count(books_.sources[i], request.began, has_failed, request.attempts);
  note(Report::Subject::source, i, sources_[i].loss, has_failed);
  const std::uint32_t user = request.user;
  requests_.give_back(index);
  if (!has_failed && has_leases(i)) grant_lease(i, user);
  if (network_.sources[i].load.population) think(i, user);
}

void RequestEngine::let_go_of_exchanges(std::uint32_t index) {
  std::uint32_t next = requests_[index].first_exchange;
  requests_[index].first_exchange = none;
  while (next != none) {
    Exchange& exchange = exchanges_[next];
    const std::uint32_t let_go = next;
    next = exchange.next;
    exchange.request = exchange.next = exchange.previous = none;
    if (network_.calls[exchange.call].policy.cancels) drop_exchange(let_go);
  }
}

void RequestEngine::drop_exchanges(std::uint32_t index) {
  std::uint32_t next = requests_[index].first_exchange;
  requests_[index].first_exchange = none;
  while (next != none) {
    const std::uint32_t dropped = next;
    next = exchanges_[next].next;
    drop_exchange(dropped);
  }
}

/// No more attempts; those that are under way lose their caller.
void RequestEngine::drop_exchange(std::uint32_t index) {
  Exchange& exchange = exchanges_[index];
  for (const unsigned attempt : {0U, 1U})
    if (exchange.is_open[attempt]) close_attempt(exchange, attempt);
  exchanges_.give_back(index);
}

/// The station stops to work on it, and does not answer.
void RequestEngine::stop(std::uint32_t index) {
  drop_exchanges(index);
  leave(index);
}

}  // namespace outcast::traffic::request
