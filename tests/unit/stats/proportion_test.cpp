// Wilson's interval: known answers and the ends 0 and 1.
#include "sim/stats/proportion.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace outcast::sim;

TEST_CASE("Wilson's interval is that of the published examples") {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  const Interval large = estimate_proportion(81, 263).interval;
  CHECK(large.low == doctest::Approx(0.2553).epsilon(2e-4));
  CHECK(large.high == doctest::Approx(0.3662).epsilon(2e-4));
  const Interval small = estimate_proportion(15, 148).interval;
  CHECK(small.low == doctest::Approx(0.0624).epsilon(1e-3));
  CHECK(small.high == doctest::Approx(0.1605).epsilon(1e-3));
}

TEST_CASE("no success in 20 leaves 16 % possible, and not less than 0") {
  const Proportion none = estimate_proportion(0, 20);
  CHECK(none.share == 0);
  CHECK(none.interval.low == 0);
  CHECK(none.interval.high == doctest::Approx(0.1611).epsilon(1e-3));
}

TEST_CASE("successes and failures are mirror images") {
  const Interval few = estimate_proportion(1, 29).interval;
  const Interval most = estimate_proportion(28, 29).interval;
  CHECK(few.low == doctest::Approx(1 - most.high));
  CHECK(few.high == doctest::Approx(1 - most.low));
  CHECK(estimate_proportion(29, 29).interval.high == 1);
}

TEST_CASE("no trials leave everything possible") {
  const Proportion p = estimate_proportion(0, 0);
  CHECK(p.n == 0);
  CHECK(std::isnan(p.share));
  CHECK(p.interval.low == 0);
  CHECK(p.interval.high == 1);
}
