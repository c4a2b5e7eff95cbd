// Rates of cells, their allocation, and systematic draws.
#include "app/risk/plan.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "sim/stats/allocation.h"
#include "sim/stats/systematic.h"

namespace outcast::app {
namespace {

using cascade::InitiatingEvent;

constexpr auto sweep_start = sim::purpose("conditional.sweep");
constexpr auto chosen_moment = sim::purpose("conditional.moment");

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
  std::vector<sim::Cell> known;
  for (const Cell& cell : cells) {
    const Pilot::Sums mistake = leaning(pilot.by_mistake[cell.mistake], pilot.all);
    const Pilot::Sums alike = leaning(pilot.by_likeness[cell.alike], mistake);
    known.push_back({.rate = cell.expected,
                     .sd = std::sqrt(alike.squares / alike.n),
                     .cost = alike.cost / alike.n});
  }
  const std::vector<double> shares = sim::defensive_shares(known, defensive);
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i].share = shares[i];
}

std::vector<Draw> draw(std::span<const Cell> cells, std::span<const Moments> moments,
                       const Sweeps& sweeps, std::uint64_t seed) {
  std::vector<double> shares;
  for (const Cell& cell : cells) shares.push_back(cell.share);
  std::vector<Draw> draws;
  const sim::Streams starts(seed, sweeps.first);
  for (std::uint32_t s = 0; s < sweeps.count; ++s) {
    const double start = starts.stream(sweep_start, sim::entity("sweep"), s).uniform();
    for (const std::uint32_t cell : sim::systematic_sweep(shares, sweeps.length, start)) {
      const sim::Streams streams(seed, sweeps.first + draws.size());
      const double u = streams.stream(chosen_moment, sim::entity("moment"), 0).uniform();
      const cascade::Initiation initiation = moments[s].draw(cells[cell].event, u);
      const double rate =
          expected_events(moments[s].blueprint(), *initiation.event, initiation.moment);
      const double drawn = shares[cell] * static_cast<double>(sweeps.length);
      draws.push_back({cell, initiation, rate / drawn});
    }
  }
  return draws;
}

}  // namespace outcast::app
