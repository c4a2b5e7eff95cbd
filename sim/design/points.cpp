// Grids, Latin hypercubes, and one parameter at a time.
#include "sim/design/points.h"

#include <algorithm>
#include <numeric>

#include "sim/design/draws.h"

namespace outcast::sim {
namespace {

constexpr Purpose slices = purpose("design.latin-hypercube");

/// Source: Durstenfeld, Algorithm 235 (1964).
std::vector<std::size_t> permutation(std::size_t count, Draws& draws) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t left = count; left > 1; --left)
    std::swap(order[left - 1], order[draws.below(left)]);
  return order;
}

}  // namespace

Points grid(std::span<const std::vector<double>> levels) {
  Points points{.dimensions = levels.size()};
  std::vector<std::size_t> at(levels.size(), 0);
  if (std::ranges::any_of(levels, &std::vector<double>::empty)) return points;
  for (bool is_more = !levels.empty(); is_more;) {
    for (std::size_t d = 0; d < at.size(); ++d) points.coordinates.push_back(levels[d][at[d]]);
    std::size_t d = at.size();
    while (d > 0 && ++at[d - 1] == levels[d - 1].size()) at[--d] = 0;
    is_more = d > 0;
  }
  return points;
}

Points latin_hypercube(std::size_t dimensions, std::size_t count, std::uint64_t seed) {
  Points points{dimensions, std::vector<double>(dimensions * count)};
  for (std::size_t d = 0; d < dimensions; ++d) {
    Draws draws(seed, slices, Entity{d});
    const std::vector<std::size_t> slice_of = permutation(count, draws);
    for (std::size_t i = 0; i < count; ++i)
      points.coordinates[i * dimensions + d] =
          (static_cast<double>(slice_of[i]) + draws.uniform()) / static_cast<double>(count);
  }
  return points;
}

Points one_at_a_time(std::span<const Ends> ends) {
  Points points{ends.size(), std::vector<double>(ends.size() * (1 + 2 * ends.size()), as_it_is)};
  for (std::size_t d = 0; d < ends.size(); ++d) {
    points.coordinates[(1 + 2 * d) * ends.size() + d] = ends[d].low;
    points.coordinates[(2 + 2 * d) * ends.size() + d] = ends[d].high;
  }
  return points;
}

}  // namespace outcast::sim
