// What sets incidents off in a campaign, cell by cell, and how often: the base of conditional
// estimation (rate x consequence).
#pragma once
#include <vector>

#include "models/cascade/blueprint.h"

namespace outcast::cascade {

/// Probabilities that a change is wrong in each way; the three are independent.
struct ErrorRates {
  double destructive = 0, overreach = 0, defect = 0;
};
/// `changes_made`: by this author before. Training and experience multiply every rate.
ErrorRates error_rates(const Blueprint& blueprint, std::uint32_t author, change::Kind kind,
                       std::uint32_t changes_made);

/// A cell of initiating events (the term of probabilistic risk assessment): harmful changes of one
/// kind by one author under one role to one service, that are wrong in the same way; or the faults
/// of one process on one unit.
struct InitiatingEvent {
  std::uint32_t process = none;  ///< position in Blueprint::processes; none: a change
  std::uint32_t team = none, author = none, role = none;
  change::Kind kind = change::Kind::config;
  ServiceIndex service = system::no_service;
  bool destructive = false, overreach = false;
  std::uint32_t outcome = none;  ///< of the defect, in Blueprint::outcomes; none: as it falls
  double changes = 0;  ///< per horizon: of that kind by that author to that service, right or wrong

  bool is_change() const { return process == none; }
};

/// All cells whose events can happen, in the order of teams, then of fault processes.
std::vector<InitiatingEvent> initiating_events(const Blueprint& blueprint);

/// Changes that a campaign makes per horizon, right or wrong.
double expected_changes(const Blueprint& blueprint);

/// A change that a campaign made and that was flawless: when it was proposed, and what the state of
/// the people was then. Source of the idea: DESIGN section 3, "conditional estimation".
struct Moment {
  sim::Time at{};
  std::uint32_t team = none, author = none;
  std::uint32_t changes_made = 0;  ///< by its author before it
  unsigned reviews = 0;            ///< under way in the team when it was reviewed
};

/// What a campaign leaves for conditional estimation.
struct Background {
  std::vector<Moment> moments;          ///< in the order of time
  std::vector<sim::Time> ai_incidents;  ///< when incidents traced to an AI tool were detected
};

/// Events of the cell per horizon, if all changes were made in the state of `moment`. Of a fault
/// process: the probability that it strikes at all; what it does later follows from the first time.
double expected_events(const Blueprint& blueprint, const InitiatingEvent& event,
                       const Moment& moment);

/// The one incident that a replication begins with. Both must outlive the replication.
struct Initiation {
  const InitiatingEvent* event = nullptr;
  const Background* background = nullptr;
  Moment moment{};
};

}  // namespace outcast::cascade
