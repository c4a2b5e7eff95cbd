// Batches of replications and means over cases that share their luck.
#include "sim/design/responses.h"

#include <doctest/doctest.h>

#include <cmath>

#include "sim/design/draws.h"
#include "sim/kernel/distribution.h"

using namespace outcast::sim;

TEST_CASE("replications with the same remainder are one batch, without those that have no value") {
  const double none = std::nan("");
  const std::vector<double> sample = {1, 10, none, 20, 5, none};
  CHECK(batch_means(sample, 2) == std::vector{3.0, 15.0});
  CHECK(std::isnan(batch_means(std::vector{1.0, none}, 2)[1]));
}

TEST_CASE("few replications make a batch each, many make eight") {
  CHECK(batches_of(1) == 1);
  CHECK(batches_of(5) == 5);
  CHECK(batches_of(1000) == 8);
}

TEST_CASE("a crossed mean of one batch is the mean with Student's interval") {
  const std::vector<double> values = {1, 2, 4, 8, 16};
  const Estimate crossed = estimate_crossed_mean(values, 1);
  Estimate plain = estimate_mean(values);
  plain.skewness = 0;
  const Interval student = interval_at(plain, 0.95);
  CHECK(crossed.mean == plain.mean);
  CHECK(crossed.interval.low == doctest::Approx(student.low));
  CHECK(crossed.interval.high == doctest::Approx(student.high));
}

// Among 1,000 experiments a share of 95 % has a standard error of 0.7 %.
TEST_CASE("the interval of a crossed mean holds it, whichever factor has the larger spread") {
  for (const double of_batches : {0.0, 0.5, 3.0}) {
    int covered = 0;
    for (std::uint64_t e = 0; e < 1000; ++e) {
      Draws draws(e, purpose("test.crossed"), Entity{0});
      const auto normal = [&] { return normal_quantile(draws.uniform()); };
      std::vector<double> batch(8), table;
      for (double& x : batch) x = of_batches * normal();
      for (int c = 0; c < 20; ++c) {
        const double of_case = normal();
        for (const double x : batch) table.push_back(10 + x + of_case + 0.5 * normal());
      }
      const Interval interval = estimate_crossed_mean(table, 8).interval;
      covered += interval.low <= 10 && 10 <= interval.high;
    }
    CHECK(covered >= 920);
    CHECK(covered <= 985);
  }
}
