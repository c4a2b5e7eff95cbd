// What changes during a replication: units, losses, faults, incidents, changes, crews, customers.
#pragma once
#include <vector>

#include "models/cascade/blueprint.h"
#include "models/cascade/event.h"
#include "sim/kernel/touched.h"

namespace outcast::cascade {

/// `waiting`: mended, but something it needs to start is down. `restarting`: on its way up.
enum class Phase : std::uint8_t { serving, down, waiting, restarting };

struct UnitState {
  UnitIndex unit{};
  std::uint32_t sequence = 0;   ///< of the events it schedules
  std::uint32_t hard_lost = 0;  ///< hard requirements that are lost
  Share soft_lost = 0;          ///< summed degradation of lost soft requirements
  Share traffic_loss = 0;       ///< of its requests
  Share own_loss = 0;           ///< summed loss of its active faults
  Share loss = 0;               ///< what it loses in all; `whole` = down
  sim::Time since{};            ///< of the latest change of `loss`
  std::int64_t lost_ns = 0;     ///< time x loss so far
  std::uint32_t first_loss =
      none;                       ///< head of the list of losses that it inflicts on its dependants
  std::uint32_t downs = 0;        ///< how often it went down: the occurrence in the key of its luck
  std::uint32_t incidents = 0;    ///< that it was the root of so far
  std::uint32_t faults = 0;       ///< so far: the occurrence in the key of their luck
  std::uint32_t hits = 0;         ///< how often it began to lose something
  std::uint32_t own_faults = 0;   ///< faults of its own that began
  std::uint32_t incident = none;  ///< to which its present loss is attributed
  std::uint32_t generation = 0;   ///< makes stale restarts recognisable
  float visibility = 1;           ///< how plainly monitors see its present loss
  Phase phase = Phase::serving;
  bool forced = false;  ///< black-started: serves although requirements are still counted as lost
};

/// Units of a service that wait to start, and that start. Only where somebody has a limit.
struct Turns {
  std::uint32_t waiting = 0, restarting = 0;
};

/// `pending`: the dependant does not feel it yet; `recovering`: the provider is back, the dependant
/// not yet; `cancelled`: the provider came back before it was felt; `spent`: over.
enum class LossState : std::uint8_t { pending, active, recovering, cancelled, spent };

/// The loss of one provider felt by one dependant. Kept while the provider lists it or an event
/// names it.
struct Loss {
  std::uint32_t edge = 0;
  std::uint32_t provider = 0;
  std::uint32_t next = none;
  std::uint16_t generation = 0;
  LossState state = LossState::spent;
  bool is_listed = false;
};

struct RequirementState {
  std::uint32_t failed = 0;
};

/// How often a fault process has struck.
struct ProcessState {
  std::uint32_t count = 0;
};

/// `masked`: failed over; the fault is still there but nobody feels it.
enum class FaultState : std::uint8_t { coming, active, masked, ended };

struct Fault {
  UnitIndex unit{};
  std::uint32_t mode = 0;
  std::uint32_t incident = none;
  std::uint32_t change = none;                     ///< that brought it
  std::uint32_t process = none;                    ///< fault process to renew when it ends
  std::uint32_t next = none;                       ///< next fault of the incident
  sim::Duration lasts = sim::Duration::forever();  ///< until it expires by itself
  bool expires = false;
  bool is_in_work = false;  ///< the mending under way will end it
  bool is_given = false;    ///< by a what-if: all of them are one incident
  FaultState state = FaultState::coming;
};

enum class IncidentPhase : std::uint8_t {
  unseen,
  waiting_for_crew,
  called,
  waiting_for_tools,
  diagnosing,
  waiting_to_mend,
  mending,
  throttling,
  mended,
  ended
};

struct Incident {
  UnitIndex root{};
  sim::Entity entity{};          ///< of the root: with `occurrence`, the key of its luck
  std::uint32_t occurrence = 0;  ///< how many incidents this root had before
  std::uint32_t sequence = 0;
  std::uint32_t change = none;
  std::uint32_t first_fault = none;
  std::uint32_t active_faults = 0;  ///< masked ones included
  std::uint32_t affected = 0;       ///< units that lose something because of it now
  std::uint32_t team = 0;
  std::uint32_t generation = 0;
  sim::Time onset{};
  sim::Time detected = sim::Time::never(), notified = sim::Time::never();
  sim::Time mitigated = sim::Time::never(), recovered = sim::Time::never();
  IncidentPhase phase = IncidentPhase::unseen;
  bool has_crew = false;
  bool is_watched = false;
  bool is_recount_due = false;
  bool is_call_due = false;       ///< the customers' call is scheduled
  bool is_overload_due = false;   ///< somebody looks whether customers still lose requests
  bool is_notice_due = false;     ///< the status page waits for what it needs
  bool is_without_tools = false;  ///< people work on break-glass access
};

/// One monitor's view of one incident: it looks on a regular clock until its hazard has reached the
/// threshold drawn for it.
struct Watch {
  sim::Duration phase{};   ///< of its clock, after the onset
  double threshold = 0;    ///< exponentially distributed with mean 1
  double hazard = 0;       ///< of all looks so far
  double rate = 0;         ///< hazard per look at the present share
  std::int64_t looks = 0;  ///< accounted for in `hazard`
  std::uint32_t generation = 0;
  std::uint64_t affected = 0;  ///< summed weight of the watched units that lose something
  double visible = 0;          ///< the same, each weighted by how plainly it is seen
};

struct ChangeState {
  std::uint32_t team = none, author = none, role = none;
  change::Kind kind = change::Kind::config;
  ServiceIndex target = system::no_service;
  bool destructive = false, overreach = false, asked = false;
  std::uint32_t mode = none;  ///< failure mode of its defect; none: flawless
  sim::Duration latency{};    ///< of the defect
  sim::Time proposed{};
  sim::Entity entity{};          ///< its team, or the target of a given change
  std::uint32_t occurrence = 0;  ///< with `entity`, the key of its luck
  std::uint32_t sequence = 0;
  std::uint32_t step = 0;  ///< next safeguard to pass
  std::uint32_t incident = none;
  std::uint32_t moment = none;     ///< of the background that is recorded
  std::vector<UnitIndex> units{};  ///< that the request names, in order of rollout
  std::uint32_t deployed = 0;      ///< of them, how many have it
  std::uint32_t waves = 0;
  bool is_in_review = false, is_halted = false, is_over = false;
};

struct CustomerState {
  std::uint32_t sequence = 0;
  double loss = 0;
  double lost_ns = 0;            ///< time x loss so far
  double lost_in_window_ns = 0;  ///< the part of it within the window
  sim::Time since{};
  bool is_look_due = false, was_hit = false, has_switched = false;
};

/// What who holds load back will do next.
enum class ThrottleStep : std::uint8_t { none, cut, let_in };

/// The load that people hold back.
struct ThrottleState {
  std::uint32_t incident = none;  ///< whose people hold it back; none: nobody does
  std::uint32_t generation = 0;   ///< makes overtaken steps recognisable
  std::uint32_t cuts = 0;         ///< of this incident so far
  double let_in = 1;              ///< share of the load of `sources`
  sim::Time since{};              ///< of the latest change of `let_in`
  ThrottleStep next = ThrottleStep::none;
  std::vector<std::uint32_t> sources{};

