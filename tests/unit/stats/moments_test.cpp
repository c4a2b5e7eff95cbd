// Means and deviations of values that pass by once.
#include "sim/stats/moments.h"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/unit/stats/experiments.h"

using namespace outcast::sim;

TEST_CASE("moments agree with the estimate of all values at once, far from zero too") {
  Luck luck(20251200, 3);
  std::vector<double> values = luck.draws(Distribution(Exponential{2}), 1000);
  for (double& value : values) value += 1e6;
  values.push_back(std::nan(""));
  Moments moments;
  for (const double value : values) moments.add(value);
  const Estimate once = moments.estimate(), all = estimate_mean(values);
  CHECK(once.n == 1000);
  CHECK(once.mean == doctest::Approx(all.mean).epsilon(1e-12));
  CHECK(once.sd == doctest::Approx(all.sd).epsilon(1e-6));
  CHECK(once.skewness == doctest::Approx(all.skewness).epsilon(1e-4));
  CHECK(once.interval.low == doctest::Approx(all.interval.low).epsilon(1e-10));
}

TEST_CASE("moments of equal values have no spread, of one value any") {
  Moments moments;
  CHECK(std::isnan(moments.estimate().mean));
  moments.add(0.1);
  CHECK(std::isinf(moments.estimate().interval.high));
  moments.add(0.1);
  CHECK(moments.estimate().sd == 0);
}
