// Quantiles and their order-statistic intervals: known ranks, small samples, ties.
#include "sim/stats/quantile.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "sim/stats/reference_distributions.h"
#include "tests/unit/stats/experiments.h"

using namespace outcast::sim;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// 1 .. n in an order that is not sorted (7919 is prime).
std::vector<double> shuffled(std::size_t n) {
  std::vector<double> values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<double>(i * 7919 % n + 1);
  return values;
}

Quantile quantile_of(std::span<const double> sample, double p) {
  return estimate_quantiles(sample, {&p, 1})[0];
}

void check_ranks(double p, std::uint64_t n, std::uint64_t low, std::uint64_t high) {
  const Ranks ranks = quantile_ranks(p, n);
  CHECK(ranks.low == low);
  CHECK(ranks.high == high);
}

}  // namespace

TEST_CASE("the ranks are those of a binomial distribution added up term by term") {
  check_ranks(0.50, 100, 40, 61);
  check_ranks(0.50, 1000, 469, 532);
  check_ranks(0.05, 1000, 37, 65);
  check_ranks(0.95, 1000, 936, 964);
  check_ranks(0.99, 1000, 983, 997);
  check_ranks(0.99, 3000, 2959, 2981);
}

TEST_CASE("the ranks leave at most 2.5 % beyond each end, and no narrower ones do") {
  for (const double p : {0.05, 0.25, 0.5, 0.75, 0.95, 0.99}) {
    for (std::uint64_t n = 400; n < 500; ++n) {
      const auto [l, h] = quantile_ranks(p, n);
      const auto low = static_cast<std::int64_t>(l);
      const auto high = static_cast<std::int64_t>(h);
      REQUIRE(binomial_cdf(low - 1, n, p) <= 0.025);
      REQUIRE(binomial_cdf(low, n, p) > 0.025);
      REQUIRE(1 - binomial_cdf(high - 1, n, p) <= 0.025);
      REQUIRE(1 - binomial_cdf(high - 2, n, p) > 0.025);
    }
  }
}

TEST_CASE("a quantile is the smallest value that its share of the sample does not exceed") {
  const auto sample = shuffled(100);
  CHECK(quantile_of(sample, 0.05).value == 5);
  CHECK(quantile_of(sample, 0.07).value == 7);  // 0.07 * 100 rounds to more than 7
  CHECK(quantile_of(sample, 0.50).value == 50);
  CHECK(quantile_of(sample, 0.951).value == 96);
  CHECK(quantile_of(sample, 0.001).value == 1);
  CHECK(quantile_of(sample, 0.999).value == 100);
}

TEST_CASE("values and ends come from their ranks, for many quantiles at once") {
  const std::array ps{0.95, 0.05, 0.5, 0.5};
  const auto quantiles = estimate_quantiles(shuffled(1000), ps);
  CHECK(quantiles[0].value == 950);
  CHECK(quantiles[0].interval.low == 936);
  CHECK(quantiles[0].interval.high == 964);
  CHECK(quantiles[1].value == 50);
  CHECK(quantiles[1].interval.low == 37);
  CHECK(quantiles[2].value == 500);
  CHECK(quantiles[3].interval.high == 532);
}

TEST_CASE("partial sorting finds what sorting would") {
  Luck luck(1, 1);
  const std::array ps{0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99};
  auto sample = luck.draws(Distribution(Exponential{1}), 5000);
  const auto quantiles = estimate_quantiles(sample, ps);
  std::sort(sample.begin(), sample.end());
  for (const Quantile& q : quantiles) {
    const Ranks ranks = quantile_ranks(q.p, 5000);
    CHECK(q.value == sample[static_cast<std::size_t>(std::lround(5000 * q.p)) - 1]);
    CHECK(q.interval.low == sample[ranks.low - 1]);
    CHECK(q.interval.high == sample[ranks.high - 1]);
  }
}

TEST_CASE("a sample too small for an end has an infinite one") {
  CHECK(quantile_of(shuffled(367), 0.99).interval.high == infinity);
  CHECK(quantile_of(shuffled(368), 0.99).interval.high == 368);
  CHECK(quantile_of(shuffled(71), 0.95).interval.high == infinity);
  CHECK(quantile_of(shuffled(72), 0.95).interval.high == 72);
  CHECK(quantile_of(shuffled(72), 0.05).interval.low == 1);
  CHECK(quantile_of(shuffled(5), 0.5).interval.low == -infinity);
  CHECK(quantile_of(shuffled(6), 0.5).interval.low == 1);
}

TEST_CASE("no values have no quantile") {
  const Quantile q = quantile_of(std::vector<double>{std::nan("")}, 0.5);
  CHECK(q.n == 0);
  CHECK(std::isnan(q.value));
  CHECK(q.interval.low == -infinity);
  CHECK(q.interval.high == infinity);
}

TEST_CASE("one value is every quantile") {
  CHECK(quantile_of(std::vector<double>{3.0}, 0.01).value == 3);
  CHECK(quantile_of(std::vector<double>{3.0}, 0.99).value == 3);
}

TEST_CASE("replications without a value do not count in a quantile") {
  const Quantile q =
      quantile_of(std::vector<double>{std::nan(""), 2.0, 1.0, std::nan(""), 3.0}, 0.5);
  CHECK(q.n == 3);
  CHECK(q.value == 2);
}

TEST_CASE("many zeros give a quantile of zero with an end at zero") {
  std::vector<double> sample(1000, 0.0);
  for (std::size_t i = 0; i < 100; ++i) sample[i * 10] = static_cast<double>(i + 1);
  CHECK(quantile_of(sample, 0.5).interval.high == 0);
  CHECK(quantile_of(sample, 0.95).value == 50);
}
