// The measured gain of common random numbers, against closed forms.
// Coverage over 2,000 experiments has a standard error of 0.5 %: a bound of 93 .. 97 % around a
// true 95 % is missed once in 25,000 choices of seeds.
#include "sim/stats/pairing_gain.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "tests/unit/stats/experiments.h"

using namespace outcast::sim;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

struct Pairs {
  std::vector<double> a{}, b{};
};

/// Normal pairs, `a` of standard deviation 1 and `b` of 2: gain 5 / (5 - 4 correlation).
Pairs normal_pairs(Luck& luck, double correlation, std::size_t n) {
  Pairs pairs;
  for (std::size_t i = 0; i < n; ++i) {
    const double common = normal_quantile(luck.uniform()), own = normal_quantile(luck.uniform());
    pairs.a.push_back(7 + common);
    pairs.b.push_back(9 +
                      2 * (correlation * common + std::sqrt(1 - correlation * correlation) * own));
  }
  return pairs;
}

/// Coins of probability 0.3 and 0.2 thrown with the same luck: the difference is a coin of 0.1.
Pairs coins(Luck& luck, std::size_t n) {
  Pairs pairs;
  for (std::size_t i = 0; i < n; ++i) {
    const double u = luck.uniform();
    pairs.a.push_back(u < 0.3 ? 1 : 0);
    pairs.b.push_back(u < 0.2 ? 1 : 0);
  }
  return pairs;
}

template <class PairsOf>
double coverage_of(double truth, PairsOf pairs_of) {
  return coverage(truth, [&](Luck& luck) {
    const Pairs pairs = pairs_of(luck);
    return pairing_gain(pairs.a, pairs.b)->interval;
  });
}

void check_nominal(double share) {
  CHECK(share >= 0.93);
  CHECK(share <= 0.97);
}

}  // namespace

TEST_CASE("the gain of pairs is the sum of both variances by that of the difference") {
  // Variances 4, 9 and 1 of -2 0 2 and -3 0 3 and their difference -1 0 1.
  const auto gain = pairing_gain(std::vector{-2.0, 0.0, 2.0}, std::vector{-3.0, 0.0, 3.0});
  REQUIRE(gain.has_value());
  CHECK(gain->factor == doctest::Approx(13));
}

TEST_CASE("below ten pairs the interval of the gain is open") {
  const auto gain = pairing_gain(std::vector{-2.0, 0.0, 2.0}, std::vector{-3.0, 0.0, 3.0});
  REQUIRE(gain.has_value());
  CHECK(gain->interval.low == 0);
  CHECK(std::isinf(gain->interval.high));
}

TEST_CASE("where all pairs differ by the same there is no variance to reduce") {
  const std::vector<double> a{0.1, 50.3, 700.7, 0.1};
  CHECK_FALSE(pairing_gain(a, a).has_value());
  CHECK_FALSE(pairing_gain(std::vector(20, 0.1), std::vector(20, 0.3)).has_value());
  CHECK_FALSE(pairing_gain(std::vector{1.0, none}, std::vector{5.0, 7.0}).has_value());
  CHECK_FALSE(pairing_gain({}, {}).has_value());
}

TEST_CASE("a pair counts for the gain when both have a value") {
  const auto gain = pairing_gain(std::vector{none, -2.0, 9.0, 0.0, 2.0, none},
                                 std::vector{4.0, -3.0, none, 0.0, 3.0, none});
  REQUIRE(gain.has_value());
  CHECK(gain->factor == doctest::Approx(13));
}

TEST_CASE("where one replication alone differs, the gain's interval is open") {
  std::vector<double> a(5000, 3.0), b(5000, 3.0);
  b[700] = 4;
  for (const double other : {3.0, 8.0}) {
    a[10] = b[10] = other;
    const auto gain = pairing_gain(a, b);
    REQUIRE(gain.has_value());
    CHECK(gain->interval.low == 0);
    CHECK(std::isinf(gain->interval.high));
  }
}

TEST_CASE("the interval of the gain covers that of normal pairs") {
  check_nominal(coverage_of(5 / (5 - 4 * 0.9), [](Luck& l) { return normal_pairs(l, 0.9, 320); }));
  check_nominal(coverage_of(1, [](Luck& l) { return normal_pairs(l, 0, 320); }));
  check_nominal(coverage_of(5 / (5 + 4 * 0.5), [](Luck& l) { return normal_pairs(l, -0.5, 320); }));
}

TEST_CASE("the interval of the gain covers that of coins with the same luck") {
  const double truth = (0.3 * 0.7 + 0.2 * 0.8) / (0.1 * 0.9);
  check_nominal(coverage_of(truth, [](Luck& l) { return coins(l, 1000); }));
}

TEST_CASE("the interval of the gain nearly covers where pairs are few or skewed") {
  const Distribution exponential{Exponential{1}};
  // b is 0.9 a and a loss of its own: 1.82 by 0.02.
  const double skewed = coverage_of(1.82 / 0.02, [&](Luck& luck) {
    Pairs pairs;
    for (int i = 0; i < 1000; ++i) {
      pairs.a.push_back(luck.draw(exponential));
      pairs.b.push_back(0.9 * pairs.a.back() + 0.1 * luck.draw(exponential));
    }
    return pairs;
  });
  const double few =
      coverage_of(5 / (5 - 4 * 0.9), [](Luck& luck) { return normal_pairs(luck, 0.9, 12); });
  CHECK(skewed >= 0.92);  // measured: 94.7 %
  CHECK(skewed <= 0.97);
  CHECK(few >= 0.91);  // measured: 93.2 %
  CHECK(few <= 0.97);
}
