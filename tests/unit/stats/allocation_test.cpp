// Shares of the replications by what each cell adds to the variance.
#include "sim/stats/allocation.h"

#include <doctest/doctest.h>

using namespace outcast::sim;

TEST_CASE("cells get replications by rate times sd over the root of cost") {
  const std::vector<Cell> cells{{1, 4, 1}, {2, 1, 1}, {1, 4, 4}, {5, 0, 1}};
  const std::vector<double> shares = neyman_shares(cells);
  CHECK(shares[0] == doctest::Approx(0.5));
  CHECK(shares[1] == doctest::Approx(0.25));
  CHECK(shares[2] == doctest::Approx(0.25));
  CHECK(shares[3] == 0);
}

TEST_CASE("a defensive share keeps every weight below its inverse") {
  const std::vector<Cell> cells{{1, 0, 1}, {1, 100, 1}, {8, 0.1, 1}};
  const std::vector<double> shares = defensive_shares(cells, 0.1);
  for (std::size_t i = 0; i < 3; ++i) CHECK(cells[i].rate / 10 / shares[i] <= 10);
  CHECK(shares[0] == doctest::Approx(0.01));
}

TEST_CASE("cells that do not vary are drawn as nature draws them") {
  const std::vector<Cell> cells{{1, 0, 1}, {3, 0, 1}};
  CHECK(neyman_shares(cells) == std::vector<double>{0.25, 0.75});
}
