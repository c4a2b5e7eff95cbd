// Distributions against their closed forms: quantile, moments, goodness of fit, draws taken.
#include "sim/kernel/distribution.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

using namespace outcast::sim;

namespace {

struct Case {
  std::string name;
  Distribution distribution;
  std::function<double(double)> cdf;
  double mean, variance;  ///< literals, worked out by hand from the textbook formulas
};

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

std::vector<Case> continuous_cases() {
  return {
      {"exponential", Distribution(Exponential{3}), [](double x) { return -std::expm1(-x / 3); }, 3,
       9},
      // exp(sigma^2) = 2: mean = median sqrt(2), variance = median^2 * 2 * (2 - 1)
      {"lognormal", Distribution(Lognormal{10, std::sqrt(std::log(2.0))}),
       [](double x) { return normal_cdf(std::log(x / 10) / std::sqrt(std::log(2.0))); },
       14.142135623730951, 200},
      // gamma(1.5) = sqrt(pi) / 2, gamma(2) = 1
      {"weibull, rising", Distribution(Weibull{2, 4}),
       [](double x) { return -std::expm1(-x * x / 16); }, 3.544907701811032, 3.4336293856408275},
      // gamma(3) = 2, gamma(5) = 24
      {"weibull, falling", Distribution(Weibull{0.5, 4}),
       [](double x) { return -std::expm1(-std::sqrt(x / 4)); }, 8, 320},
      {"gamma of shape 3", Distribution(Gamma{3, 2}),
       [](double x) { return 1 - std::exp(-x / 2) * (1 + x / 2 + x * x / 8); }, 6, 12},
      {"gamma of shape 1/2", Distribution(Gamma{0.5, 2}),
       [](double x) { return std::erf(std::sqrt(x / 2)); }, 1, 2},
      // mean 5 * 2 / 4; variance 5 * 4 / (16 * 3)
      {"pareto", Distribution(Pareto{5, 2}), [](double x) { return 1 - std::pow(2 / x, 5); }, 2.5,
       0.4166666666666667},
      {"triangular", Distribution(Triangular{1, 2, 5}),
       [](double x) { return x < 2 ? (x - 1) * (x - 1) / 4 : 1 - (5 - x) * (5 - x) / 12; },
       2.6666666666666665, 0.7222222222222222},
      {"uniform", Distribution(Uniform{2, 6}), [](double x) { return (x - 2) / 4; }, 4,
       1.3333333333333333},
  };
}

std::vector<double> samples(const Distribution& distribution, std::uint32_t n) {
  std::vector<double> values;
  for (std::uint32_t i = 0; i < n; ++i) {
    Stream stream = Streams(2024, 0).stream(purpose("sample"), entity("x"), i);
    values.push_back(distribution.sample(stream));
  }
  return values;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double x : values) sum += x;
  return sum / static_cast<double>(values.size());
}

/// The mean of (x - center)^power.
double moment(const std::vector<double>& values, double center, int power) {
  double sum = 0;
  for (const double x : values) sum += std::pow(x - center, power);
  return sum / static_cast<double>(values.size());
}

/// Kolmogorov and Smirnov's sqrt(n) D.
double distance(std::vector<double> values, const std::function<double(double)>& cdf) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double greatest = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double p = cdf(values[i]), rank = static_cast<double>(i);
    greatest = std::max({greatest, p - rank / n, (rank + 1) / n - p});
  }
  return std::sqrt(n) * greatest;
}

const double probabilities[] = {0x1p-53, 1e-9, 1e-4,  0.01, 0.075,  0.3,     0.5,
                                0.7,     0.9,  0.925, 0.99, 0.9999, 1 - 1e-9};

}  // namespace

TEST_CASE("the quantile inverts the distribution function") {
  for (const Case& c : continuous_cases())
    for (const double u : probabilities) {
      CAPTURE(c.name);
      CAPTURE(u);
      CHECK(std::fabs(c.cdf(c.distribution.quantile(u)) - u) < 4e-15);
    }
}

