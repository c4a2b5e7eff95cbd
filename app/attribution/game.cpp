// Weights of coalitions.
#include "app/attribution/game.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "sim/kernel/stream.h"

namespace outcast::app {
namespace {

constexpr Coalition only(std::size_t player) { return Coalition{1} << player; }

std::size_t position_of(Coalition coalition, const Design& design) {
  const auto at = std::ranges::find(design.coalitions, coalition);
  return static_cast<std::size_t>(at - design.coalitions.begin());
}

std::size_t add(Coalition coalition, Design& design) {
  const std::size_t position = position_of(coalition, design);
  if (position == design.coalitions.size()) design.coalitions.push_back(coalition);
  return position;
}

/// Of all orders, the share in which exactly some `before` of the players precede a given one.
double weight_of(std::size_t before, std::size_t players) {
  double sets = 1;  // of so many among the others
  for (std::size_t i = 0; i < before; ++i)
    sets = sets * static_cast<double>(players - 1 - i) / static_cast<double>(i + 1);
  return 1 / (sets * static_cast<double>(players));
}

void add_simple_contrasts(std::size_t players, Design& design) {
  const std::size_t nobody = add(0, design), everybody = add(all_of(players), design);
  design.all = {{everybody, nobody}};
  for (std::size_t i = 0; i < players; ++i) {
    design.alone.push_back({{add(only(i), design), nobody}});
    design.left_out.push_back({{everybody, add(all_of(players) & ~only(i), design)}});
  }
  design.common = design.coalitions.size();
}

/// What each player adds when they join in this order, half of it.
void add_order(const std::vector<std::size_t>& order, Design& design) {
  Coalition so_far = 0;
  for (const std::size_t player : order) {
    const std::size_t before = add(so_far, design);
    so_far |= only(player);
    design.shapley[player].push_back({add(so_far, design), before, 0.5});
  }
}

}  // namespace

Design exact_design(std::size_t players) {
  Design design;
  design.coalitions.resize(std::size_t{1} << players);
  std::iota(design.coalitions.begin(), design.coalitions.end(), Coalition{0});
  add_simple_contrasts(players, design);
  design.shapley.resize(players);
  for (std::size_t i = 0; i < players; ++i)
    for (const Coalition coalition : design.coalitions) {
      if ((coalition & only(i)) != 0) continue;
      const auto before = static_cast<std::size_t>(std::popcount(coalition));
      design.shapley[i].push_back({coalition | only(i), coalition, weight_of(before, players)});
    }
  return design;
}

Design sampled_design(std::size_t players, std::uint64_t seed, std::uint64_t block) {
  std::vector<std::size_t> order(players);
  std::iota(order.begin(), order.end(), std::size_t{0});
  sim::Stream stream = sim::Streams(seed, block)
                           .stream(sim::purpose("attribution.order"), sim::entity("players"), 0);
  for (std::size_t left = players; left > 1; --left) {  // Fisher and Yates
    const auto drawn = static_cast<std::size_t>(stream.uniform() * static_cast<double>(left));
    std::swap(order[left - 1], order[std::min(drawn, left - 1)]);
  }
  Design design;
  add_simple_contrasts(players, design);
  design.shapley.resize(players);
  add_order(order, design);
  std::ranges::reverse(order);
  add_order(order, design);
  return design;
}

}  // namespace outcast::app
