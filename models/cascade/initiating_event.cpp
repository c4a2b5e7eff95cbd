// The cells of initiating events of a campaign, and their rates.
#include "models/cascade/initiating_event.h"

#include <algorithm>
#include <cmath>

#include "models/change/safeguards.h"
#include "sim/kernel/portable_math.h"

namespace outcast::cascade {
namespace {

using change::Kind;

constexpr double seconds_per_week = 7 * 86400;

/// Training and experience multiply every error rate.
double error_factor(const Blueprint& blueprint, const change::Author& author,
                    std::uint32_t changes_made) {
  static const std::size_t training = change::position_of("training");
  const double experience =
      std::max(author.learning_floor, sim::portable_pow(1.0 + changes_made, -author.learning_rate));
  const auto& settings = blueprint.scenario.safeguards[training];
  return settings.on ? experience * settings.values[0].mean() : experience;
}

double share_of(const std::vector<OutcomePlan>& outcomes, std::uint32_t outcome) {
  return outcomes[outcome].up_to - (outcome == 0 ? 0 : outcomes[outcome - 1].up_to);
}

double share_of(const TeamPlan& team, std::size_t kind) {
  return team.kind_up_to[kind] - (kind == 0 ? 0 : team.kind_up_to[kind - 1]);
}

double changes_of(const Blueprint& blueprint, std::uint32_t team) {
  const double weeks = blueprint.scenario.horizon.seconds() / seconds_per_week;
  return blueprint.scenario.teams[team].changes_per_week * weeks;
}

/// Probability that a change is wrong in the way of the cell.
double probability(const Blueprint& blueprint, const InitiatingEvent& event,
                   const ErrorRates& rates) {
  const double extent = event.overreach ? rates.overreach : 1 - rates.overreach;
  if (event.destructive) return rates.destructive * extent;
  const auto& outcomes = blueprint.outcomes[static_cast<std::size_t>(event.kind)];
  return (1 - rates.destructive) * extent * rates.defect * share_of(outcomes, event.outcome);
}

/// The probability that a healthy time is shorter than `horizon`, from its quantiles.
double probability_within(const sim::Distribution& healthy, sim::Duration horizon) {
  double low = 0, high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (healthy.quantile(middle) < horizon.seconds() ? low : high) = middle;
  }
  return high;
}

class Census {
 public:
  explicit Census(const Blueprint& blueprint) : blueprint_(blueprint) {}

  std::vector<InitiatingEvent> take() {
    for (std::uint32_t t = 0; t < blueprint_.scenario.teams.size(); ++t) count_team(t);
    for (std::uint32_t p = 0; p < blueprint_.processes.size(); ++p) {
      const UnitIndex unit = blueprint_.processes[p].unit;
      cells_.push_back({.process = p, .service = blueprint_.units.unit(unit).service});
    }
    std::erase_if(cells_, [&](const InitiatingEvent& cell) {
      return !(expected_events(blueprint_, cell, {}) > 0);
    });
    return std::move(cells_);
  }

 private:
  void count_team(std::uint32_t t) {
    const TeamPlan& team = blueprint_.teams[t];
    const double changes = changes_of(blueprint_, t);
    const double by_tool = team.ai_tool == none ? 0 : team.adoption;
    for (const ServiceIndex service : team.services)
      for (std::size_t kind = 0; kind < change::kind_count; ++kind) {
        const double of_kind =
            changes * share_of(team, kind) / static_cast<double>(team.services.size());
        InitiatingEvent cell{
            .team = t, .role = team.role, .kind = Kind{static_cast<int>(kind)}, .service = service};
        add(cell, team.human, of_kind * (1 - by_tool));
        if (by_tool > 0) add(cell, team.ai_tool, of_kind * by_tool);
      }
  }

  void add(InitiatingEvent cell, std::uint32_t author, double changes) {
    if (!(changes > 0)) return;
    cell.author = author;
    cell.changes = changes;
    for (const bool overreach : {false, true}) {
      cell.overreach = overreach;
      cell.destructive = true;
      cell.outcome = none;
      cells_.push_back(cell);
      cell.destructive = false;
      const auto& outcomes = blueprint_.outcomes[static_cast<std::size_t>(cell.kind)];
      for (cell.outcome = 0; cell.outcome < outcomes.size(); ++cell.outcome) cells_.push_back(cell);
    }
  }

  const Blueprint& blueprint_;
  std::vector<InitiatingEvent> cells_;
};

}  // namespace

ErrorRates error_rates(const Blueprint& blueprint, std::uint32_t author_index, Kind kind,
                       std::uint32_t changes_made) {
  const change::Author& author = blueprint.scenario.authors[author_index];
  const double factor = error_factor(blueprint, author, changes_made);
  const bool may_destroy = kind == Kind::infrastructure || kind == Kind::data;
  return {.destructive = may_destroy ? author.destructive * factor : 0,
          .overreach = author.overreach * factor,
          .defect = author.defect[static_cast<std::size_t>(kind)] * factor};
}

double expected_changes(const Blueprint& blueprint) {
  double changes = 0;
  for (std::uint32_t t = 0; t < blueprint.scenario.teams.size(); ++t)
    if (!blueprint.teams[t].services.empty()) changes += changes_of(blueprint, t);
  return changes;
}

std::vector<InitiatingEvent> initiating_events(const Blueprint& blueprint) {
  return Census(blueprint).take();
}

double expected_events(const Blueprint& blueprint, const InitiatingEvent& event,
                       const Moment& moment) {
  if (!event.is_change()) {
    const auto process = blueprint.processes[event.process].process;
    return probability_within(blueprint.scenario.faults[process].every, blueprint.scenario.horizon);
  }
  const ErrorRates rates = error_rates(blueprint, event.author, event.kind, moment.changes_made);
  return event.changes * probability(blueprint, event, rates);
}

}  // namespace outcast::cascade
