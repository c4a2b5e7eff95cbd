// Morris's trajectories and what their steps say.
#include "sim/design/morris.h"

#include <doctest/doctest.h>

#include "sim/kernel/distribution.h"
#include "tests/unit/design/oracles.h"

using namespace outcast::sim;

namespace {

/// x0 pushes by 3 everywhere, x1 by x2 - 1/2, x2 by x1; x3 does nothing.
double pushes(std::span<const double> x) { return 3 * x[0] + x[1] * (x[2] - 0.5); }

Responses noisy(const Points& points, double own, std::uint64_t experiment) {
  Responses responses{.batches = most_batches};
  Draws luck(experiment, purpose("test.luck"), Entity{0});
  std::vector<double> shared(most_batches);
  for (double& x : shared) x = normal_quantile(luck.uniform());
  for (std::size_t i = 0; i < points.count(); ++i)
    for (std::size_t b = 0; b < most_batches; ++b)
      responses.means.push_back(pushes(points[i]) + shared[b] * points[i][0] +
                                own * normal_quantile(luck.uniform()));
  return responses;
}

}  // namespace

TEST_CASE("a trajectory moves each dimension once, by half of the levels") {
  const MorrisDesign design = morris(5, 8, 4, 1);
  REQUIRE(design.points.count() == 48);
  for (std::size_t t = 0; t < 8; ++t) {
    std::vector<int> moves(5, 0);
    for (std::size_t s = 0; s < 5; ++s) {
      const auto before = design.points[t * 6 + s], after = design.points[t * 6 + s + 1];
      for (std::size_t d = 0; d < 5; ++d) {
        const double step = std::abs(after[d] - before[d]);
        CHECK(step == doctest::Approx(design.moved[t * 5 + s] == d ? 2.0 / 3 : 0));
        moves[d] += step > 0;
      }
    }
    CHECK(moves == std::vector(5, 1));
  }
}

TEST_CASE("effects of a known function: constant, mixed and none") {
  const MorrisDesign design = morris(4, 200, 4, 1);
  const auto effects =
      estimate_elementary_effects(design, answers(design.points, pushes), {.resamples = 200});
  CHECK(effects[0].mu.mean == doctest::Approx(3));
  CHECK(effects[0].sigma == doctest::Approx(0).scale(1).epsilon(1e-6));
  CHECK(effects[3].mu_star.mean == 0);
  // x1's effect is x2 - 1/2, of which the levels 0, 1/3, 2/3, 1 are equally likely: mean 0, mean
  // size 1/3, deviation sqrt(5) / 6.
  CHECK(effects[1].mu.interval.low < 0);
  CHECK(effects[1].mu.interval.high > 0);
  CHECK(effects[1].mu_star.mean == doctest::Approx(1.0 / 3).epsilon(0.1));
  CHECK(effects[1].sigma == doctest::Approx(std::sqrt(5) / 6).epsilon(0.1));
  CHECK(effects[1].sigma_interval.low < std::sqrt(5) / 6);
  CHECK(effects[1].sigma_interval.high > std::sqrt(5) / 6);
}

TEST_CASE("noise gives a parameter that does nothing no effect") {
  const MorrisDesign design = morris(4, 50, 4, 1);
  double size = 0, deviation = 0;
  for (std::uint64_t e = 0; e < 40; ++e) {
    const auto effects =
        estimate_elementary_effects(design, noisy(design.points, 1, e), {.resamples = 2});
    size += effects[3].mu_star.mean / 40;
    deviation += effects[3].sigma / 40;
  }
  CHECK(std::abs(size) < 0.03);  // |noise| of an effect would be 0.6 on average
  CHECK(deviation < 0.2);        // the noise of an effect has 0.75
}

// Among 400 experiments a share of 95 % has a standard error of 1.1 %.
TEST_CASE("the interval of a mean effect holds it where trajectories share their luck") {
  int covered = 0, of_trajectories_alone = 0;
  for (std::uint64_t e = 0; e < 400; ++e) {
    const MorrisDesign design = morris(4, 20, 4, e);
    const Responses responses = noisy(design.points, 0.5, e);
    const auto mu = estimate_elementary_effects(design, responses, {.resamples = 2})[0].mu;
    covered += mu.interval.low <= 3 && 3 <= mu.interval.high;
    Responses means;
    for (std::size_t i = 0; i < responses.points(); ++i)
      means.means.push_back(responses.mean_of(i));
    const auto naive = estimate_elementary_effects(design, means, {.resamples = 2})[0].mu;
    of_trajectories_alone += naive.interval.low <= 3 && 3 <= naive.interval.high;
  }
  CHECK(covered >= 368);  // 92 %
  CHECK(of_trajectories_alone < 300);
}
