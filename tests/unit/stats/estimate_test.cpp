// Means and their intervals: known answers, missing values and rounding.
#include "sim/stats/estimate.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "sim/stats/reference_distributions.h"

using namespace outcast::sim;

namespace {
constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
}  // namespace

TEST_CASE("Student's quantiles are those of the printed tables") {
  CHECK(student_quantile(0.975, 1) == doctest::Approx(12.706).epsilon(1e-4));
  CHECK(student_quantile(0.975, 9) == doctest::Approx(2.262).epsilon(1e-3));
  CHECK(student_quantile(0.95, 30) == doctest::Approx(1.697).epsilon(1e-3));
  CHECK(student_quantile(0.975, 1e7) == doctest::Approx(1.95996).epsilon(1e-5));
}

TEST_CASE("the binomial distribution is that of the coins counted by hand") {
  CHECK(binomial_cdf(-1, 4, 0.5) == 0);
  CHECK(binomial_cdf(0, 4, 0.5) == doctest::Approx(1.0 / 16));
  CHECK(binomial_cdf(1, 4, 0.5) == doctest::Approx(5.0 / 16));
  CHECK(binomial_cdf(3, 4, 0.5) == doctest::Approx(15.0 / 16));
  CHECK(binomial_cdf(4, 4, 0.5) == 1);
}

TEST_CASE("the mean of Student's ten differences in sleep, and its interval") {
  // Hours of sleep that one drug gave more than the other, from the paper of 1908.
  const std::vector sleep{1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4};
  const Estimate e = estimate_mean(sleep);
  CHECK(e.n == 10);
  CHECK(e.mean == doctest::Approx(1.58));
  CHECK(e.sd == doctest::Approx(1.2300).epsilon(1e-4));
  Estimate unskewed = e;
  unskewed.skewness = 0;
  const Interval student = interval_at(unskewed, 0.95);
  CHECK(student.low == doctest::Approx(0.7001).epsilon(1e-3));
  CHECK(student.high == doctest::Approx(2.4599).epsilon(1e-4));
}

TEST_CASE("an interval solves the cubic of Hall's transformation") {
  // x + g x^2 / 3 + g^2 x^3 / 27 + g / 6n = -+t / sqrt(n), for x = (mean - end) / sd and skewness
  // g.
  const Estimate e = estimate_mean(std::vector{1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4});
  CHECK(e.skewness == doctest::Approx(1.25680).epsilon(1e-5));
  const auto transformed = [&](double end) {
    const double x = (e.mean - end) / e.sd, g = e.skewness;
    return std::sqrt(10) * (x + g * x * x / 3 + g * g * x * x * x / 27 + g / 60);
  };
  CHECK(transformed(e.interval.low) == doctest::Approx(2.2622).epsilon(1e-4));
  CHECK(transformed(e.interval.high) == doctest::Approx(-2.2622).epsilon(1e-4));
}

TEST_CASE("skewness lengthens the interval on the side of the long tail") {
  Estimate e{.n = 100, .mean = 0, .sd = 10, .interval = {}, .skewness = 3};
  const Interval right = interval_at(e, 0.99);
  e.skewness = -3;
  const Interval left = interval_at(e, 0.99);
  CHECK(right.high > -right.low);
  CHECK(left.low == doctest::Approx(-right.high));
  CHECK(left.high == doctest::Approx(-right.low));
}

TEST_CASE("a skewness of 10 needs 1,000 values") {
  Estimate e{.n = 999, .mean = 1, .sd = 1, .interval = {}, .skewness = -10};
  CHECK(is_too_skewed(e));
  e.n = 1000;
  CHECK(!is_too_skewed(e));
  CHECK(!is_too_skewed({.n = 5, .mean = 1, .sd = 1, .interval = {}}));
}

TEST_CASE("replications without a value do not count") {
  const Estimate e = estimate_mean(std::vector<double>{none, 1.0, none, 3.0});
  CHECK(e.n == 2);
  CHECK(e.mean == 2);
  CHECK(e.sd == doctest::Approx(std::sqrt(2.0)));
}

TEST_CASE("no value has no mean, and any mean is possible") {
  const Estimate e = estimate_mean(std::vector<double>{none, none});
  CHECK(e.n == 0);
  CHECK(std::isnan(e.mean));
  CHECK(std::isnan(e.sd));
  CHECK(e.interval.low == -infinity);
  CHECK(e.interval.high == infinity);
}

TEST_CASE("one value is its mean, and any mean is possible") {
  const Estimate e = estimate_mean(std::vector<double>{7.0});
  CHECK(e.n == 1);
  CHECK(e.mean == 7);
  CHECK(std::isnan(e.sd));
  CHECK(e.interval.low == -infinity);
  CHECK(e.interval.high == infinity);
}

TEST_CASE("equal values have an interval of length zero, rounding or not") {
  for (const std::size_t n : {3U, 7U, 49U, 1001U}) {
    const Estimate e = estimate_mean(std::vector(n, 0.1));
    CHECK(e.mean == 0.1);
    CHECK(e.sd == 0);
    CHECK(e.interval.low == 0.1);
    CHECK(e.interval.high == 0.1);
  }
}

TEST_CASE("a large common part does not spoil the deviation") {
  const Estimate e = estimate_mean(std::vector<double>{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16});
  CHECK(e.mean == 1e9 + 10);
  CHECK(e.sd == doctest::Approx(std::sqrt(30.0)));
}

TEST_CASE("large values that cancel leave the small ones in the mean") {
  CHECK(estimate_mean(std::vector<double>{1e16, 1.0, 1.0, -1e16, 2.0}).mean ==
        doctest::Approx(0.8));
}

TEST_CASE("a higher confidence gives a wider interval") {
  const std::vector sample{1.0, 2.0, 3.0, 4.0};
  CHECK(estimate_mean(sample, 0.99).half_width() > estimate_mean(sample, 0.90).half_width());
}
