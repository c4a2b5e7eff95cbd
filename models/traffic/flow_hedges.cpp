// Hedged attempts: a second one when the first takes longer; the first success wins.
#include <algorithm>
#include <cmath>
#include <utility>

#include "models/traffic/flow_engine.h"

namespace outcast::traffic::flow {

/// Attempts that have no answer when their hedge is due make one. Where all have waited longer in
/// the queue, all of those that come in now will.
void FlowEngine::pass_on_hedges(std::uint32_t edge) {
  const EdgePlan& plan = edges_[edge];
  if (plan.hedge_after == never) return;
  EdgeState& e = edge_states_[edge];
  const StationState& s = stations_[plan.station];
  const double age = age_of(plan, s);
  const bool are_all_late = age >= plan.hedge_after || s.hung >= 1;
  double arriving = 0, begun = 0;
  for (std::uint32_t k = 0; k < plan.levels; ++k) {
    const LevelState& level = levels_[plan.first_level + k];
    arriving += level.admitted;
    begun += level.decided * pace_of(e, s);
  }
  const double unanswered =
      1 - (1 - s.hung) * served_within(s, plan.station, plan.hedge_after - age - s.calls.fast_wait);
  const double hedges = are_all_late ? arriving : begun * unanswered;
  const bool has_turned = std::exchange(e.are_all_hedged, are_all_late) != are_all_late;
  const bool has_ended = hedges == 0 && e.sent_hedges != 0;
  const double change = std::abs(hedges - e.sent_hedges);
  if (!has_ended && !is_worth_passing_on(plan.station, change, e.offered)) return;
  e.sent_hedges = hedges;
  const double delay = has_turned ? 0 : plan.hedge_after - (are_all_late ? 0 : age);
  change_rate(delay, {.edge = plan.hedges_at, .level = plan.levels, .rate = hedges});
}

/// What becomes of an attempt that may be hedged, from what becomes of one that is not.
Outcome FlowEngine::hedged(std::uint32_t edge, Outcome outcome) const {
  const EdgePlan& plan = edges_[edge];
  const StationState& s = stations_[plan.station];
  const EdgeState& second = edge_states_[plan.hedges_at];
  const double success = plan.hedges_at == edge ? outcome.success : second.outcome.success_of_one;
  const double saved = outcome.late * success * second.passed * second.admitted;
  outcome.success_of_one = outcome.success;
  outcome.success += saved;
  outcome.late -= saved;
  // Mean of min(S, after + S'): the integral of (1 - F(x)) F(x - after) is what the hedge saves.
  const double after = plan.hedge_after - age_of(plan, s) - s.calls.fast_wait;
  if (after <= 0 || saved > outcome.success / 2) return outcome;
  const ServiceProfile& profile = profiles_[plan.station];
  const double slowness = s.service / std::max(profile.mean(), 1e-12);
  constexpr int steps = 16;
  const double width = 8 * s.service / steps;
  double saving = 0;
  for (int i = 0; i < steps; ++i) {
    const double x = (i + 0.5) * width;
    saving += width * (1 - profile.within((after + x) / slowness)) * profile.within(x / slowness);
  }
  outcome.latency = std::max(0., outcome.latency - saving);
  return outcome;
}

}  // namespace outcast::traffic::flow
