// The loop of one replication, and the table from event to handler.
#include "models/cascade/world.h"

#include <algorithm>
#include <utility>

namespace outcast::cascade {

using sim::Duration;
using sim::Time;
using system::raw;

World::World(const Blueprint& blueprint, std::function<void()> pause)
    : blueprint_(blueprint), pause_(std::move(pause)) {
  origins_.customers = static_cast<std::uint32_t>(blueprint.units.units().size());
  origins_.teams = origins_.customers + static_cast<std::uint32_t>(blueprint.customers.size());
  origins_.crews = origins_.teams + static_cast<std::uint32_t>(blueprint.teams.size());
  origins_.world = origins_.crews + static_cast<std::uint32_t>(blueprint.teams.size());
  origins_.dynamic = origins_.world + 1;
  crews_.resize(blueprint.teams.size());
  if (blueprint.traffic) traffic_ = traffic::make_engine(blueprint.traffic->network);
}

/// What-ifs run to quiescence, campaigns to their horizon; circles of waiting services are broken
/// on the way.
void World::replicate(std::uint64_t seed, std::uint64_t replication, Observer* observer,
                      const Imagined& imagined) {
  initiation_ = nullptr;
  imagined_ = imagined;
  record_ = {};
  run_to_end(seed, replication, observer);
}

void World::replicate_incident(std::uint64_t seed, std::uint64_t replication,
                               const Initiation& initiation, const Imagined& imagined) {
  initiation_ = &initiation;
  imagined_ = imagined;
  record_ = {};
  run_to_end(seed, replication, nullptr);
}

void World::replicate_recorded(std::uint64_t seed, std::uint64_t replication, double share,
                               Background& background) {
  initiation_ = nullptr;
  imagined_ = {};
  record_ = {&background, share};
  run_to_end(seed, replication, nullptr);
}

void World::run_to_end(std::uint64_t seed, std::uint64_t replication, Observer* observer) {
  reset();
  look_ahead(seed, replication);
  if (traffic_) traffic_->begin(seed, replication);
  const sim::Streams streams(seed, replication);
  Context context(events_, streams, observer);
  schedule_start(context);
  const Duration horizon = blueprint_.scenario.horizon;
  const Time until = horizon == Duration::zero() ? Time::never() : Time{} + horizon;
  do {
    end_ = advance(context, until);
  } while (events_.empty() && schedule_black_start(context));
  if (until != Time::never()) end_ = until;
  close_books();
}

/// Books what is still lost at the end.
void World::close_books() {
  if (traffic_) traffic_->finish(end_);
  if (traffic_) close_holds();
  for (std::uint32_t i = 0; i < units_.size(); ++i) {
    UnitState& u = units_[i];
    if (u.loss > 0) u.lost_ns += end_.since(u.since).nanoseconds / system::whole * u.loss;
  }
  close_customers();
}

void World::after(Context& c, Duration delay, EventType type, sim::Origin origin,
                  std::uint32_t subject, std::uint32_t generation) {
  c.schedule(c.now() + delay, priority_of(type), origin,
             {.subject = subject,
              .type = static_cast<std::uint32_t>(type),
              .generation = generation & 0xffffff});
}

void World::tell_incident(Context& c, std::uint32_t index, std::string text) {
  tell(c, "response", "incident " + std::to_string(index + 1), std::move(text));
}

void World::tell(Context& c, std::string_view topic, std::string subject, std::string text) {
  c.observe(Note{topic, std::move(subject), std::move(text)});
}

void World::handle(Context& c, Event event) {
  constexpr std::uint64_t between_pauses = 1 << 16;
  if (++handled_ % between_pauses == 0 && pause_) pause_();
  const std::uint32_t subject = event.subject;
  switch (event.kind()) {
    case EventType::fault_arises:
      return arise(c, subject);
    case EventType::fault_starts:
      return start_fault(c, subject);
    case EventType::fault_ends:
      return end_fault(c, subject);
    case EventType::failed_over:
      return mask_fault(c, subject);
    case EventType::dependency_lost:
      return lose(c, subject);
    case EventType::dependency_back:
      regain(c, subject, event.generation);
      return come_to_rest(c);
    case EventType::restarted:
      restarted(c, unit(UnitIndex{subject}), event.generation);
      return come_to_rest(c);
    case EventType::wake_waiting:
      wake_waiting(c);
      return come_to_rest(c);
    case EventType::traffic_reports:
      return traffic_reports(c, subject);
    case EventType::trigger_turns:
      return note_trigger(c, event.generation != 0 ? +1 : -1);
    case EventType::trigger_judged:
      return judge_trigger(c, subject, event.generation);
    case EventType::customers_switch:
      return switch_customers(c, subject);
    case EventType::customers_look:
      return look_at_customers(c, subject);
    case EventType::black_start:
      return black_start(c);
    case EventType::change_arrives:
      return arrive(c, subject);
    case EventType::change_is_given:
      return receive(c, subject);
    case EventType::change_proceeds:
      return proceed(c, subject);
    case EventType::wave_baked:
      return baked(c, subject);
    case EventType::rolled_back:
      return roll_back(c, subject);
    default:
      return handle_response(c, event);
  }
}

/// What monitors, crews and the status page do. Steps that the incident has overtaken are void.
void World::handle_response(Context& c, Event event) {
  const std::uint32_t subject = event.subject;
  const auto is_current = [&] {
    return (incidents_[subject].generation & 0xffffff) == event.generation;
  };
  switch (event.kind()) {
    case EventType::tools_changed:
      return tools_changed(c);
    case EventType::recount:
      return recount(c, subject);
    case EventType::monitor_looks:
      return looked(c, subject, event.generation);
    case EventType::false_alarm:
      return false_alarm(c, subject, event.generation);
    case EventType::crew_free:
      return free_crew(c, subject);
    case EventType::reported:
      return reported(c, subject);
    case EventType::notified:
      return notify(c, subject);
    case EventType::acknowledged:
      return is_current() ? begin_diagnosis(c, subject, false) : void();
    case EventType::tools_bypassed:
      return is_current() ? bypass_tools(c, subject) : void();
    case EventType::diagnosed:
      return is_current() ? begin_mending(c, subject, incidents_[subject].is_without_tools)
                          : void();
    case EventType::remedied:
      return is_current() ? finish_mending(c, subject) : void();
    case EventType::overload_judged:
      return judge_overload(c, subject);
    case EventType::throttled:
      return throttle_.is_current(event.generation) ? cut_load(c) : void();
    case EventType::let_in:
      return throttle_.is_current(event.generation) ? let_in_more(c) : void();
    default:
      return;
  }
}

}  // namespace outcast::cascade
