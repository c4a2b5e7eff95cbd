// The axioms that single out the Shapley value, games with known answers, and sampled orders.
#include "app/attribution/game.h"

#include <doctest/doctest.h>

#include <bit>
#include <functional>
#include <numeric>

#include "sim/kernel/stream.h"
#include "sim/stats/estimate.h"

using namespace outcast;
using app::Coalition;
using app::Design;

namespace {

using Game = std::function<double(Coalition)>;

double value_of(const app::Contrast& contrast, const Design& design, const Game& game) {
  double sum = 0;
  for (const app::Step& step : contrast)
    sum +=
        step.weight * (game(design.coalitions[step.with]) - game(design.coalitions[step.without]));
  return sum;
}

std::vector<double> shapley(const Design& design, const Game& game) {
  std::vector<double> values;
  for (const app::Contrast& contrast : design.shapley)
    values.push_back(value_of(contrast, design, game));
  return values;
}

double sum_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// A game without any regularity: each coalition draws its value.
double drawn(Coalition coalition) {
  return sim::Streams(7, coalition).stream(sim::purpose("game"), sim::entity("v"), 0).uniform();
}

/// A left glove (player 0) is worth nothing without one of two right ones.
double gloves(Coalition coalition) { return (coalition & 1) != 0 && (coalition & 6) != 0 ? 1 : 0; }

}  // namespace

TEST_CASE("of a left glove and two right ones the left is worth two thirds") {
  const auto values = shapley(app::exact_design(3), gloves);
  CHECK(values[0] == doctest::Approx(2.0 / 3));
  CHECK(values[1] == doctest::Approx(1.0 / 6));
  CHECK(values[2] == doctest::Approx(1.0 / 6));
}

TEST_CASE("efficiency: the values add up to what everybody achieves beyond nobody") {
  for (const std::size_t players : {1, 2, 5, 12}) {
    const Design design = app::exact_design(players);
    CHECK(sum_of(shapley(design, drawn)) == doctest::Approx(value_of(design.all, design, drawn)));
    CHECK(value_of(design.all, design, drawn) ==
          doctest::Approx(drawn(app::all_of(players)) - drawn(0)));
  }
}

TEST_CASE("symmetry: players who can stand in for each other are worth the same") {
  const Game blind_to_order = [](Coalition c) { return drawn((c & 1) + (c >> 1 & 1) + (c & ~3U)); };
  const auto values = shapley(app::exact_design(5), blind_to_order);
  CHECK(values[0] == doctest::Approx(values[1]));
  CHECK(values[0] != doctest::Approx(values[2]));
}

TEST_CASE("null player: who never changes anything is worth nothing") {
  const Game without_player_2 = [](Coalition c) { return drawn(c & ~4U); };
  CHECK(shapley(app::exact_design(5), without_player_2)[2] == 0);
}

TEST_CASE("in a sum each player is worth their part, alone as well as left out") {
  const Game sum = [](Coalition c) { return 3.0 * (c & 1) + 5.0 * (c >> 1 & 1) + 2; };
  const Design design = app::exact_design(2);
  CHECK(shapley(design, sum) == std::vector<double>{3, 5});
  CHECK(value_of(design.alone[1], design, sum) == 5);
  CHECK(value_of(design.left_out[0], design, sum) == 3);
}

TEST_CASE("alone and left out are what they say") {
  const Design design = app::exact_design(3);
  CHECK(value_of(design.alone[0], design, gloves) == 0);
  CHECK(value_of(design.left_out[0], design, gloves) == 1);
  CHECK(value_of(design.left_out[1], design, gloves) == 0);
}

TEST_CASE("a sampled order is efficient by itself") {
  for (std::uint64_t block = 0; block < 20; ++block) {
    const Design design = app::sampled_design(14, 1, block);
    CHECK(sum_of(shapley(design, drawn)) == doctest::Approx(value_of(design.all, design, drawn)));
  }
}

TEST_CASE("designs of as many players begin with the same coalitions") {
  const Design one = app::sampled_design(5, 1, 0), other = app::sampled_design(5, 2, 9);
  CHECK(one.common == 12);
  CHECK(one.common == other.common);
  for (std::size_t i = 0; i < one.common; ++i) CHECK(one.coalitions[i] == other.coalitions[i]);
}

// 500 experiments: the share that a 95 % interval covers has a standard error of 1 %. Noise differs
// between the replications of the blocks, so that the interval must hold both sources of chance.
TEST_CASE("intervals over sampled orders cover the exact value, noise of replications included") {
  const auto exact = shapley(app::exact_design(5), drawn);
  int covered = 0;
  for (std::uint64_t experiment = 0; experiment < 500; ++experiment) {
    std::vector<double> sampled;
    for (std::uint64_t block = 0; block < 30; ++block) {
      const sim::Streams luck(1000 + experiment, block);
      const Game noisy = [&](Coalition c) {
        auto stream = luck.stream(sim::purpose("noise"), sim::entity("v"), c);
        return drawn(c) + stream.uniform();
      };
      sampled.push_back(shapley(app::sampled_design(5, experiment, block), noisy)[2]);
    }
    const sim::Interval interval = sim::estimate_mean(sampled).interval;
    covered += interval.low <= exact[2] && exact[2] <= interval.high;
  }
  CHECK(covered >= 460);
  CHECK(covered <= 490);
}
