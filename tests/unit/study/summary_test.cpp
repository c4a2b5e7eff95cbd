// Estimates from sums agree with estimates from values.
#include "app/study/summary.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace outcast;
using app::estimate_of_sums;

namespace {

sim::Estimate of_sums(const std::vector<double>& sample) {
  std::uint64_t sum = 0;
  cascade::SumOfSquares squares;
  for (const double x : sample) {
    sum += static_cast<std::uint64_t>(x);
    squares.add_square(static_cast<std::uint64_t>(x));
  }
  return estimate_of_sums(sample.size(), sum, squares);
}

}  // namespace

TEST_CASE("a mean from sums is the mean of the values, interval and all") {
  const std::vector<double> sample = {0, 0, 5000, 120000, 3, 77};
  sim::Estimate expected = sim::estimate_mean(sample);
  const sim::Estimate found = of_sums(sample);
  expected.skewness = 0;  // which sums of squares do not know
  expected.interval = sim::interval_at(expected, 0.95);
  CHECK(found.n == 6);
  CHECK(found.mean == doctest::Approx(expected.mean));
  CHECK(found.sd == doctest::Approx(expected.sd));
  CHECK(found.interval.low == doctest::Approx(expected.interval.low));
  CHECK(found.interval.high == doctest::Approx(expected.interval.high));
}

TEST_CASE("equal values have no spread, however large they are") {
  const sim::Estimate found = of_sums(std::vector<double>(1000, 7'776'000'001.0));
  CHECK(found.sd == 0);
  CHECK(found.interval.low == found.mean);
}

TEST_CASE("sums too large for exact squares still give an estimate") {
  const std::vector<double> sample = {0, 9e18};
  CHECK(of_sums(sample).sd == doctest::Approx(sim::estimate_mean(sample).sd));
}

TEST_CASE("without values there is no mean, with one no interval") {
  CHECK(std::isnan(estimate_of_sums(0, 0, {}).mean));
  CHECK(of_sums({5}).mean == 5);
  CHECK(std::isinf(of_sums({5}).interval.high));
}
