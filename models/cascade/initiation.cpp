// Conditional estimation: a replication that begins with one incident, in a state that a campaign
// left; and the recording of such states.
#include <algorithm>

#include "models/cascade/purposes.h"
#include "models/cascade/world.h"

namespace outcast::cascade {

using sim::Stream;
using sim::Time;

/// A fault process strikes for the first time before the horizon; a change is proposed when the
/// moment was.
void World::start_initiating_event(Context& c) {
  const InitiatingEvent& event = *initiation_->event;
  if (event.is_change()) {
    changes_.push_back({.team = event.team,
                        .author = event.author,
                        .role = event.role,
                        .kind = event.kind,
                        .target = event.service,
                        .entity = blueprint_.teams[event.team].entity});
    after(c, initiation_->moment.at.since(Time{}), EventType::change_is_given, origin_of_change(0),
          0);
    return;
  }
  const ProcessPlan& plan = blueprint_.processes[event.process];
  const double within = expected_events(blueprint_, event, {});
  const double u = c.stream(purposes::process, plan.entity, 0).uniform();
  const sim::Distribution& every = blueprint_.scenario.faults[plan.process].every;
  after(c, sim::Duration::from_seconds(every.quantile(u * within)), EventType::fault_arises,
        origin(unit(plan.unit)), event.process);
}

/// Wrong in the way of its cell; what the cell leaves open falls as in a campaign.
void World::make_initiating_change(Context& c) {
  const InitiatingEvent& event = *initiation_->event;
  ChangeState& change = changes_[0];
  changes_by_author_[event.author] = initiation_->moment.changes_made;
  teams_[event.team].in_review = initiation_->moment.reviews;
  draw_errors(c, change, nullptr);
  change.destructive = event.destructive;
  change.overreach = event.overreach;
  const double asks = blueprint_.scenario.authors[event.author].asks_before_acting;
  change.asked = (event.destructive || event.overreach) &&
                 c.stream(purposes::asks, change.entity, change.occurrence).coin(asks);
  if (!event.destructive) {
    Stream stream = c.stream(purposes::outcome, change.entity, change.occurrence);
    stream.uniform();  // chooses the outcome where it is open
    const auto& outcomes = blueprint_.outcomes[static_cast<std::size_t>(event.kind)];
    change.latency = {};
    strike_later(change, outcomes[event.outcome], stream);
  }
  propose(c, 0);
}

/// Incidents of the campaign's other changes, as far as the kill switch remembers them.
void World::add_background(const Context& c, change::Visible& visible) const {
  const std::vector<Time>& others = initiation_->background->ai_incidents;
  const auto until = std::ranges::upper_bound(others, c.now());
  if (until == others.begin()) return;
  const Time last = *(until - 1);
  visible.ai_incidents += static_cast<unsigned>(until - others.begin());
  if (visible.last_ai_incident == Time::never() || visible.last_ai_incident < last)
    visible.last_ai_incident = last;
}

/// A harmful change is left out: its own incident would be a second one beside the given.
void World::keep_moment(Context& c, ChangeState& change) {
  if (record_.background == nullptr || change.mode != none || change.destructive) return;
  if (!c.stream(purposes::moment, change.entity, change.occurrence).coin(record_.share)) return;
  change.moment = static_cast<std::uint32_t>(record_.background->moments.size());
  record_.background->moments.push_back({.at = c.now(),
                                         .team = change.team,
                                         .author = change.author,
                                         .changes_made = changes_by_author_[change.author] - 1,
                                         .reviews = teams_[change.team].in_review});
}

}  // namespace outcast::cascade
