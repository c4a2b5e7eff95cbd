// Many intervals at once, and the probability of winning: known answers and coverage.
// Shares among 2,000 experiments have a standard error of 0.5 %.
#include "sim/stats/simultaneous.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "sim/stats/paired_difference.h"
#include "sim/stats/win_probability.h"
#include "tests/unit/stats/experiments.h"

using namespace outcast::sim;

namespace {

/// Shares of experiments in which all of 12 differences from one first case are covered at once.
struct FamilyCoverage {
  double alone = 0;     ///< by intervals of 95 % each
  double together = 0;  ///< by intervals that are to hold together
};

/// Twelve cases share most of their luck with the first, as under common random numbers.
template <typename Draw>
FamilyCoverage family_coverage(std::size_t n, Draw draw) {
  constexpr std::size_t cases = 12;
  const double each = confidence_of_each(default_confidence, cases);
  FamilyCoverage found;
  for (int e = 0; e < experiments; ++e) {
    Luck luck(20261128, static_cast<std::uint64_t>(e));
    std::vector<double> first(n), common(n);
    for (std::size_t r = 0; r < n; ++r) {
      common[r] = draw(luck);
      first[r] = common[r] + draw(luck);
    }
    bool all_alone = true, all_together = true;
    for (std::size_t c = 0; c < cases; ++c) {
      std::vector<double> other = common;
      for (double& value : other) value += draw(luck);
      const PairedDifference paired = estimate_paired_difference(first, other);
      const auto covers = [](const Interval& i) { return i.low <= 0 && i.high >= 0; };
      all_alone = all_alone && covers(paired.difference.interval);
      all_together = all_together && covers(interval_at(paired.difference, each));
    }
    found.alone += all_alone;
    found.together += all_together;
  }
  return {found.alone / experiments, found.together / experiments};
}

double win_coverage(double win, double loss, std::uint64_t n) {
  return coverage((1 + win - loss) / 2, [&](Luck& luck) {
    PairCounts pairs{.n = n};
    for (std::uint64_t pair = 0; pair < n; ++pair) {
      const double u = luck.uniform();
      pairs.wins += u < win;
      pairs.losses += u >= 1 - loss;
    }
    return estimate_win_probability(pairs).interval;
  });
}

}  // namespace

TEST_CASE("one comparison needs no correction, ten need a tenth of the error each") {
  CHECK(confidence_of_each(0.95, 1) == 0.95);
  CHECK(confidence_of_each(0.95, 10) == doctest::Approx(0.995));
}

TEST_CASE("the interval of a mean of skewed values covers it at a high confidence") {
  // Losses in one replication of ten; 0.1 % may be missed on either side, in 2,000 experiments 2.
  struct Misses {
    int below = 0, above = 0;
  };
  const auto misses = [](auto interval_of) {
    Misses found;
    for (int e = 0; e < experiments; ++e) {
      Luck luck(20261130, static_cast<std::uint64_t>(e));
      std::vector<double> sample(500, 0.0);
      for (double& value : sample)
        if (luck.uniform() < 0.1) value = -std::log(luck.uniform());
      const Interval interval = interval_of(sample);
      found.below += interval.high < 0.1;
      found.above += interval.low > 0.1;
    }
    return found;
  };
  const auto student = misses([](const auto& sample) {
    Estimate e = estimate_mean(sample);
    e.skewness = 0;
    return interval_at(e, 0.998);
  });
  const auto hall =
      misses([](const auto& sample) { return estimate_mean(sample, 0.998).interval; });
  CHECK(student.below >= 10);
  CHECK(hall.below <= 8);
  CHECK(hall.above <= 8);
}

TEST_CASE(
    "twelve intervals hold at once in 95 of 100 experiments, for which 95 % each is not "
    "enough") {
  const auto normal = [](Luck& luck) { return normal_quantile(luck.uniform()); };
  const FamilyCoverage found = family_coverage(100, normal);
  CHECK(found.alone < 0.80);
  CHECK(found.together >= 0.94);
  CHECK(found.together <= 0.98);
}

TEST_CASE("they do for values that are zero in nine of ten replications, when n is large") {
  const auto rare = [](Luck& luck) {
    return luck.uniform() < 0.1 ? -std::log(luck.uniform()) : 0.0;
  };
  const FamilyCoverage found = family_coverage(1000, rare);
  CHECK(found.together >= 0.94);
}

TEST_CASE("the score interval is that of the constrained likelihood, maximised by brute force") {
  const Interval few = estimate_win_probability({.n = 10, .wins = 6, .losses = 1}).interval;
  CHECK(few.low == doctest::Approx(0.489986).epsilon(1e-5));
  CHECK(few.high == doctest::Approx(0.896590).epsilon(1e-5));
  const Interval many = estimate_win_probability({.n = 50, .wins = 12, .losses = 2}).interval;
  CHECK(many.low == doctest::Approx(0.530556).epsilon(1e-5));
  CHECK(many.high == doctest::Approx(0.672354).epsilon(1e-5));
}

TEST_CASE("a pair that is always equal leaves room for a few that are not") {
  const WinProbability p = estimate_win_probability({.n = 100});
  CHECK(p.share == 0.5);
  // The ends of the difference are z^2 / (n + z^2) = 0.0370 from zero.
  CHECK(p.interval.low == doctest::Approx(0.481503).epsilon(1e-5));
  CHECK(p.interval.high == doctest::Approx(0.518497).epsilon(1e-5));
}

TEST_CASE("winning always is not certain, and no pairs say nothing") {
  const WinProbability all = estimate_win_probability({.n = 50, .wins = 50});
  CHECK(all.share == 1);
  CHECK(all.interval.high == 1);
  CHECK(all.interval.low == doctest::Approx(0.928652).epsilon(1e-5));
  CHECK(std::isnan(estimate_win_probability({}).share));
}

TEST_CASE("the interval of winning covers it: few ties, many ties, nearly always equal") {
  for (const double share :
       {win_coverage(0.6, 0.35, 100), win_coverage(0.3, 0.1, 200), win_coverage(0.02, 0.01, 500)}) {
    CHECK(share >= 0.93);
    CHECK(share <= 0.975);
  }
}
