// Spearman's rho and shared tops: their figures, and how often the intervals cover.
#include "sim/stats/rank_correlation.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "tests/unit/stats/experiments.h"

using namespace outcast;

namespace {

const std::vector<double> rising = {1, 2, 3, 4, 5};

}  // namespace

TEST_CASE("the same order has a rank correlation of 1, the opposite one of -1") {
  CHECK(sim::rank_correlation(rising, std::vector<double>{1, 10, 100, 1e3, 1e4}).rho == 1);
  CHECK(sim::rank_correlation(rising, std::vector<double>{5, 4, 3, 2, 1}).rho == -1);
}

TEST_CASE("equal values share the middle of their ranks") {
  // Ranks 0, 1.5, 1.5, 3, 4 against 0 .. 4: covariance 9.5, variances 9.5 and 10.
  const auto found = sim::rank_correlation(std::vector<double>{1, 2, 2, 4, 5}, rising);
  CHECK(found.rho == doctest::Approx(std::sqrt(0.95)));
}

TEST_CASE("an order of equals agrees with nothing") {
  CHECK(std::isnan(sim::rank_correlation(rising, std::vector<double>(5, 1.0)).rho));
}

TEST_CASE("of equals the earlier belongs to the top") {
  const std::vector<double> other = {0, 7, 7, 7, 1};
  CHECK(sim::shared_top(rising, other, 2).successes == 0);
  CHECK(sim::shared_top(rising, other, 3).successes == 2);
}

// Of normal pairs with correlation r, Spearman's is 6/pi asin(r/2). Binomial error at 2,000
// experiments: 0.5 %.
TEST_CASE("19 of 20 intervals of a rank correlation cover it") {
  const double r = 0.8;
  const double truth = 6 / std::numbers::pi * std::asin(r / 2);
  const double covered = sim::coverage(truth, [&](sim::Luck& luck) {
    std::vector<double> x, y;
    for (int i = 0; i < 30; ++i) {
      x.push_back(sim::normal_quantile(luck.uniform()));
      y.push_back(r * x.back() + std::sqrt(1 - r * r) * sim::normal_quantile(luck.uniform()));
    }
    return sim::rank_correlation(x, y).interval;
  });
  CHECK(covered > 0.925);
  CHECK(covered < 0.97);
}
