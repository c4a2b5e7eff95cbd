// People hold back load that the system cannot bear, and let it in again by and by.
#include <algorithm>

#include "models/cascade/purposes.h"
#include "models/cascade/world.h"
#include "models/traffic/offered.h"

namespace outcast::cascade {

using sim::Duration;
using sim::Stream;
using sim::Time;
using system::raw;

namespace {

/// Twice the step of 5 points in which losses are reported: one that has been reported may have
/// fallen by nearly a step since, and what is not above this may be next to none.
constexpr double noticeable = 0.1;

/// Marks the stations that requests of the caller's calls come to, whatever the way.
void mark_reached(const traffic::Network& network, std::span<const traffic::Call> calls,
                  std::vector<bool>& is_reached) {
  for (const traffic::Call& call : calls)
    for (const traffic::StationIndex provider : call.providers) {
      if (is_reached[raw(provider)]) continue;
      is_reached[raw(provider)] = true;
      mark_reached(network, network.calls_of(network.stations[raw(provider)]), is_reached);
    }
}

/// Books the requests that one source was not allowed to make.
void book_held_back(const HeldBack& held, const traffic::Network& network,
                    traffic::Account& account) {
  const traffic::Load& load = network.sources[held.source].load;
  const Time begin = std::max(held.from, Time{} + network.settings.warm_up);
  account.answers.failed += held.share * traffic::requests_offered(load, begin, held.until);
  const std::int64_t step = network.settings.series_step.nanoseconds;
  for (std::size_t i = 0; i < account.series.size(); ++i) {
    const Time first{static_cast<std::int64_t>(i) * step}, last = first + Duration{step};
    account.series[i].failed += held.share * traffic::requests_offered(load, std::max(begin, first),
                                                                       std::min(held.until, last));
  }
}

}  // namespace

/// When customers have lost requests for a while without a fault, somebody concludes that it does
/// not pass.
void World::await_overload(Context& c, std::uint32_t index) {
  const auto& throttle = blueprint_.scenario.response.throttle;
  Incident& incident = incidents_[index];
  if (!throttle || !traffic_ || incident.phase == IncidentPhase::ended ||
      std::exchange(incident.is_overload_due, true))
    return;
  after(c, throttle->quiet, EventType::overload_judged, origin_of_incident(index), index);
}

/// Losses that stay are not reported again: whoever could not be judged before is looked at now.
void World::await_overloads(Context& c) {
  for (const std::uint32_t i : open_)
    if (needs_throttle(i)) await_overload(c, i);
}

void World::judge_overload(Context& c, std::uint32_t index) {
  Incident& incident = incidents_[index];
  incident.is_overload_due = false;
  if (!needs_throttle(index)) {
    if (incident.phase == IncidentPhase::mended) leave_crew(c, index);
    return;
  }
  if (c.is_observed()) tell_incident(c, index, "customers still lose requests without any fault");
  begin_watching(c, index);
  if (is_idle(incident)) call_crew(c, index);
}

/// Whether customers lose requests because of the incident, and nothing is broken.
bool World::needs_throttle(std::uint32_t index) const {
  if (!blueprint_.scenario.response.throttle || !traffic_ || throttle_.incident != none)
    return false;
  const auto is_broken = [&](std::uint32_t i) { return incidents_[i].active_faults > 0; };
  if (incidents_[index].affected == 0 || std::ranges::any_of(open_, is_broken)) return false;
  return are_customers_losing();
}

bool World::are_customers_losing() const {
  return std::ranges::any_of(source_loss_, [](double loss) { return loss > noticeable; });
}

/// Whether a throttle would change anything: without this, two incidents could take turns for ever.
bool World::is_anybody_to_throttle() {
  return are_customers_losing() && std::ranges::any_of(sources_in_trouble(), [&](std::uint32_t s) {
           return source_loss_[s] > noticeable;
         });
}

/// Customers whose requests come to a unit that loses some.
std::vector<std::uint32_t> World::sources_in_trouble() {
  const TrafficPlan& plan = *blueprint_.traffic;
  std::vector<std::uint32_t> sources;
  for (std::uint32_t s = 0; s < plan.node_of.size(); ++s) {
    std::vector<bool> is_reached(plan.unit_of.size(), false);
    mark_reached(plan.network, plan.network.calls_of(plan.network.sources[s]), is_reached);
    for (std::uint32_t station = 0; station < is_reached.size(); ++station) {
      const UnitState* unit = units_.find(raw(plan.unit_of[station]));
      if (!is_reached[station] || unit == nullptr || unit->traffic_loss == 0) continue;
      sources.push_back(s);
      break;
    }
  }
  return sources;
}

void World::begin_throttling(Context& c, std::uint32_t index) {
  incidents_[index].phase = IncidentPhase::throttling;
  throttle_.incident = index;
  throttle_.cuts = 0;
  throttle_.sources.clear();
  if (c.is_observed()) tell_incident(c, index, "the load does not pass; they throttle it");
  schedule_cut(c);
}

void World::schedule_cut(Context& c) {
  constexpr std::uint32_t most_cuts = 1024;  // of one incident, before its luck comes round again
  const Incident& incident = incidents_[throttle_.incident];
  Stream stream = c.stream(purposes::throttle, incident.entity,
                           incident.occurrence * most_cuts + throttle_.cuts % most_cuts);
  throttle_.next = ThrottleStep::cut;
  after(c, blueprint_.scenario.response.throttle->takes.sample_duration(stream),
        EventType::throttled, origin_of_incident(throttle_.incident), throttle_.incident,
        ++throttle_.generation);
}

/// Cuts the load of whoever comes to an overloaded unit.
void World::cut_load(Context& c) {
  Incident& incident = incidents_[throttle_.incident];
  throttle_.next = ThrottleStep::none;
  if (throttle_.cuts == 0 && !are_customers_losing()) return end_throttling(c);
  ++throttle_.cuts;
  if (incident.mitigated == Time::never()) incident.mitigated = c.now();
  hold_back(c.now());
  for (const std::uint32_t source : sources_in_trouble())
    if (std::ranges::find(throttle_.sources, source) == throttle_.sources.end())
      throttle_.sources.push_back(source);
  set_let_in(c, blueprint_.scenario.response.throttle->share);
  hear_of_losses(c);
}

/// From now on, this share of the load of the throttled customers is let in.
void World::set_let_in(Context& c, double share) {
  book_requests_lost(c.now());
  hold_back(c.now());
  const double before = std::exchange(throttle_.let_in, share);
  for (const std::uint32_t source : throttle_.sources) {
    if (std::exchange(let_in_[source], share) == share) continue;
    traffic_->set_load(c.now(), source, share);
    const std::uint32_t node = blueprint_.traffic->node_of[source];
    CustomerState& state = customers_.touch(node);
    if (std::exchange(state.is_look_due, true)) continue;
    after(c, Duration::zero(), EventType::customers_look,
          {origins_.customers + node, state.sequence}, node);
  }
  if (share == before || !c.is_observed()) return;
  const auto percent = static_cast<int>(share * 100 + 0.5);
  tell_incident(c, throttle_.incident, std::to_string(percent) + " % of the load is let in");
}

void World::let_in_more(Context& c) {
  const response::Throttle& throttle = *blueprint_.scenario.response.throttle;
  throttle_.next = ThrottleStep::none;
  if (throttle_.let_in >= 1) return end_throttling(c);
  const double more = throttle_.let_in + throttle.step;
  set_let_in(c, more > 1 - 1e-9 ? 1 : more);
  schedule_step(c, throttle_.let_in < 1 ? throttle.every : throttle.quiet);
}

void World::schedule_step(Context& c, Duration delay) {
  throttle_.next = ThrottleStep::let_in;
  after(c, delay, EventType::let_in, origin_of_incident(throttle_.incident), throttle_.incident,
        ++throttle_.generation);
}

/// Some customers lose another share of their requests than before. Who holds load back waits until
/// nobody loses any, and begins again when somebody does.
void World::hear_of_losses(Context& c) {
  if (throttle_.incident == none) return await_overloads(c);
  if (throttle_.cuts == 0) return;
  const response::Throttle& throttle = *blueprint_.scenario.response.throttle;
  const auto is_losing = [&](std::uint32_t s) { return source_loss_[s] > noticeable; };
  if (std::ranges::none_of(throttle_.sources, is_losing)) {
    if (throttle_.next != ThrottleStep::let_in) schedule_step(c, throttle.quiet);
    return;
  }
  if (throttle_.next == ThrottleStep::cut) return;
  ++throttle_.generation;
  throttle_.next = ThrottleStep::none;
  if (throttle_.let_in <= throttle.share) return;
  if (c.is_observed())
    tell_incident(c, throttle_.incident, "it is too much again; they throttle it again");
  schedule_cut(c);
}

void World::end_throttling(Context& c) {
  const std::uint32_t index = throttle_.incident;
  call_off_throttle(c);
  if (incidents_[index].phase == IncidentPhase::throttling) {
    incidents_[index].phase = IncidentPhase::mended;
    leave_crew(c, index);
  }
  close_if_over(c, index);
}

void World::call_off_throttle(Context& c) {
  hold_back(c.now());
  throttle_.incident = none;
  throttle_.next = ThrottleStep::none;
  throttle_.cuts = 0;
  ++throttle_.generation;
  if (is_anybody_to_throttle()) await_overloads(c);
}

/// Writes down what has been held back until now.
void World::hold_back(Time now) {
  const Time from = std::exchange(throttle_.since, now);
  if (throttle_.let_in >= 1 || from >= now) return;
  for (const std::uint32_t source : throttle_.sources)
    holds_.push_back({source, from, now, 1 - throttle_.let_in});
}

void World::close_holds() {
  hold_back(end_);
  if (holds_.empty()) return;
  held_back_ = traffic_->books();
  for (const HeldBack& held : holds_)
    book_held_back(held, blueprint_.traffic->network, held_back_->sources[held.source]);
}

/// Share of the requests that a source's customers want to make.
double World::lost_by(std::uint32_t source) const {
  return source_loss_[source] + (1 - let_in_[source]) * (1 - source_loss_[source]);
}

}  // namespace outcast::cascade
