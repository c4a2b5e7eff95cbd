// Where the cascade and the traffic meet: faults change how stations serve, and what requests lose
// is what units and customers lose.
#include <algorithm>
#include <stdexcept>

#include "models/cascade/world.h"

namespace outcast::cascade {

using sim::Time;
using system::raw;
using system::whole;
using traffic::Answer;
using traffic::Condition;

namespace {

bool is_about_answering(faults::Symptom symptom) {
  return symptom == faults::Symptom::refused || symptom == faults::Symptom::hangs;
}

/// What a fault does to a unit that goes on answering.
void impair(Condition& condition, const faults::FailureMode& mode) {
  const double left = 1 - mode.loss;
  switch (mode.symptom) {
    case faults::Symptom::slow:
      condition.slowness /= std::max(left, 1e-3);
      break;
    case faults::Symptom::less_capacity:
      condition.capacity *= left;
      break;
    case faults::Symptom::errors:
      condition.errors = 1 - (1 - condition.errors) * left;
      break;
    case faults::Symptom::wrong:
      condition.wrong = 1 - (1 - condition.wrong) * left;
      break;
    default:
      break;
  }
}

}  // namespace

/// Runs cascade and traffic side by side until nothing is left to do, or until `until`. At equal
/// times the cascade, which has the causes, comes first.
Time World::advance(Context& c, Time until) {
  if (!traffic_) return sim::run(*this, events_, c, until);
  Time end{};
  while (true) {
    const Time mine = events_.empty() ? Time::never() : events_.top().key.time;
    const Time theirs = traffic_->next();
    if (std::min(mine, theirs) > until || std::min(mine, theirs) == Time::never()) return end;
    if (mine <= theirs) {  // one moment at a time: what happens in it may set traffic in motion
      end = sim::run(*this, events_, c, mine);
      continue;
    }
    advance_traffic(c, std::min(mine, until + sim::Duration{1}));
    if (!traffic_->reports().empty()) end = traffic_->reports().back().at;
  }
}

/// Goes at most ten seconds beyond the engine's next event, since it may have many thousands a
/// second.
void World::advance_traffic(Context& c, Time until) {
  if (pause_) pause_();
  traffic_->advance(std::min(until, traffic_->next() + sim::seconds(10)));
  check_traffic_budget();
  for (const traffic::Report& report : traffic_->reports()) {
    heard_.push_back(report);
    c.schedule(report.at, priority_of(EventType::traffic_reports), origin_of_world(),
               {.subject = static_cast<std::uint32_t>(heard_.size() - 1),
                .type = static_cast<std::uint32_t>(EventType::traffic_reports)});
  }
}

/// Gives a replication up whose traffic does not come to rest: after too many events, or, where no
/// horizon ends it, after a week.
void World::check_traffic_budget() const {
  constexpr Time week{sim::days(7).nanoseconds};
  const bool has_horizon = blueprint_.scenario.horizon > sim::Duration::zero();
  const bool is_too_long =
      !has_horizon && traffic_->next() < Time::never() && end_of_traffic() > week;
  if (is_too_long)
    throw std::runtime_error("traffic has not come to rest after a week; still changing: " +
                             last_heard() + ". Give the scenario a horizon.");
  if (traffic_->exhausted().empty()) return;
  throw std::runtime_error("traffic has not come to rest after " +
                           std::to_string(traffic_->events()) +
                           " events; still changing: " + traffic_->exhausted());
}

Time World::end_of_traffic() const { return heard_.empty() ? Time{} : heard_.back().at; }

/// Whose requests have last fared otherwise than before.
std::string World::last_heard() const {
  const traffic::Report& last = heard_.back();
  const traffic::Network& network = blueprint_.traffic->network;
  return last.subject == traffic::Report::Subject::station ? network.stations[last.index].id
                                                           : network.sources[last.index].id;
}

bool World::is_station(UnitIndex u) const {
  return traffic_ && blueprint_.traffic->station_of[raw(u)] != none;
}

bool World::is_source(std::uint32_t node) const {
  return traffic_ && blueprint_.traffic->source_of[node] != none;
}

/// What a fault takes from its unit by itself. Where traffic is modelled, requests find out what
/// slowness and missing capacity cost.
Share World::own_loss_of(const Fault& fault) const {
  const faults::FailureMode& mode = mode_of(fault);
  const bool takes_unit_down =
      mode.symptom == faults::Symptom::refused || mode.symptom == faults::Symptom::hangs;
  return is_station(fault.unit) && !(takes_unit_down && mode.loss >= 1)
             ? 0
             : system::to_share(mode.loss);
}

/// How the unit's faults and losses let it answer requests. Active faults belong to open incidents.
Condition World::condition_of(const UnitState& u) const {
  Condition condition;
  const bool is_down = u.phase != Phase::serving && !u.forced;
  if (is_down) condition.answer = Answer::refuses;
  std::uint32_t newest = 0;  // of the faults that decide whether it answers at all
  for (const std::uint32_t incident : open_)
    for (std::uint32_t f = incidents_[incident].first_fault; f != none; f = faults_[f].next) {
      const Fault& fault = faults_[f];
      if (fault.unit != u.unit || fault.state != FaultState::active) continue;
      const faults::FailureMode& mode = mode_of(fault);
      condition.is_visible &= mode.visibility > 0.5;
      if (!is_about_answering(mode.symptom)) {
        impair(condition, mode);
      } else if (f >= newest) {
        newest = f;
        condition.answer = mode.symptom == faults::Symptom::hangs ? Answer::hangs : Answer::refuses;
        condition.affected = is_down ? 1 : mode.loss;
      }
    }
  return condition;
}

void World::tell_traffic(Context& c, const UnitState& u) {
  if (!is_station(u.unit)) return;
  const std::uint32_t station = blueprint_.traffic->station_of[raw(u.unit)];
  const Condition condition = condition_of(u);
  if (condition == conditions_[station]) return;
  const Condition before = std::exchange(conditions_[station], condition);
  const int causes = (condition == Condition{} ? 0 : 1) - (before == Condition{} ? 0 : 1);
  if (causes != 0) note_trigger(c, causes);
  traffic_->set_condition(c.now(), traffic::StationIndex{station}, condition);
}

void World::traffic_reports(Context& c, std::uint32_t index) {
  const traffic::Report report = heard_[index];
  if (report.subject == traffic::Report::Subject::station) {
    UnitState& u = unit(blueprint_.traffic->unit_of[report.index]);
    u.traffic_loss = std::min(system::to_share(report.loss), whole - 1);
    if (u.loss == 0 && u.traffic_loss > 0 && u.incident == none)
      u.incident = open_.empty() ? open_overload(c, u.unit) : open_.front();
    settle(c, u);
    return;
  }
  const std::uint32_t node = blueprint_.traffic->node_of[report.index];
  if (report.subject == traffic::Report::Subject::holders) {
    lease_loss_[report.index] = report.loss;
    return look_at_customers(c, node);
  }
  book_requests_lost(c.now());
  source_loss_[report.index] = report.loss;
  look_at_customers(c, node);
  if (blueprint_.scenario.response.throttle) hear_of_losses(c);
}

void World::schedule_spikes(Context& c) {
  for (const std::uint32_t node : blueprint_.traffic->node_of) {
    const auto& group = blueprint_.scenario.customers[blueprint_.customers[node].group];
    for (const traffic::Spike& spike : group.load->spikes) {
      if (spike.factor <= 1) continue;
      after(c, spike.at, EventType::trigger_turns, origin_of_world(), 0, 1);
      after(c, spike.at + spike.lasts, EventType::trigger_turns, origin_of_world(), 0, 0);
    }
  }
}

/// A trigger lasts from the first of its causes to the end of the last. Ten times as long after it
/// has gone, what still fails keeps itself failing. Source: Bronson et al., Metastable failures in
/// distributed systems (HotOS 2021); the factor is ours.
void World::note_trigger(Context& c, int sign) {
  Trigger& trigger = traffic_trigger_;
  if (trigger.causes == 0) {
    trigger.began = c.now();
    trigger.lost_before = requests_lost();
  }
  trigger.causes += static_cast<std::uint32_t>(sign);
  ++trigger.generation;
  if (trigger.causes > 0) return;
  const sim::Duration lasted = c.now().since(trigger.began);
  for (const std::uint32_t times : {9U, 10U})
    after(c, times * lasted, EventType::trigger_judged, origin_of_world(), times,
          trigger.generation);
}

/// What is lost between nine and ten times the trigger's length after its end decides, so that a
/// failure that comes and goes is judged by its mean.
void World::judge_trigger(Context& c, std::uint32_t times, std::uint32_t generation) {
  Trigger& trigger = traffic_trigger_;
  if ((trigger.generation & 0xffffff) != generation) return;
  book_requests_lost(c.now());
  const double lost = std::exchange(trigger.lost_seconds, 0);
  const double watched = c.now().since(std::exchange(trigger.watched_since, c.now())).seconds();
  if (times < 10) return;
  constexpr double noticeable = 0.1;
  ++tally_.triggers_judged;
  if (lost > (trigger.lost_before + noticeable) * watched) ++tally_.triggers_metastable;
}

void World::book_requests_lost(Time now) {
  Trigger& trigger = traffic_trigger_;
  const double elapsed = now.since(std::exchange(trigger.booked_until, now)).seconds();
  trigger.lost_seconds += requests_lost() * elapsed;
}

/// Share of all customers' requests, each group counted by its weight.
double World::requests_lost() const {
  double lost = 0, all = 0;
  for (std::uint32_t s = 0; s < source_loss_.size(); ++s) {
    const double weight = blueprint_.customers[blueprint_.traffic->node_of[s]].weight;
    all += weight;
    lost += weight * lost_by(s);
  }
  return all <= 0 ? 0 : lost / all;
}

/// What customers lose: their requests; where a success gives a lease, the time without one.
double World::customers_lose(std::uint32_t source) const {
  const auto& population = blueprint_.traffic->network.sources[source].load.population;
  return population && population->lease ? lease_loss_[source] : lost_by(source);
}

/// Overload without a fault is an incident too: a unit that cannot bear its load is its root.
std::uint32_t World::open_overload(Context& c, UnitIndex root) {
  const std::uint32_t incident = open_incident(c, root, none);
  begin_watching(c, incident);
  await_overload(c, incident);
  return incident;
}

}  // namespace outcast::cascade
