// Chances of differences between two independent runs, and what many looks ask for.
#include "sim/stats/significance.h"

#include <doctest/doctest.h>

#include <cmath>

#include "sim/stats/deviation.h"
#include "tests/unit/stats/experiments.h"

using namespace outcast::sim;

namespace {

const Distribution skewed{Lognormal{.median = 1, .sigma = 1}};

/// The share of 2,000 experiments with nothing behind them whose chance is at most `level`.
template <class Chance>
double share_at_most(double level, Chance chance) {
  int count = 0;
  for (std::uint64_t experiment = 0; experiment < 2000; ++experiment) {
    Luck luck(20251200, experiment);
    count += chance(luck) <= level;
  }
  return count / 2000.0;
}

}  // namespace

TEST_CASE("Welch's test agrees with the integral of Student's density") {
  const Estimate before{9, 21, 4, {}}, after{12, 23, 2, {}};
  CHECK(chance_of_larger_mean(before, after) == doctest::Approx(0.0980200955).epsilon(1e-5));
  CHECK(chance_of_larger_mean(after, before) == doctest::Approx(1 - 0.0980200955).epsilon(1e-5));
}

TEST_CASE("samples without spread are told apart by the number of ways to deal them") {
  const Estimate twos{2, 0, 0, {}}, threes{3, 1, 0, {}};
  CHECK(chance_of_larger_mean(twos, threes) == doctest::Approx(0.1));
  CHECK(chance_of_larger_mean(threes, twos) == 1);
}

TEST_CASE("one value tells nothing of a mean") {
  CHECK(std::isnan(chance_of_larger_mean({1, 0, 0, {}}, {9, 1, 1, {}})));
}

TEST_CASE("a quantile's chance is read off the halves that face each other") {
  const Quantile before{.p = 0.95, .n = 1000, .value = 10, .interval = {0, 13}};
  const Quantile after{.p = 0.95, .n = 1000, .value = 15, .interval = {11, 99}};
  CHECK(chance_of_larger_quantile(before, after) == doctest::Approx(0.025).epsilon(1e-3));
  CHECK(chance_of_larger_quantile(after, before) == 1);
}

TEST_CASE("a quantile whose interval has no length or no end tells nothing") {
  const Quantile lump{.p = 0.95, .n = 1000, .value = 10, .interval = {10, 10}};
  const Quantile endless{.p = 0.95, .n = 10, .value = 10, .interval = {9, INFINITY}};
  const Quantile after{.p = 0.95, .n = 1000, .value = 15, .interval = {11, 99}};
  CHECK(std::isnan(chance_of_larger_quantile(lump, after)));
  CHECK(std::isnan(chance_of_larger_quantile(endless, after)));
}

// Both: a share of 5 % among 2,000 has a standard error of 0.5 %.
TEST_CASE("equal skewed means seem to differ as often as the level says") {
  const double share = share_at_most(0.05, [](Luck& luck) {
    return chance_of_larger_mean(estimate_mean(luck.draws(skewed, 500)),
                                 estimate_mean(luck.draws(skewed, 700)));
  });
  CHECK(share > 0.035);
  CHECK(share < 0.065);
}

TEST_CASE("equal skewed quantiles seem to differ no more often than the level says") {
  const double level = 0.95;
  const double share = share_at_most(0.05, [&](Luck& luck) {
    const std::vector<double> a = luck.draws(skewed, 1000), b = luck.draws(skewed, 1000);
    return chance_of_larger_quantile(estimate_quantiles(a, {&level, 1})[0],
                                     estimate_quantiles(b, {&level, 1})[0]);
  });
  CHECK(share > 0.02);
  CHECK(share < 0.06);
}

TEST_CASE("Holm's steps ask less of each further chance, and skip those that tell nothing") {
  const double none = std::nan("");
  const std::vector<double> chances{0.012, none, 0.6, 0.02, 0.001};
  CHECK(holm(chances, 0.05) == std::vector{true, false, false, true, true});
  // 0.03 > 0.05 / 2 ends it, whatever follows.
  CHECK(holm(std::vector<double>{0.03, 0.04}, 0.05) == std::vector{false, false});
}

TEST_CASE("the deviation of 1 .. 4 is the root of five thirds") {
  const Deviation d = estimate_deviation(std::vector<double>{1, 2, 3, 4});
  CHECK(d.value == doctest::Approx(std::sqrt(5.0 / 3)));
  CHECK(d.interval.low < d.value);
}

TEST_CASE("the interval of a deviation covers it, for exponential values when n is 1,000") {
  const Distribution exponential{Exponential{2}};
  const double share = coverage(
      2, [&](Luck& luck) { return estimate_deviation(luck.draws(exponential, 1000)).interval; });
  CHECK(share >= 0.92);
  CHECK(share <= 0.97);
}
