// The allocation of draws to cells, and systematic draws.
#include "app/risk/plan.h"

#include <algorithm>
#include <cmath>

#include "sim/stats/allocation.h"
#include "sim/stats/systematic.h"

namespace outcast::app {
namespace {

constexpr auto sweep_start = sim::purpose("conditional.sweep");
constexpr auto chosen_moment = sim::purpose("conditional.moment");

/// Half of what the same mistake does elsewhere goes with the square of the cascade's size: worth a
/// third of the interval where there are as many cells as draws (docs/MODEL.md), and little is lost
/// where sizes say nothing.
Pilot::Sums scaled(Pilot::Sums sums, double squared_size) {
  sums.squares *= 0.5 + 0.5 * squared_size * sums.n / sums.squared_sizes;
  return sums;
}

/// Means of few draws lean on what is known of more: as if `borrowed` draws had had their means.
Pilot::Sums leaning(const Pilot::Sums& few, const Pilot::Sums& more) {
  constexpr double borrowed = 3;
  return {few.n + borrowed, few.squares + borrowed * more.squares / more.n,
          few.cost + borrowed * more.cost / more.n,
          few.squared_sizes + borrowed * more.squared_sizes / more.n};
}

}  // namespace

Pilot::Pilot(std::span<const Cell> cells) {
  for (const Cell& cell : cells) {
    by_mistake_.resize(std::max<std::size_t>(by_mistake_.size(), cell.mistake + 1));
    by_likeness_.resize(std::max<std::size_t>(by_likeness_.size(), cell.alike + 1));
  }
}

void Pilot::add(const Cell& cell, double response, double cost) {
  for (Sums* sums : {&all_, &by_mistake_[cell.mistake], &by_likeness_[cell.alike]})
    *sums = {sums->n + 1, sums->squares + response * response, sums->cost + cost,
             sums->squared_sizes + cell.size * cell.size};
}

Pilot::Sums Pilot::of(const Cell& cell) const {
  const Sums mistake = leaning(by_mistake_[cell.mistake], all_);
  return leaning(by_likeness_[cell.alike], scaled(mistake, cell.size * cell.size));
}

std::vector<double> planned_shares(std::span<const Cell> cells, std::span<const double> rates,
                                   const Pilot& pilot) {
  constexpr double defensive = 0.1;
  std::vector<sim::Cell> known;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Pilot::Sums sums = pilot.of(cells[i]);
    known.push_back(
        {.rate = rates[i], .sd = std::sqrt(sums.squares / sums.n), .cost = sums.cost / sums.n});
  }
  return sim::defensive_shares(known, defensive);
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
      if (cells[cell].expected == 0) {
        draws.push_back({.cell = cell});
        continue;
      }
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
