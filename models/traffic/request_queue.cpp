// A station takes a request, makes it wait, serves it, and lets it go.
#include <algorithm>

#include "models/traffic/request_engine.h"

namespace outcast::traffic::request {
namespace {

constexpr Condition healthy{};

std::size_t rank(Importance importance) { return static_cast<std::size_t>(importance); }

}  // namespace

const Condition& RequestEngine::condition_of(const Replica& replica) const {
  return replica.is_affected ? stations_[replica.station].condition : healthy;
}

void RequestEngine::receive(std::uint32_t i, std::uint32_t exchange, unsigned attempt) {
  ++stations_[i].received;
  if (is_counted(now())) ++books_.stations[i].arrivals;
  const Exchange& caller = exchanges_[exchange];
  const Importance importance = network_.calls[caller.call].policy.importance;
  const std::uint32_t chosen = place(i, importance, caller.hops);
  if (chosen == none) return refuse(exchange, attempt);

  const std::uint32_t index = requests_.take();
  Request& request = requests_[index];
  request.began = now();
  request.owner = i;
  request.replica = chosen;
  request.caller = exchange;
  request.caller_attempt = static_cast<std::uint8_t>(attempt);
  request.hops = caller.hops;
  request.importance = importance;
  exchanges_[exchange].attempts[attempt] = index;

  const Serving& serving = network_.stations[i].serving;
  Replica& replica = replicas_[chosen];
  stations_[i].balancer.add_request(chosen - stations_[i].first_replica);
  if (condition_of(replica).answer == Answer::hangs) {
    request.phase = Phase::hung;
    return;
  }
  if (serving.gives_up_after)
    schedule(now() + *serving.gives_up_after, RequestEventType::gives_up, index,
             request.generation);
  book(i);
  if (condition_of(replica).fate) return meet_fate(index, *condition_of(replica).fate);
  replica.busy < replica.slots ? serve(index) : enqueue(index);
}

/// Another engine decides what the requests of this station meet.
void RequestEngine::meet_fate(std::uint32_t index, const Fate& fate) {
  Request& request = requests_[index];
  const double luck = stations_[request.owner].fate.uniform();
  request.phase = Phase::hung;
  if (luck < fate.refused) {
    refuse(request.caller, request.caller_attempt);
    return leave(index);
  }
  if (luck < fate.refused + fate.late) return;
  request.is_doomed = luck < fate.refused + fate.late + fate.error;
  occupy(index, request.is_doomed ? fate.failing : fate.wait + draw_service(request));
}

/// The replica that takes the request; none when it is refused.
std::uint32_t RequestEngine::place(std::uint32_t i, Importance importance, std::uint8_t hops) {
  StationState& state = stations_[i];
  const auto& limit = network_.stations[i].serving.rate_limit;
  if (hops > most_hops) return none;
  if (limit) {
    state.rate.refill(now(), *limit);
    if (!state.rate.take()) return none;
  }
  const std::uint32_t least = state.balancer.least();
  if (least == none) return none;
  Replica& replica = replicas_[state.first_replica + least];
  const Answer answer = condition_of(replica).answer;
  if (answer == Answer::hangs) return state.first_replica + least;
  if (answer == Answer::serves && !sheds(replica, importance) && has_room(replica, importance))
    return state.first_replica + least;
  state.balancer.pass_over(least);
  return none;
}

/// A full queue gives the place of its oldest request of a lower importance, which is refused: it
/// has the least hope.
bool RequestEngine::has_room(Replica& replica, Importance importance) {
  const auto& bound = network_.stations[replica.station].serving.queue;
  if (!bound || replica.busy < replica.slots || replica.waiting < *bound) return true;
  for (std::size_t lower = replica.lines.size() - 1; lower > rank(importance); --lower) {
    const std::uint32_t displaced = replica.lines[lower].first;
    if (displaced == none) continue;
    const Request& request = requests_[displaced];
    if (request.caller != none) refuse(request.caller, request.caller_attempt);
    leave(displaced);
    return true;
  }
  return false;
}

/// A request is shed when one that goes before it has waited too long. High importance is never
/// shed by age, and half the age is enough for the sheddable.
bool RequestEngine::sheds(const Replica& replica, Importance importance) const {
  const auto& limit = network_.stations[replica.station].serving.sheds_above;
  if (!limit || replica.waiting == 0 || importance == Importance::high) return false;
  const std::int64_t factor = importance == Importance::sheddable ? 2 : 1;
  return factor * longest_wait(replica, importance) > *limit;
}

/// Of the requests of at least this importance.
sim::Duration RequestEngine::longest_wait(const Replica& replica, Importance least) const {
  sim::Duration longest{};
  for (std::size_t i = 0; i <= rank(least); ++i) {
    const std::uint32_t oldest = replica.lines[i].first;
    if (oldest != none) longest = std::max(longest, now().since(requests_[oldest].began));
  }
  return longest;
}

void RequestEngine::enqueue(std::uint32_t index) {
  Request& request = requests_[index];
  Replica& replica = replicas_[request.replica];
  Line& line = replica.lines[rank(request.importance)];
  request.phase = Phase::queued;
  request.previous = line.last;
  (line.last == none ? line.first : requests_[line.last].next) = index;
  line.last = index;
  ++replica.waiting;
  ++stations_[request.owner].waiting;
}

void RequestEngine::unlink(std::uint32_t index) {
  Request& request = requests_[index];
  Replica& replica = replicas_[request.replica];
  Line& line = replica.lines[rank(request.importance)];
  (request.previous == none ? line.first : requests_[request.previous].next) = request.next;
  (request.next == none ? line.last : requests_[request.next].previous) = request.previous;
  request.next = request.previous = none;
  --replica.waiting;
  --stations_[request.owner].waiting;
}

void RequestEngine::serve(std::uint32_t index) { occupy(index, draw_service(requests_[index])); }

/// A slot, for so long.
void RequestEngine::occupy(std::uint32_t index, double seconds) {
  Request& request = requests_[index];
  request.phase = Phase::serving;
  request.holds_slot = true;
  ++replicas_[request.replica].busy;
  ++stations_[request.owner].busy;
  schedule(now() + sim::Duration::from_seconds(seconds), RequestEventType::service_ends, index,
           request.generation);
}

double RequestEngine::draw_service(const Request& request) {
  const sim::Distribution& time = network_.stations[request.owner].serving.service_time;
  const double service = stations_[request.owner].service.next(
      [&](sim::Stream& stream) { return time.sample(stream); });
  return service * replicas_[request.replica].slowness;
}

/// The most important first, the oldest of them first.
void RequestEngine::serve_waiting(std::uint32_t index) {
  Replica& replica = replicas_[index];
  const bool drops_expired = network_.stations[replica.station].serving.drops_expired;
  while (replica.waiting > 0 && replica.busy < replica.slots) {
    std::size_t first = 0;
    while (replica.lines[first].first == none) ++first;
    const std::uint32_t request = replica.lines[first].first;
    if (drops_expired && requests_[request].caller == none) {
      leave(request);
      continue;
    }
    unlink(request);
    serve(request);
  }
}

void RequestEngine::service_ends(std::uint32_t index) {
  Request& request = requests_[index];
  StationState& state = stations_[request.owner];
  const Station& station = network_.stations[request.owner];
  book(request.owner);
  const Condition& condition = condition_of(replicas_[request.replica]);
  if (request.is_doomed || (condition.errors > 0 && state.error.coin(condition.errors)))
    return answer(index, Outcome::error);
  if (condition.wrong > 0) request.is_wrong = state.wrong.coin(condition.wrong);
  request.phase = Phase::calling;
  if (station.call_count > 0 && !station.serving.holds_slot) release_slot(request);
  make_calls(index);
}

void RequestEngine::release_slot(Request& request) {
  request.holds_slot = false;
  --replicas_[request.replica].busy;
  --stations_[request.owner].busy;
  serve_waiting(request.replica);
}

/// The request is no more, as far as the station is concerned.
void RequestEngine::leave(std::uint32_t index) {
  Request& request = requests_[index];
  const std::uint32_t owner = request.owner;
  book(owner);
  if (request.phase == Phase::queued) unlink(index);
  StationState& state = stations_[owner];
  state.balancer.remove_request(request.replica - state.first_replica);
  const bool had_slot = request.holds_slot;
  requests_.give_back(index);
  if (had_slot) release_slot(request);
}

void RequestEngine::give_up(std::uint32_t index) {
  drop_exchanges(index);
  answer(index, Outcome::error);
}

}  // namespace outcast::traffic::request
