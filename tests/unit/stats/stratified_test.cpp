// Stratified samples, their allocation by a pilot, and what they gain.
// Coverage over 2,000 experiments has a standard error of 0.5 %.
#include "sim/stats/stratified.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "sim/stats/allocation.h"
#include "tests/unit/stats/experiments.h"

using namespace outcast::sim;

namespace {

/// Three kinds of incident: many small, some medium, few and wild.
constexpr std::array<double, 3> shares{0.7, 0.25, 0.05};
constexpr std::array<double, 3> means{1, 10, 100}, spreads{0.5, 4, 60};
constexpr double truth = 0.7 * 1 + 0.25 * 10 + 0.05 * 100;

std::vector<Stratum> sample_of(Luck& luck, const std::vector<std::uint64_t>& counts) {
  std::vector<Stratum> strata;
  for (std::size_t h = 0; h < 3; ++h) {
    std::vector<double> values(counts[h]);
    for (double& value : values) value = means[h] + spreads[h] * normal_quantile(luck.uniform());
    strata.push_back({shares[h], estimate_mean(values)});
  }
  return strata;
}

/// Shares from a pilot of 10 each, which is not used for the estimate.
std::vector<std::uint64_t> neyman_counts(Luck& luck, std::uint64_t total) {
  std::vector<Cell> cells;
  for (const Stratum& pilot : sample_of(luck, {10, 10, 10}))
    cells.push_back({.rate = pilot.share, .sd = pilot.estimate.sd});
  return allocate(neyman_shares(cells), total);
}

void check_nominal(double share) {
  CHECK(share >= 0.93);
  CHECK(share <= 0.97);
}

}  // namespace

TEST_CASE("a stratified mean is the sum of share times mean") {
  const std::vector<Stratum> strata{{0.25, estimate_mean(std::vector<double>{1, 3})},
                                    {0.75, estimate_mean(std::vector<double>{10, 10, 13})}};
  const StratifiedEstimate result = estimate_stratified(strata);
  CHECK(result.estimate.n == 5);
  CHECK(result.estimate.mean == doctest::Approx(0.25 * 2 + 0.75 * 11));
  // Variances of the means: 1 and 1; terms 1/16 and 9/16, freedoms 1 and 2.
  CHECK(result.freedom ==
        doctest::Approx((10 / 16.0) * (10 / 16.0) / (1 / 256.0 + 81 / 256.0 / 2)));
}

TEST_CASE(
    "the interval of a proportionally stratified mean covers it, and so does that of the gain") {
  // Plain variance: within (0.7 x 0.25 + 0.25 x 16 + 0.05 x 3600) and between.
  const double within = 0.7 * 0.25 + 0.25 * 16 + 0.05 * 3600;
  double between = 0;
  for (std::size_t h = 0; h < 3; ++h) between += shares[h] * std::pow(means[h] - truth, 2);
  check_nominal(coverage(truth, [](Luck& luck) {
    return estimate_stratified(sample_of(luck, {140, 50, 10})).estimate.interval;
  }));
  const double gain = coverage((within + between) / within, [](Luck& luck) {
    return estimate_stratified(sample_of(luck, {700, 250, 50})).reduction.interval;
  });
  CHECK(gain >= 0.93);  // plain and stratified variance go together, which F does not know
}

TEST_CASE("Neyman's allocation after a pilot covers the mean and gains more than proportional") {
  check_nominal(coverage(truth, [](Luck& luck) {
    return estimate_stratified(sample_of(luck, neyman_counts(luck, 200))).estimate.interval;
  }));
  Luck luck(3, 1);
  const auto neyman = estimate_stratified(sample_of(luck, neyman_counts(luck, 20'000)));
  const auto proportional = estimate_stratified(sample_of(luck, {14'000, 5'000, 1'000}));
  CHECK(neyman.reduction.interval.low > 2 * proportional.reduction.interval.high);
}

TEST_CASE("a stratum with a single value leaves the interval open") {
  const std::vector<Stratum> strata{{0.5, estimate_mean(std::vector<double>{1})},
                                    {0.5, estimate_mean(std::vector<double>{1, 2})}};
  CHECK(std::isinf(estimate_stratified(strata).estimate.interval.high));
}

TEST_CASE("cells get replications by rate times sd over the root of cost") {
  const std::vector<Cell> cells{{1, 4, 1}, {2, 1, 1}, {1, 4, 4}, {5, 0, 1}};
  const std::vector<double> shares = neyman_shares(cells);
  CHECK(shares[0] == doctest::Approx(0.5));
  CHECK(shares[1] == doctest::Approx(0.25));
  CHECK(shares[2] == doctest::Approx(0.25));
  CHECK(shares[3] == 0);
}

TEST_CASE("a defensive share keeps every weight below its inverse") {
  const std::vector<Cell> cells{{1, 0, 1}, {1, 100, 1}, {8, 0.1, 1}};
  const std::vector<double> shares = defensive_shares(cells, 0.1);
  for (std::size_t i = 0; i < 3; ++i) CHECK(cells[i].rate / 10 / shares[i] <= 10);
  CHECK(shares[0] == doctest::Approx(0.01));
}

TEST_CASE("cells that do not vary are drawn as nature draws them") {
  const std::vector<Cell> cells{{1, 0, 1}, {3, 0, 1}};
  CHECK(neyman_shares(cells) == std::vector<double>{0.25, 0.75});
}

TEST_CASE("whole replications add up, and no used cell has less than the least") {
  const std::vector<double> shares{0.9, 0.0999, 0.0001, 0};
  CHECK(allocate(shares, 100) == std::vector<std::uint64_t>{88, 10, 2, 0});
  CHECK(allocate(shares, 4) == std::vector<std::uint64_t>{2, 1, 1, 0});
  CHECK(allocate({}, 4).empty());
}
