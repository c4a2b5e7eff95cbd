// The portable functions against libm's, which is right to within one unit in the last place.
#include "sim/kernel/portable_math.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace outcast::sim;

namespace {

double relative_error(double value, double truth) { return std::fabs(value / truth - 1); }

}  // namespace

TEST_CASE(
    "the logarithm is libm's to three parts in 10^16, from the least number to the greatest") {
  double worst = 0;
  for (double x = 2.3e-308; x < 1e308; x *= 1.0173)
    worst = std::max(worst, relative_error(portable_log(x), std::log(x)));
  CHECK(worst < 3.4e-16);
}

TEST_CASE("the logarithm keeps its precision close to one") {
  double worst = 0;
  for (double distance = 0x1p-52; distance < 0.5; distance *= 1.37)
    for (const double x : {1 + distance, 1 - distance})
      worst = std::max(worst, relative_error(portable_log(x), std::log(x)));
  CHECK(worst < 3.4e-16);
  CHECK(portable_log(1) == 0);
}

TEST_CASE("the exponential is libm's to three parts in 10^16 over its whole range") {
  double worst = 0;
  for (double x = -708; x < 709.7; x += 0.0371)
    worst = std::max(worst, relative_error(portable_exp(x), std::exp(x)));
  CHECK(worst < 3.4e-16);
  CHECK(portable_exp(0) == 1);
}

TEST_CASE("the exponential keeps its precision close to zero") {
  for (double x = 0x1p-60; x < 0.1; x *= 3) {
    CHECK(relative_error(portable_exp(x), std::exp(x)) < 3.4e-16);
    CHECK(relative_error(portable_exp(-x), std::exp(-x)) < 3.4e-16);
  }
}

TEST_CASE("the exponential of too great a number is infinite, and of too small a one zero") {
  CHECK(portable_exp(710) == std::numeric_limits<double>::infinity());
  CHECK(portable_exp(1e300) == std::numeric_limits<double>::infinity());
  CHECK(portable_exp(-709) == 0);
  CHECK(portable_exp(-1e300) == 0);
}

TEST_CASE("both functions rise") {
  bool rises = true;
  for (double x = 0.25; x < 4; x += 0.0001) {
    rises = rises && portable_log(x + 0.0001) > portable_log(x);
    rises = rises && portable_exp(x + 0.0001) > portable_exp(x);
  }
  CHECK(rises);
}

TEST_CASE("a power is libm's as closely as its exponent allows") {
  for (const double x : {0.001, 0.3, 2.0, 1e9})
    for (const double y : {-3.0, -0.01, 0.5, 10.0}) {
      CAPTURE(x);
      CAPTURE(y);
      const double allowed = 4e-16 * std::max(1.0, std::fabs(y * std::log(x)));
      CHECK(relative_error(portable_pow(x, y), std::pow(x, y)) < allowed);
    }
}

TEST_CASE("the bits are the same on every machine") {
  // From builds of g++ -O0, g++ -O3 -march=native and clang++ -O2, which agree.
  CHECK(portable_log(3) == 0x1.193ea7aad030ap+0);
  CHECK(portable_exp(1) == 0x1.5bf0a8b14576ap+1);
  CHECK(portable_log(0.1) == -0x1.26bb1bbb55515p+1);
  CHECK(portable_exp(-20.5) == 0x1.57a3afeed00acp-30);
}
