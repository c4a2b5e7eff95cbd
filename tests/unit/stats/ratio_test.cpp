// Ratios of means: their figures, and how often their intervals cover.
#include "sim/stats/ratio.h"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/unit/stats/experiments.h"

using namespace outcast;
using sim::Estimate;

namespace {

Estimate ratio_of(const std::vector<double>& above, const std::vector<double>& below) {
  return sim::estimate_ratio(above, below, [](auto values) { return sim::estimate_mean(values); });
}

}  // namespace

TEST_CASE("a ratio is that of the means, not the mean of ratios") {
  const std::vector<double> above = {1, 3}, below = {1, 1.5};
  CHECK(ratio_of(above, below).mean == doctest::Approx(1.6));
}

TEST_CASE("proportional values have a ratio without error") {
  const std::vector<double> above = {2, 4, 6}, below = {1, 2, 3};
  const Estimate ratio = ratio_of(above, below);
  CHECK(ratio.mean == doctest::Approx(2));
  CHECK(ratio.half_width() == doctest::Approx(0));
}

TEST_CASE("a ratio to nothing has no value") {
  const Estimate ratio = ratio_of({1, 2}, {0, 0});
  CHECK(std::isnan(ratio.mean));
  CHECK(std::isinf(ratio.interval.high));
}

// Binomial error at 2,000 experiments: 0.5 %; the bounds are three of it wide, and a percent more
// for the linearisation.
TEST_CASE("19 of 20 intervals of a ratio cover it, also where both means share their luck") {
  const sim::Distribution exponential{sim::Exponential{1}};
  const double covered = sim::coverage(1.5, [&](sim::Luck& luck) {
    const std::vector<double> below = luck.draws(exponential, 200);
    std::vector<double> above = luck.draws(exponential, 200);
    for (std::size_t i = 0; i < above.size(); ++i) above[i] = below[i] + above[i] / 2;
    return ratio_of(above, below).interval;
  });
  CHECK(covered > 0.925);
  CHECK(covered < 0.965);
}
