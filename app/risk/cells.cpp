// Names that match the cells of cases, and their first shares.
#include "app/risk/cells.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "app/study/cascade_sizes.h"
#include "models/change/kind_names.h"

namespace outcast::app {
namespace {

using cascade::InitiatingEvent;

/// The same for the same event of two cases, whatever role it is made under.
std::string name_of(const cascade::Blueprint& blueprint, const InitiatingEvent& event) {
  const std::string where = '@' + blueprint.units.service_id(event.service);
  if (!event.is_change()) {
    const auto entity = static_cast<std::uint64_t>(blueprint.processes[event.process].entity);
    return mistake_of(blueprint, event) + where + '#' + std::to_string(entity);
  }
  const cascade::Scenario& scenario = blueprint.scenario;
  return mistake_of(blueprint, event) + where + '#' + scenario.teams[event.team].id + '#' +
         scenario.authors[event.author].id + '#' + std::string(change::name_of(event.kind)) + '#' +
         (event.destructive ? "" : std::to_string(event.outcome));
}

/// Gives the same number to the same text.
class Numbering {
 public:
  std::uint32_t of(const std::string& text) {
    return numbers_.emplace(text, static_cast<std::uint32_t>(numbers_.size())).first->second;
  }
  std::uint32_t count() const { return static_cast<std::uint32_t>(numbers_.size()); }

 private:
  std::map<std::string, std::uint32_t> numbers_;
};

std::vector<Cell> cells_of(const Moments& moments) {
  const std::vector<double> sizes = cascade_sizes(moments.blueprint());
  std::vector<Cell> cells;
  for (const InitiatingEvent& event : cascade::initiating_events(moments.blueprint())) {
    const cascade::Moment middle = moments.draw(event, 0.5).moment;
    cells.push_back({.event = event,
                     .expected = expected_events(moments.blueprint(), event, middle),
                     .size = sizes[system::raw(event.service)]});
  }
  return cells;
}

/// Between the rates and the roots of these: so rare cells are seen too before anything is known of
/// their harm.
void share_at_first(std::vector<Cell>& cells) {
  double rates = 0, roots = 0;
  for (const Cell& cell : cells) {
    rates += cell.expected;
    roots += std::sqrt(cell.expected);
  }
  for (Cell& cell : cells)
    cell.share = cell.expected / rates / 2 + std::sqrt(cell.expected) / roots / 2;
}

/// Every case gets the cells of all, and every cell the mean of the shares that cases give it;
/// cases without any cell have no say.
void align(std::vector<std::vector<Cell>>& plans, std::size_t count) {
  const auto is_empty = [](const std::vector<Cell>& plan) { return plan.empty(); };
  const auto having = static_cast<double>(plans.size() - std::ranges::count_if(plans, is_empty));
  for (std::vector<Cell>& plan : plans) plan.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    double share = 0;
    const Cell* known = nullptr;
    for (const std::vector<Cell>& plan : plans) {
      share += plan[i].share / having;
      if (plan[i].expected > 0) known = &plan[i];
    }
    for (std::vector<Cell>& plan : plans) {
      if (!(plan[i].expected > 0))
        plan[i] = {.size = known->size, .mistake = known->mistake, .alike = known->alike};
      plan[i].share = share;
    }
  }
}

}  // namespace

std::string mistake_of(const cascade::Blueprint& blueprint, const InitiatingEvent& event) {
  const auto name_of_mode = [&](std::uint32_t mode) {
    return blueprint.scenario.failure_modes[mode].name;
  };
  if (!event.is_change()) return "fault: " + name_of_mode(blueprint.processes[event.process].mode);
  const auto& outcomes = blueprint.outcomes[static_cast<std::size_t>(event.kind)];
  const std::string name =
      event.destructive ? "delete and recreate" : name_of_mode(outcomes[event.outcome].mode);
  return event.overreach ? name + ", overreaching" : name;
}

Moments::Moments(const cascade::Blueprint& blueprint,
                 std::span<const cascade::Background> backgrounds)
    : blueprint_(blueprint),
      kept_(blueprint.teams.size() * blueprint.scenario.authors.size()),
      authors_(blueprint.scenario.authors.size()) {
  for (const cascade::Background& background : backgrounds)
    for (const cascade::Moment& moment : background.moments)
      kept_[moment.team * authors_ + moment.author].push_back({&background, moment});
}

const std::vector<Moments::Kept>& Moments::of(const InitiatingEvent& event) const {
  static const std::vector<Kept> none;
  return event.is_change() ? kept_[event.team * authors_ + event.author] : none;
}

cascade::Initiation Moments::draw(const InitiatingEvent& event, double u) const {
  const auto& kept = of(event);
  if (kept.empty()) {
    const double at = u * blueprint_.scenario.horizon.seconds();
    return {&event, &nothing_, {.at = sim::Time{} + sim::Duration::from_seconds(at)}};
  }
  const Kept& one = kept[static_cast<std::size_t>(u * static_cast<double>(kept.size()))];
  return {&event, one.background, one.moment};
}

std::vector<std::vector<Cell>> first_plans(std::span<const Moments* const> cases) {
  Numbering names, mistakes, likenesses;
  std::vector<std::vector<Cell>> plans;
  for (const Moments* moments : cases) {
    const cascade::Blueprint& blueprint = moments->blueprint();
    std::vector<Cell> own = cells_of(*moments), placed;
    share_at_first(own);
    for (Cell& cell : own) {
      const std::string mistake = mistake_of(blueprint, cell.event);
      cell.mistake = mistakes.of(mistake);
      cell.alike = likenesses.of(mistake + '@' + blueprint.units.service_id(cell.event.service));
      const std::uint32_t place = names.of(name_of(blueprint, cell.event));
      if (placed.size() <= place) placed.resize(place + 1);
      placed[place] = cell;
    }
    plans.push_back(std::move(placed));
  }
  align(plans, names.count());
  return plans;
}

std::vector<Cell> first_plan(const Moments& moments) {
  const Moments* const one = &moments;
  return std::move(first_plans({&one, 1})[0]);
}

}  // namespace outcast::app
