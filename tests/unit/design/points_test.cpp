// Designs: which points they hold, and how evenly.
#include "sim/design/points.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

using namespace outcast::sim;

namespace {

std::vector<double> row(const Points& points, std::size_t i) {
  return {points[i].begin(), points[i].end()};
}

/// Whether each of `slices` equal slices of a dimension holds as many points as any other.
bool is_even(const Points& points, std::size_t dimension, std::size_t slices) {
  std::vector<std::size_t> counts(slices, 0);
  for (std::size_t i = 0; i < points.count(); ++i)
    ++counts[static_cast<std::size_t>(points[i][dimension] * static_cast<double>(slices))];
  return std::ranges::all_of(counts, [&](std::size_t c) { return c == points.count() / slices; });
}

}  // namespace

TEST_CASE("a grid holds every combination, the last dimension changing fastest") {
  const std::vector<std::vector<double>> levels = {{0, 1}, {0, 0.5, 1}};
  const Points points = grid(levels);
  REQUIRE(points.count() == 6);
  CHECK(row(points, 0) == std::vector{0.0, 0.0});
  CHECK(row(points, 1) == std::vector{0.0, 0.5});
  CHECK(row(points, 3) == std::vector{1.0, 0.0});
  CHECK(row(points, 5) == std::vector{1.0, 1.0});
}

TEST_CASE("each slice of each dimension of a Latin hypercube holds one point") {
  const Points points = latin_hypercube(3, 50, 7);
  for (std::size_t d = 0; d < 3; ++d) CHECK(is_even(points, d, 50));
  CHECK(points.coordinates != latin_hypercube(3, 50, 8).coordinates);
}

TEST_CASE(
    "a shifted Sobol sequence is as even as an unshifted one, in every dimension and square") {
  for (const std::uint64_t shift : {0, 1, 2}) {
    const Points points = sobol(6, 256, 1, shift);
    for (std::size_t d = 0; d < 6; ++d) CHECK(is_even(points, d, 256));
    std::set<std::pair<int, int>> squares;  // of 16 x 16, of the first two dimensions
    for (std::size_t i = 0; i < points.count(); ++i)
      squares.emplace(static_cast<int>(points[i][0] * 16), static_cast<int>(points[i][1] * 16));
    CHECK(squares.size() == 256);
  }
}

TEST_CASE("two shifts of a Sobol sequence have no point in common") {
  const Points one = sobol(2, 64, 1, 0), two = sobol(2, 64, 1, 1);
  for (std::size_t i = 0; i < 64; ++i)
    for (std::size_t j = 0; j < 64; ++j) CHECK(one[i][0] != two[j][0]);
}

TEST_CASE("a Sobol sequence integrates a smooth function far better than chance would") {
  double sum = 0;
  const Points points = sobol(3, 4096, 1);
  for (std::size_t i = 0; i < points.count(); ++i) {
    double product = 1;
    for (const double x : points[i]) product *= 1 + (x - 0.5);
    sum += product;
  }
  // Independent points would err by 0.5 / sqrt(4096) = 0.008, typically; a net by some 1 / 4096.
  CHECK(std::abs(sum / 4096 - 1) < 5e-4);
}

TEST_CASE("one at a time: the base, then both ends of each, the others as they are") {
  const std::vector<Ends> ends = {{0, 1}, {0.05, 0.95}};
  const Points points = one_at_a_time(ends);
  REQUIRE(points.count() == 5);
  CHECK(std::isnan(points[0][0]));
  CHECK(points[2][0] == 1);
  CHECK(std::isnan(points[2][1]));
  CHECK(points[3][1] == 0.05);
}
