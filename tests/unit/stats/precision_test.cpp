// Rounds are added until every mean is precise enough; the interval still covers then.
#include "sim/stats/precision.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "tests/unit/stats/experiments.h"

using namespace outcast::sim;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

Estimate with_half_width(double mean, double half) {
  return {.n = 100, .mean = mean, .sd = 1, .interval = {mean - half, mean + half}};
}

NextRound after(std::uint64_t n_so_far, std::vector<Estimate> estimates,
                std::uint64_t cap = default_replication_cap) {
  return next_round(estimates, 0.05, n_so_far, cap);
}

void check_round(const NextRound& round, Precision precision, std::uint64_t total) {
  CHECK(round.precision == precision);
  CHECK(round.total == total);
}

struct Run {
  NextRound end;
  Estimate estimate;
};

/// A whole run under the rule.
template <typename Draw>
Run run_to_precision(double target, Draw draw) {
  std::vector<double> sample;
  Run run{.end = next_round({}, target, 0)};
  while (run.end.precision == Precision::open) {
    while (sample.size() < run.end.total) sample.push_back(draw());
    run.estimate = estimate_mean(sample);
    run.end = next_round({&run.estimate, 1}, target, sample.size());
  }
  return run;
}

void check_coverage(double truth, double target, double (*draw)(Luck&)) {
  const double share = coverage(truth, [&](Luck& luck) {
    return run_to_precision(target, [&] { return draw(luck); }).estimate.interval;
  });
  CHECK(share >= 0.93);
  CHECK(share <= 0.97);
}

}  // namespace

TEST_CASE("the first round has 1,000 replications, or the cap when that is less") {
  check_round(after(0, {}), Precision::open, 1000);
  check_round(after(0, {}, 300), Precision::open, 300);
}

TEST_CASE("a run that began smaller is first brought to 1,000, however precise it looks") {
  check_round(after(50, {with_half_width(10, 0.001)}), Precision::open, 1000);
}

TEST_CASE("a run ends when the widest of all metrics is within the target") {
  check_round(after(1000, {with_half_width(10, 0.1), with_half_width(-10, 0.5)}),
              Precision::reached, 1000);
}

TEST_CASE("the next total follows the widest metric, with 5 % to spare") {
  // 1.5 times too wide: 2.25 times the replications.
  check_round(after(1000, {with_half_width(10, 0.1), with_half_width(10, 0.75)}), Precision::open,
              2363);
}

TEST_CASE("a round grows by at least a fifth and at most to four times") {
  check_round(after(1000, {with_half_width(10, 0.501)}), Precision::open, 1200);
  check_round(after(1000, {with_half_width(10, 9)}), Precision::open, 4000);
}

TEST_CASE("no round goes beyond the cap, and meeting it is said") {
  check_round(after(1000, {with_half_width(10, 9)}, 3000), Precision::open, 3000);
  check_round(after(3000, {with_half_width(10, 9)}, 3000), Precision::capped, 3000);
  check_round(after(3000, {with_half_width(10, 0.5)}, 3000), Precision::reached, 3000);
}

TEST_CASE("a cap below the first round ends the run there") {
  check_round(after(300, {with_half_width(10, 9)}, 300), Precision::capped, 300);
}

TEST_CASE("a metric that is zero throughout, or never has a value, does not keep a run going") {
  const std::vector<double> zeros(1000, 0.0);
  const std::vector<double> nothing(1000, none);
  check_round(after(1000, {estimate_mean(zeros), estimate_mean(nothing)}), Precision::reached,
              1000);
}

TEST_CASE("a mean of zero among values that differ keeps a run going up to the cap") {
  check_round(after(1000, {with_half_width(0, 1)}), Precision::open, 4000);
  check_round(after(9000, {with_half_width(0, 1)}, 9000), Precision::capped, 9000);
}

TEST_CASE("one value alone is not precise") {
  CHECK(relative_half_width(estimate_mean(std::vector<double>{3.0})) == infinity);
  CHECK(relative_half_width(estimate_mean(std::vector<double>{0.0})) == infinity);
}

TEST_CASE("a run ends precise enough, with no more than twice the replications it needs") {
  // Exponential values to 2 %: (1.96 / 0.02)^2 = 9,604 replications.
  Luck luck(1, 1);
  const Run run = run_to_precision(0.02, [&] { return -std::log(luck.uniform()); });
  CHECK(run.end.precision == Precision::reached);
  CHECK(run.end.total == run.estimate.n);
  CHECK(run.end.total > 9'000);
  CHECK(run.end.total < 19'208);
  CHECK(relative_half_width(run.estimate) <= 0.02);
}

TEST_CASE("the interval at which the rule stops covers the mean of exponential values") {
  check_coverage(1, 0.05, [](Luck& luck) { return -std::log(luck.uniform()); });
}

TEST_CASE("the interval at which the rule stops covers the mean of a metric that is mostly zero") {
  check_coverage(0.2, 0.1,
                 [](Luck& luck) { return luck.uniform() < 0.2 ? -std::log(luck.uniform()) : 0.0; });
}

TEST_CASE("the interval at which the rule stops covers the mean of lognormal values") {
  check_coverage(std::exp(0.5), 0.06,
                 [](Luck& luck) { return std::exp(normal_quantile(luck.uniform())); });
}
