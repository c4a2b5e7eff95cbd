// What crosses the border between the two engines: rates one way, fates the other.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "models/traffic/hybrid_engine.h"

namespace outcast::traffic::hybrid {
namespace {

/// Scouts that are sent for every trial of an open breaker: so many are needed to tell that a
/// station serves again.
constexpr double scouts = 10;

/// Attempts under way that show nothing when they do not end.
constexpr std::uint32_t few = 5;

bool is_near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

}  // namespace

/// A twentieth of the shortest timeout of a call that crosses, 1 ms to 50 ms.
sim::Duration HybridEngine::find_step() const {
  constexpr std::int64_t shortest = 1'000'000, longest = 50'000'000;
  std::int64_t step = longest;
  const auto consider = [&](const Network& network, const std::vector<Crossing>& crossings) {
    for (const Crossing& crossing : crossings)
      step = std::min(step, network.calls[crossing.call].policy.timeout.nanoseconds / 20);
  };
  consider(split_.request.network, split_.to_request);
  consider(split_.flow.network, split_.to_flow);
  return {std::max(step, shortest)};
}

void HybridEngine::meet(sim::Time at) {
  ++meetings_;
  is_at_rest_ = true;
  for (std::size_t i = 0; i < inflows_.size(); ++i)
    tell_requests(split_.to_request[i], inflows_[i], at);
  for (std::size_t i = 0; i < outflows_.size(); ++i) tell_flow(split_.to_flow[i], outflows_[i], at);
  met_ = at;
}

void HybridEngine::tell_requests(const Crossing& crossing, Inflow& inflow, sim::Time at) {
  const StationIndex station{crossing.station};
  const double mean = split_.flow.network.stations[crossing.station].serving.service_time.mean();
  const request::Endings& endings = request_.endings_of(crossing.call);
  if (const auto met = inflow.fate.note(endings, mean)) flow_.set_condition(at, station, *met);
  const double ended = endings.all() - std::exchange(inflow.ended, endings.all());
  if (ended > 0 || request_.in_flight(crossing.call) < few) inflow.ended_at = at;
  if (stands_still(crossing, inflow, at))
    if (const auto met = inflow.fate.note_standstill()) flow_.set_condition(at, station, *met);
  const double rate = std::min(attempts_at(crossing), room_for(crossing, ended) / step_.seconds());
  if (rate == inflow.told) return;
  inflow.told = rate;
  request_.set_load(at, crossing.source, rate / unit_rate);
}

/// Long after some of the attempts under way should have ended, none has.
bool HybridEngine::stands_still(const Crossing& crossing, const Inflow& inflow,
                                sim::Time at) const {
  constexpr double some = 10;
  const double latency = inflow.fate.latency();
  const double overdue = at.since(inflow.ended_at).seconds() - 2 * latency;
  return latency > 0 && overdue * request_.in_flight(crossing.call) > some * latency;
}

/// Attempts per second that the flow side makes. While a breaker stops them all, nobody would see
/// that the station serves again: scouts do.
double HybridEngine::attempts_at(const Crossing& crossing) const {
  const StationIndex station{crossing.station};
  const double rate = flow_.arriving(station);
  const std::optional<Breaker> breaker = flow_.open_breaker(station);
  if (!breaker || flow_.offered(station) <= 0) return rate;
  return rate + scouts * breaker->trials / breaker->stays_open.seconds();
}

/// Attempts that a caller can still make in the next step, whose slots the others hold; as many
/// will end as in the last one.
double HybridEngine::room_for(const Crossing& crossing, double ended) const {
  if (crossing.caller == nobody) return std::numeric_limits<double>::infinity();
  const double most = flow_.most_calling(StationIndex{crossing.caller}) * crossing.calls;
  return std::max(0., most - request_.in_flight(crossing.call)) + ended;
}

StationIndex HybridEngine::provider_of(const Crossing& crossing) const {
  return split_.flow.network.calls[crossing.call].providers.front();
}

void HybridEngine::tell_flow(const Crossing& crossing, Outflow& outflow, sim::Time at) {
  const StationIndex station{crossing.station};
  const auto received = static_cast<double>(request_.received(station));
  const double seconds = at.since(met_).seconds();
  if (seconds > 0) {
    const double arrivals = received - std::exchange(outflow.received, received);
    const std::optional<double> rate = flow_.is_queued(provider_of(crossing))
                                           ? outflow.rate.count(arrivals, seconds)
                                           : outflow.rate.note(arrivals, seconds);
    if (rate) flow_.set_load(at, crossing.source, *rate / unit_rate);
  }
  if (outflow.rate.is_unsettled()) is_at_rest_ = false;
  const Condition met = flow_.met_by(crossing.source, at);
  if (!is_news(crossing, met, outflow.told)) return;
  outflow.told = met;
  request_.set_condition(at, station, met);
}

/// Shares count when they move by half a point, times by a fiftieth of the timeout or a twentieth.
bool HybridEngine::is_news(const Crossing& crossing, const Condition& met,
                           const Condition& told) const {
  if (!told.fate || met.answer != told.answer) return true;
  constexpr double share = 0.005, part = 0.05;
  const Fate &a = *met.fate, &b = *told.fate;
  const CallPolicy& policy = split_.flow.network.calls[crossing.call].policy;
  const double timeout = policy.timeout.seconds();
  const auto is_same = [&](double x, double y) {
    return is_near(x, y, std::min(0.02 * timeout, part * std::max(x, y) + 1e-4));
  };
  return !(is_near(a.refused, b.refused, share) && is_near(a.late, b.late, share) &&
           is_near(a.error, b.error, share) && is_near(met.wrong, told.wrong, share) &&
           is_near(met.slowness, told.slowness, part * told.slowness) && is_same(a.wait, b.wait) &&
           is_same(a.failing, b.failing));
}

}  // namespace outcast::traffic::hybrid
