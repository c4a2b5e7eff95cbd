// Differences of pairs: their mean, their signs and pairs without a partner.
#include "sim/stats/paired_difference.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

using namespace outcast::sim;

namespace {
constexpr double none = std::numeric_limits<double>::quiet_NaN();
}  // namespace

TEST_CASE("Student's ten pairs of hours slept, by drug") {
  // Additional hours of sleep with each of two drugs, from the paper of 1908.
  const std::vector a{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
  const std::vector b{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
  const PairedDifference d = estimate_paired_difference(a, b);
  CHECK(d.difference.n == 10);
  CHECK(d.difference.mean == doctest::Approx(1.58));
  CHECK(d.difference.sd == doctest::Approx(1.2300).epsilon(1e-4));
  CHECK(d.higher.successes == 9);
  CHECK(d.lower.successes == 0);
}

TEST_CASE("a difference that is the same in every pair is known exactly") {
  const PairedDifference d = estimate_paired_difference(std::vector<double>{1.0, 50.0, 700.0},
                                                        std::vector<double>{3.0, 52.0, 702.0});
  CHECK(d.difference.mean == 2);
  CHECK(d.difference.half_width() == 0);
}

TEST_CASE("higher, lower and equal pairs are told apart") {
  const PairedDifference d = estimate_paired_difference(std::vector<double>{1.0, 1.0, 1.0, 1.0},
                                                        std::vector<double>{2.0, 1.0, 0.0, 9.0});
  CHECK(d.higher.successes == 2);
  CHECK(d.lower.successes == 1);
  CHECK(d.higher.n == 4);
  CHECK(d.higher.share == 0.5);
}

TEST_CASE("a pair counts when both have a value; the others are reported") {
  const PairedDifference d =
      estimate_paired_difference(std::vector<double>{1.0, none, 4.0, none, 5.0, 6.0},
                                 std::vector<double>{2.0, 3.0, none, none, none, 8.0});
  CHECK(d.difference.n == 2);
  CHECK(d.difference.mean == 1.5);
  CHECK(d.only_in_a == 2);
  CHECK(d.only_in_b == 1);
  CHECK(d.higher.n == 2);
}

TEST_CASE("no pairs have no difference") {
  const PairedDifference d =
      estimate_paired_difference(std::vector<double>{none}, std::vector<double>{1.0});
  CHECK(d.difference.n == 0);
  CHECK(std::isnan(d.difference.mean));
  CHECK(std::isnan(d.higher.share));
}
