// Expected shortfall and Pareto tails: closed forms, exact distributions, and what refuses a fit.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/stats/expected_shortfall.h"
#include "sim/stats/pareto_tail.h"
#include "tests/unit/stats/experiments.h"

using namespace outcast::sim;

namespace {

/// n values at the middle of n equal slices of probability: the distribution itself, nearly.
template <typename Quantile>
std::vector<double> ideal(std::size_t n, Quantile quantile) {
  std::vector<double> values(n);
  for (std::size_t i = 0; i < n; ++i)
    values[i] = quantile((static_cast<double>(i) + 0.5) / static_cast<double>(n));
  return values;
}

double exponential(double u) { return -std::log1p(-u); }

double shortfall_coverage(double truth, double p, std::size_t n, double (*quantile)(double)) {
  return coverage(truth, [&](Luck& luck) {
    std::vector<double> sample(n);
    for (double& value : sample) value = quantile(luck.uniform());
    return estimate_shortfall(sample, p).interval;
  });
}

}  // namespace

TEST_CASE("the expected shortfall of ten values is the mean of the worst") {
  const std::vector<double> values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 20};
  CHECK(estimate_shortfall(values, 0.9).value == doctest::Approx(20));
  CHECK(estimate_shortfall(values, 0.8).value == doctest::Approx(14.5));
  // One and a half values: 20, and half of 9.
  CHECK(estimate_shortfall(values, 0.85).value == doctest::Approx((20 + 4.5) / 1.5));
}

TEST_CASE("the expected shortfall is that of the closed forms") {
  // Exponential: 1 + log(1 / (1 - p)). Normal: density at the quantile over 1 - p.
  const auto values = ideal(100'000, exponential);
  CHECK(estimate_shortfall(values, 0.95).value == doctest::Approx(3.99573).epsilon(1e-3));
  CHECK(estimate_shortfall(values, 0.99).value == doctest::Approx(5.60517).epsilon(1e-3));
  const auto normal = ideal(100'000, normal_quantile);
  CHECK(estimate_shortfall(normal, 0.95).value == doctest::Approx(2.06271).epsilon(1e-3));
  CHECK(estimate_shortfall(normal, 0.99).value == doctest::Approx(2.66521).epsilon(1e-3));
}

TEST_CASE(
    "the interval of an expected shortfall covers it, light tails and a hundred values in it") {
  const double light = shortfall_coverage(2.06271, 0.95, 2000, normal_quantile);
  CHECK(light >= 0.93);
  CHECK(light <= 0.97);
  CHECK(shortfall_coverage(3.99573, 0.95, 2000, exponential) >= 0.93);
}

TEST_CASE("it falls a little short where the tail is heavy") {
  // Pareto with exponent 2: the shortfall is 2 / sqrt(1 - p), and its variance infinite.
  const auto heavy = [](double u) { return 1 / std::sqrt(1 - u); };
  const double share = shortfall_coverage(2 / std::sqrt(0.05), 0.95, 2000, heavy);
  CHECK(share < 0.945);
  CHECK(share > 0.89);
}

TEST_CASE("too few values leave the expected shortfall open, and none have none") {
  CHECK(std::isinf(estimate_shortfall(std::vector{1.0, 2.0, 3.0}, 0.95).interval.high));
  CHECK(std::isnan(estimate_shortfall({}, 0.95).value));
}

TEST_CASE("the shape of exact distributions: exponential 0, Pareto 1 / exponent, uniform -1") {
  const auto shape_of = [](auto quantile) { return fit_excesses(ideal(5000, quantile)).shape; };
  const auto pareto = [](double exponent) {
    return [exponent](double u) { return std::pow(1 - u, -1 / exponent) - 1; };
  };
  CHECK(shape_of(exponential) == doctest::Approx(0).epsilon(0.02));
  CHECK(shape_of(pareto(4)) == doctest::Approx(0.25).epsilon(0.02));
  CHECK(shape_of(pareto(1)) == doctest::Approx(1).epsilon(0.02));
  CHECK(shape_of([](double u) { return u; }) == doctest::Approx(-1).epsilon(0.02));
}

TEST_CASE("a level is exceeded with its probability, and levels grow as it falls") {
  for (const double shape : {-0.5, 0.0, 0.8}) {
    const ParetoTail tail{.threshold = 10, .share = 0.1, .scale = 3, .shape = shape};
    CHECK(tail.level(0.1) == 10);
    for (const double p : {0.05, 0.001})
      CHECK(tail.exceedance(tail.level(p)) == doctest::Approx(p));
    CHECK(tail.level(0.001) > tail.level(0.01));
  }
  // Exponential: threshold + scale log(share / p).
  const ParetoTail light{.threshold = 10, .share = 0.1, .scale = 3, .shape = 0};
  CHECK(light.level(0.001) == doctest::Approx(10 + 3 * std::log(100)));
}

TEST_CASE("a tail of its own kind is not refused, another is") {
  Luck luck(1, 1);
  std::vector<double> pareto(2000), lumped(2000);
  for (double& x : pareto) x = std::pow(luck.uniform(), -0.5);
  for (double& x : lumped) x = std::floor(5 * luck.uniform());
  const TailFit good = fit_tail(pareto, 2, 1), bad = fit_tail(lumped, 0.5, 1);
  CHECK(good.p_value > 0.05);
  CHECK(good.qq_correlation > 0.95);
  CHECK(bad.p_value < 0.01);
  CHECK(good.shape.low < 0.5);
  CHECK(good.shape.high > 0.5);
  CHECK(good.exceedances ==
        static_cast<std::uint64_t>(std::ranges::count_if(pareto, [](double x) { return x > 2; })));
}

TEST_CASE("the same seed gives the same fit, another one other intervals") {
  const auto values = ideal(500, exponential);
  const TailFit a = fit_tail(values, 1, 1), b = fit_tail(values, 1, 1), c = fit_tail(values, 1, 2);
  CHECK(a.shape.low == b.shape.low);
  CHECK(a.shape.low != c.shape.low);
  CHECK(a.tail.shape == c.tail.shape);
}

TEST_CASE("thresholds are tried from the many to the few largest values, ties once") {
  const auto thresholds = candidate_thresholds(ideal(1000, exponential));
  REQUIRE(thresholds.size() == 3);  // 200, 100 and 50 values exceed them
  CHECK(thresholds[0] == doctest::Approx(std::log(5)).epsilon(0.01));
  CHECK(thresholds[2] == doctest::Approx(std::log(20)).epsilon(0.01));
  CHECK(candidate_thresholds(std::vector(1000, 7.0)).empty());
  CHECK(candidate_thresholds(std::vector{1.0, 2.0}).empty());
}

TEST_CASE("the first fit is chosen that the data do not refuse") {
  std::vector<TailFit> fits(3);
  fits[0].p_value = 0.01;
  fits[1].p_value = 0.3;
  fits[2].p_value = 0.5;
  CHECK(choose_fit(fits) == 1);
  fits[1].p_value = fits[2].p_value = 0.02;
  CHECK(choose_fit(fits) == 2);
}
