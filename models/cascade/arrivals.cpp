// Changes are made: who makes them, what they touch, and what is wrong with them.
#include <algorithm>
#include <cmath>

#include "models/cascade/initiating_event.h"
#include "models/cascade/purposes.h"
#include "models/cascade/world.h"
#include "sim/kernel/portable_math.h"

namespace outcast::cascade {

using change::AuthorKind;
using change::Kind;
using sim::Duration;
using sim::Stream;
using system::raw;

namespace {

/// The next power of two: the rate of the candidates that are thinned down to the team's own rate,
/// so that a small change of the rate keeps all other changes where they are.
double candidate_rate(double per_week) {
  int exponent = 0;
  const double mantissa = std::frexp(per_week, &exponent);
  return std::ldexp(mantissa == 0.5 ? 0.5 : 1.0, exponent);
}

}  // namespace

void World::schedule_arrival(Context& c, std::uint32_t team) {
  const double per_week = blueprint_.scenario.teams[team].changes_per_week;
  if (per_week <= 0 || blueprint_.teams[team].services.empty()) return;
  TeamState& state = teams_[team];
  Stream stream = c.stream(purposes::arrival, blueprint_.teams[team].entity, state.arrivals);
  const double weeks = -sim::portable_log(stream.uniform()) / candidate_rate(per_week);
  after(c, Duration::from_seconds(weeks * 7 * 86400), EventType::change_arrives,
        {origins_.teams + team, state.sequence}, team);
}

void World::arrive(Context& c, std::uint32_t team) {
  const double per_week = blueprint_.scenario.teams[team].changes_per_week;
  const std::uint32_t occurrence = teams_[team].arrivals++;
  Stream stream = c.stream(purposes::arrival, blueprint_.teams[team].entity, occurrence);
  stream.uniform();
  if (stream.coin(per_week / candidate_rate(per_week))) {
    ChangeState change{
        .team = team, .entity = blueprint_.teams[team].entity, .occurrence = occurrence};
    draw_change(c, change);
    keep_moment(c, change);
    changes_.push_back(std::move(change));
    propose(c, static_cast<std::uint32_t>(changes_.size() - 1));
  }
  schedule_arrival(c, team);
}

/// Author, kind and target of a team's change.
void World::draw_change(Context& c, ChangeState& change) {
  const TeamPlan& team = blueprint_.teams[change.team];
  const auto stream = [&](sim::Purpose purpose) {
    return c.stream(purpose, change.entity, change.occurrence);
  };
  const bool by_tool = team.ai_tool != none && stream(purposes::author).coin(team.adoption);
  change.author = by_tool ? team.ai_tool : team.human;
  change.role = team.role;
  const double u = stream(purposes::kind).uniform();
  const auto kind = std::ranges::upper_bound(team.kind_up_to, u) - team.kind_up_to.begin();
  change.kind = static_cast<Kind>(std::min<std::ptrdiff_t>(kind, change::kind_count - 1));
  const double v = stream(purposes::target).uniform();
  change.target =
      team.services[static_cast<std::size_t>(v * static_cast<double>(team.services.size()))];
  draw_errors(c, change, nullptr);
}

/// What may be wrong with it. A what-if may give some of the answers; the others are drawn.
void World::draw_errors(Context& c, ChangeState& change, const change::GivenChange* given) {
  const change::Author& author = blueprint_.scenario.authors[change.author];
  const ErrorRates rates =
      error_rates(blueprint_, change.author, change.kind, changes_by_author_[change.author]);
  const auto coin = [&](sim::Purpose purpose, double p) {
    return c.stream(purpose, change.entity, change.occurrence).coin(p);
  };
  const bool destroys = coin(purposes::destructive, rates.destructive);
  const bool overreaches = coin(purposes::overreach, rates.overreach);
  change.destructive = given != nullptr && given->destructive ? *given->destructive : destroys;
  change.overreach = given != nullptr && given->overreach ? *given->overreach : overreaches;
  change.asked =
      (change.destructive || change.overreach) && coin(purposes::asks, author.asks_before_acting);
  const bool is_defective = coin(purposes::defect, rates.defect);
  if (given != nullptr && given->defect) {
    const auto* mode = faults::find(blueprint_.scenario.failure_modes, *given->defect);
    change.mode = mode == nullptr
                      ? none
                      : static_cast<std::uint32_t>(mode - blueprint_.scenario.failure_modes.data());
  } else if (is_defective) {
    draw_defect(c, change);
  }
  ++changes_by_author_[change.author];
}

/// A change that the what-if gives is made.
void World::receive(Context& c, std::uint32_t index) {
  if (initiation_ != nullptr) return make_initiating_change(c);
  draw_errors(c, changes_[index], &blueprint_.scenario.what_if->changes[index]);
  propose(c, index);
}

/// Which failure mode the defect turns into, and when it strikes.
void World::draw_defect(Context& c, ChangeState& change) {
  const auto& outcomes = blueprint_.outcomes[static_cast<std::size_t>(change.kind)];
  if (outcomes.empty()) return;
  Stream stream = c.stream(purposes::outcome, change.entity, change.occurrence);
  const double u = stream.uniform();
  const auto at = std::ranges::find_if(outcomes, [&](const OutcomePlan& o) { return u < o.up_to; });
  const OutcomePlan& outcome = at == outcomes.end() ? outcomes.back() : *at;
  strike_later(change, outcome, stream);
}

void World::strike_later(ChangeState& change, const OutcomePlan& outcome, Stream& stream) const {
  change.mode = outcome.mode;
  if (stream.coin(outcome.latent)) change.latency = outcome.latency.sample_duration(stream);
}

}  // namespace outcast::cascade
