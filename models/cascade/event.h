// The events of the cascade: a closed set, eight bytes each.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/kernel/simulation.h"

namespace outcast::cascade {

/// In the order in which simultaneous events run: causes before effects, a beginning before its
/// end, people last.
enum class EventType : std::uint8_t {
  fault_arises,      ///< subject: fault process of a unit
  fault_starts,      ///< subject: fault
  fault_ends,        ///< subject: fault
  failed_over,       ///< subject: fault
  dependency_lost,   ///< subject: loss
  dependency_back,   ///< subject: loss
  restarted,         ///< subject: unit
  wake_waiting,      ///< subject: none; units that wait to start look again
  tools_changed,     ///< subject: none
  recount,           ///< subject: incident; its affected share has changed
  traffic_reports,   ///< subject: report; a unit or customers lose another share of requests
  monitor_looks,     ///< subject: watch (incident x monitor)
  false_alarm,       ///< subject: monitor
  crew_free,         ///< subject: crew pool
  reported,          ///< subject: incident; customers call
  acknowledged,      ///< subject: incident
  tools_bypassed,    ///< subject: incident; break-glass access works
  diagnosed,         ///< subject: incident
  remedied,          ///< subject: incident
  overload_judged,   ///< subject: incident; do customers still lose requests?
  throttled,         ///< subject: none; the load is cut
  let_in,            ///< subject: none; more of the load is let in
  notified,          ///< subject: incident; the status page says so
  change_arrives,    ///< subject: team
  change_is_given,   ///< subject: change; a what-if's own
  change_proceeds,   ///< subject: change
  wave_baked,        ///< subject: change
  rolled_back,       ///< subject: change; the pipeline has reverted it
  customers_switch,  ///< subject: customer node
  trigger_turns,     ///< subject: none; a spike of load begins or ends
  trigger_judged,    ///< subject: in how many of its lengths after the trigger: do customers still
                     ///< fail?
  customers_look,    ///< subject: customer node
  black_start,       ///< subject: none
};

struct Event {
  std::uint32_t subject = 0;
  std::uint32_t type : 8 = 0;
  std::uint32_t generation : 24 = 0;  ///< stale when the subject's own generation has moved on

  EventType kind() const { return static_cast<EventType>(type); }
};
static_assert(sizeof(Event) == 8);

/// Four bits of an event's key, by event type: simultaneous events run causes first, people and
/// customers last.
inline constexpr std::array<std::uint8_t, 33> priorities = {
    0, 1, 2, 2, 3, 4,  5,  5,  6,  7,  7,  8,  8, 9,  9,  9, 9,
    9, 9, 9, 9, 9, 10, 11, 11, 11, 12, 12, 13, 2, 14, 14, 15};
constexpr sim::Priority priority_of(EventType type) {
  return sim::Priority{priorities[static_cast<std::size_t>(type)]};
}
static_assert(static_cast<std::size_t>(EventType::black_start) + 1 == priorities.size());

/// One line of the story of a replication.
struct Note {
  std::string_view topic;  ///< "fault", "cascade", "response", "change", "customers"
  std::string subject;     ///< unit, incident or change it is about
  std::string text;        ///< one sentence
};

/// Listens to one replication. Pure interface; called only where somebody listens.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void observe(sim::Time at, const Note& note) = 0;
};

using Context = sim::Context<Event, Observer>;

}  // namespace outcast::cascade
