// Rates of cells, their allocation, and systematic draws.
#include "app/risk/plan.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace outcast::app {
namespace {

using cascade::InitiatingEvent;

constexpr auto sweep_start = sim::purpose("conditional.sweep");
constexpr auto chosen_moment = sim::purpose("conditional.moment");

void normalise(std::vector<Cell>& cells) {
  double sum = 0;
  for (const Cell& cell : cells) sum += cell.share;
  for (Cell& cell : cells) cell.share /= sum;
}

/// How it fails; who made it decides only whether it gets through.
auto mistake_of(const cascade::Blueprint& blueprint, const InitiatingEvent& event) {
  const bool is_change = event.is_change();
  const bool has_outcome = is_change && !event.destructive;
  const auto mode =
      has_outcome ? blueprint.outcomes[static_cast<std::size_t>(event.kind)][event.outcome].mode
      : is_change ? blueprint.deleted_mode
                  : blueprint.processes[event.process].mode;
  return std::tuple(mode, event.overreach, is_change);
}

void number(const cascade::Blueprint& blueprint, std::vector<Cell>& cells) {
  using Mistake = decltype(mistake_of(blueprint, cells[0].event));
  std::map<Mistake, std::uint32_t> mistakes;
  std::map<std::pair<Mistake, system::ServiceIndex>, std::uint32_t> alike;
  for (Cell& cell : cells) {
    const Mistake mistake = mistake_of(blueprint, cell.event);
    cell.mistake = mistakes.emplace(mistake, mistakes.size()).first->second;
    cell.alike = alike.emplace(std::pair(mistake, cell.event.service), alike.size()).first->second;
  }
}

/// Means of few cases lean on what is known of more: as if `borrowed` cases had had their means.
Pilot::Sums leaning(const Pilot::Sums& few, const Pilot::Sums& more) {
  constexpr double borrowed = 3;
  return {few.n + borrowed, few.squares + borrowed * more.squares / more.n,
          few.cost + borrowed * more.cost / more.n};
}

}  // namespace

Moments::Moments(const cascade::Blueprint& blueprint,
                 std::span<const cascade::Background> backgrounds)
    : blueprint_(blueprint),
      kept_(blueprint.teams.size() * blueprint.scenario.authors.size()),
      authors_(blueprint.scenario.authors.size()) {
  for (const cascade::Background& background : backgrounds)
    for (const cascade::Moment& moment : background.moments) {
      kept_[moment.team * authors_ + moment.author].push_back({&background, moment});
      ++size_;
    }
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

std::vector<Cell> first_plan(const Moments& moments) {
  const cascade::Blueprint& blueprint = moments.blueprint();
  std::vector<Cell> cells;
  double rates = 0, roots = 0;
  for (const InitiatingEvent& event : cascade::initiating_events(blueprint)) {
    const cascade::Moment middle = moments.draw(event, 0.5).moment;
    cells.push_back({.event = event, .expected = expected_events(blueprint, event, middle)});
    rates += cells.back().expected;
    roots += std::sqrt(cells.back().expected);
  }
  for (Cell& cell : cells)
    cell.share = cell.expected / rates / 2 + std::sqrt(cell.expected) / roots / 2;
  if (!cells.empty()) number(blueprint, cells);
  return cells;
}

void plan_again(std::vector<Cell>& cells, const Pilot& pilot) {
  constexpr double defensive = 0.1;
  if (pilot.all.squares == 0) return;
  std::vector<double> shares;
  double sum = 0, rates = 0;
  for (const Cell& cell : cells) {
    const Pilot::Sums mistake = leaning(pilot.by_mistake[cell.mistake], pilot.all);
    const Pilot::Sums alike = leaning(pilot.by_likeness[cell.alike], mistake);
    shares.push_back(cell.expected * std::sqrt(alike.squares / alike.cost));
    sum += shares.back();
    rates += cell.expected;
  }
  for (std::size_t i = 0; i < cells.size(); ++i)
    cells[i].share = (1 - defensive) * shares[i] / sum + defensive * cells[i].expected / rates;
  normalise(cells);
}

std::vector<Draw> draw(std::span<const Cell> cells, std::span<const Moments> moments,
                       const Sweeps& sweeps, std::uint64_t seed) {
  std::vector<Draw> draws;
  const auto length = static_cast<double>(sweeps.length);
  for (std::uint32_t s = 0; s < sweeps.count; ++s) {
    const sim::Streams starts(seed, sweeps.first);
    const double start = starts.stream(sweep_start, sim::entity("sweep"), s).uniform();
    std::uint32_t cell = 0;
    double up_to = cells[0].share;
    for (std::uint64_t i = 0; i < sweeps.length; ++i) {
      const double at = (start + static_cast<double>(i)) / length;
      while (at >= up_to && cell + 1 < cells.size()) up_to += cells[++cell].share;
      const sim::Streams streams(seed, sweeps.first + draws.size());
      const double u = streams.stream(chosen_moment, sim::entity("moment"), 0).uniform();
      const cascade::Initiation initiation = moments[s].draw(cells[cell].event, u);
      const double rate =
          expected_events(moments[s].blueprint(), *initiation.event, initiation.moment);
      draws.push_back({cell, initiation, rate / (cells[cell].share * length)});
    }
  }
  return draws;
}

}  // namespace outcast::app
