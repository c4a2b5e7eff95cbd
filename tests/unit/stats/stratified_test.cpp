// Stratified samples: coverage over 2,000 experiments, with a standard error of 0.5 %.
#include "sim/stats/stratified.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "tests/unit/stats/experiments.h"

using namespace outcast::sim;

namespace {

/// Three kinds of incident: many small, some medium, few and wild.
constexpr std::array<double, 3> shares{0.7, 0.25, 0.05};
constexpr std::array<double, 3> means{1, 10, 100}, spreads{0.5, 4, 60};
constexpr double truth = 0.7 * 1 + 0.25 * 10 + 0.05 * 100;

std::vector<Stratum> sample_of(Luck& luck, const std::array<std::size_t, 3>& counts) {
  std::vector<Stratum> strata;
  for (std::size_t h = 0; h < 3; ++h) {
    std::vector<double> values(counts[h]);
    for (double& value : values) value = means[h] + spreads[h] * normal_quantile(luck.uniform());
    strata.push_back({shares[h], estimate_mean(values)});
  }
  return strata;
}

void check_covers(const std::array<std::size_t, 3>& counts) {
  const double share = coverage(
      truth, [&](Luck& luck) { return estimate_stratified(sample_of(luck, counts)).interval; });
  CHECK(share >= 0.93);
  CHECK(share <= 0.97);
}

}  // namespace

TEST_CASE("a stratified mean is the sum of share times mean") {
  const std::vector<Stratum> strata{{0.25, estimate_mean(std::vector<double>{1, 3})},
                                    {0.75, estimate_mean(std::vector<double>{10, 10, 13})}};
  const Estimate result = estimate_stratified(strata);
  CHECK(result.n == 5);
  CHECK(result.mean == doctest::Approx(0.25 * 2 + 0.75 * 11));
}

TEST_CASE("its interval covers the mean, however the replications are allocated") {
  check_covers({140, 50, 10});
  check_covers({20, 60, 120});
}

TEST_CASE("a stratum with a single value leaves the interval open") {
  const std::vector<Stratum> strata{{0.5, estimate_mean(std::vector<double>{1})},
                                    {0.5, estimate_mean(std::vector<double>{1, 2})}};
  CHECK(std::isinf(estimate_stratified(strata).interval.high));
}