TEST_CASE("the quantile rises with the probability") {
  for (const Case& c : continuous_cases()) {
    double last = -1;
    bool rises = true;
    for (int i = 1; i < 10'000; ++i) {
      const double x = c.distribution.quantile(i / 10'000.0);
      rises = rises && x > last;
      last = x;
    }
    CAPTURE(c.name);
    CHECK(rises);
  }
}

TEST_CASE("the mean is the textbook's") {
  for (const Case& c : continuous_cases()) {
    CAPTURE(c.name);
    CHECK(c.distribution.mean() == doctest::Approx(c.mean).epsilon(1e-14));
  }
}

TEST_CASE("sampled means and variances are within four standard errors") {
  constexpr std::uint32_t n = 20'000;
  for (const Case& c : continuous_cases()) {
    const std::vector<double> values = samples(c.distribution, n);
    const double variance = moment(values, c.mean, 2);
    const double error = std::sqrt((moment(values, c.mean, 4) - variance * variance) / n);
    CAPTURE(c.name);
    CHECK(std::fabs(mean_of(values) - c.mean) < 4 * std::sqrt(c.variance / n));
    CHECK(std::fabs(variance - c.variance) < 4 * error);
  }
}

TEST_CASE("samples fit the distribution function at the level of one in a thousand") {
  for (const Case& c : continuous_cases()) {
    CAPTURE(c.name);
    CHECK(distance(samples(c.distribution, 10'000), c.cdf) < 1.949);
  }
}

TEST_CASE("the fit would notice a parameter that is off by five per cent") {
  const auto off = [](double x) { return -std::expm1(-x / 3.15); };
  CHECK(distance(samples(Distribution(Exponential{3}), 10'000), off) > 1.949);
}

TEST_CASE("every sample takes one uniform, but fixed takes none") {
  for (const Case& c : continuous_cases()) {
    Stream stream = Streams(1, 0).stream(purpose("draws"), entity("x"), 0);
    const double expected = c.distribution.quantile(Stream(stream).uniform());
    CAPTURE(c.name);
    CHECK(c.distribution.sample(stream) == expected);
    CHECK(stream.drawn() == 2);
  }
  Stream stream = Streams(1, 0).stream(purpose("draws"), entity("x"), 0);
  CHECK(Distribution(Fixed{7}).sample(stream) == 7);
  CHECK(stream.drawn() == 0);
}

TEST_CASE(
    "an empirical distribution interpolates between the observed values, in any order given") {
  const Distribution empirical(Empirical{{40, 10, 20}});
  CHECK(empirical.quantile(0.1) == 10);
  CHECK(empirical.quantile(1 / 6.0) == doctest::Approx(10));
  CHECK(empirical.quantile(2 / 6.0) == doctest::Approx(15));
  CHECK(empirical.quantile(0.5) == doctest::Approx(20));
  CHECK(empirical.quantile(4 / 6.0) == doctest::Approx(30));
  CHECK(empirical.quantile(0.9) == 40);
}

TEST_CASE("the mean of an empirical distribution is that of its values, and that of its samples") {
  const Distribution empirical(Empirical{{40, 10, 20, 90}});
  CHECK(empirical.mean() == 40);
  const std::vector<double> values = samples(empirical, 20'000);
  CHECK(std::fabs(mean_of(values) - 40) < 4 * std::sqrt(moment(values, 40, 2) / 20'000));
}

TEST_CASE("an empirical distribution of one value is that value") {
  const Distribution empirical(Empirical{{5}});
  CHECK(empirical.quantile(0x1p-53) == 5);
  CHECK(empirical.quantile(0.7) == 5);
}

TEST_CASE("a triangular distribution may lean wholly to one side, or be a point") {
  CHECK(Distribution(Triangular{0, 0, 1}).quantile(0.75) == doctest::Approx(0.5));
  CHECK(Distribution(Triangular{0, 1, 1}).quantile(0.25) == doctest::Approx(0.5));
  CHECK(Distribution(Triangular{2, 2, 2}).quantile(0.25) == 2);
}

TEST_CASE("a pareto distribution of shape 1 or less has no finite mean") {
  CHECK(Distribution(Pareto{1, 2}).mean() == std::numeric_limits<double>::infinity());
}

TEST_CASE("durations are samples in seconds, to the nanosecond, and may last forever") {
  const std::vector<double> half{0.5, 0.5, 0.5};
  Stream stream = Stream::scripted(half);
  CHECK(Distribution(Exponential{10}).sample_duration(stream).nanoseconds == 6'931'471'806);
  CHECK(Distribution::fixed(minutes(15)).sample_duration(stream) == minutes(15));
  CHECK(Distribution(Pareto{0.01, 1}).sample_duration(stream) == Duration::forever());
}

TEST_CASE("a distribution is at first fixed at zero, and says what it is") {
  CHECK(Distribution().is_zero());
  CHECK(std::get<Fixed>(Distribution().parameters()).value == 0);
  CHECK_FALSE(Distribution(Fixed{1}).is_zero());
  CHECK(Distribution(Fixed{1}).is_fixed());
  CHECK_FALSE(Distribution(Uniform{0, 1}).is_fixed());
  CHECK(std::get<Lognormal>(Distribution(Lognormal{3, 2}).parameters()).median == 3);
}

TEST_CASE("the normal quantile agrees with the values that come with the algorithm") {
  CHECK(normal_quantile(0.25) == doctest::Approx(-0.6744897501960817).epsilon(1e-15));
  CHECK(normal_quantile(0.001) == doctest::Approx(-3.090232306167814).epsilon(1e-15));
  CHECK(normal_quantile(1e-20) == doctest::Approx(-9.262340089798408).epsilon(1e-15));
  CHECK(normal_quantile(0.5) == 0);
  CHECK(normal_quantile(0.975) == doctest::Approx(1.959963984540054).epsilon(1e-15));
}

TEST_CASE("the normal quantile is odd about one half") {
  for (const double u : probabilities)
    CHECK(normal_quantile(1 - u) == -normal_quantile(1 - (1 - u)));
}