  bool is_current(std::uint32_t step) const { return (generation & 0xffffff) == step; }
};

/// For a while, a share of a source's requests was not let in.
struct HeldBack {
  std::uint32_t source = 0;
  sim::Time from{}, until{};
  double share = 0;
};

struct CrewPool {
  std::uint32_t sequence = 0;
  unsigned busy = 0;
  unsigned false_alarms = 0;               ///< waiting for a crew
  std::uint32_t for_nothing = 0;           ///< false alarms looked into so far
  std::vector<std::uint32_t> incidents{};  ///< that ever waited for a crew, first come first served
  std::size_t served = 0;                  ///< of them, how many wait no more

  void reset() {
    incidents.clear();
    sequence = for_nothing = 0;
    busy = false_alarms = 0;
    served = 0;
  }
};

struct TeamState {
  std::uint32_t sequence = 0;
  std::uint32_t arrivals = 0;  ///< candidates so far: the occurrence in the key of their luck
  unsigned in_review = 0;
  sim::Time last_change = sim::Time::never();
};

/// Sums of one replication; times in nanoseconds.
struct Tally {
  std::uint64_t affected = 0, peak_affected = 0;  ///< summed weight of units that lose something
  std::uint32_t changes_shipped = 0, changes_refused = 0, changes_under_way = 0;
  double lead_ns = 0;  ///< summed over the shipped changes
  std::uint32_t rollbacks = 0, false_rollbacks = 0, false_alarms = 0, circular_waits = 0;
  std::uint32_t triggers_judged = 0, triggers_metastable = 0;
};

}  // namespace outcast::cascade
