// The best is selected as often as promised, and the losers are dropped early.
// A share of 95 % among 1,000 repetitions has a standard error of 0.7 %.
#include "sim/stats/selection.h"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "tests/unit/stats/experiments.h"

using namespace outcast::sim;

namespace {

/// Draws one batch mean of each case.
using DrawBatch = std::function<std::vector<double>(Luck& luck)>;

struct Ended {
  std::size_t selected = 0;
  std::uint64_t batches = 0;  ///< spent over all cases
  std::uint64_t longest = 0;  ///< of the case that was drawn most
};

Ended select(const SelectionRule& rule, const DrawBatch& draw, Luck& luck) {
  constexpr std::size_t first_stage = 20;
  std::vector<std::vector<double>> batches;
  const auto add = [&](const Selection* selection) {
    const std::vector<double> drawn = draw(luck);
    batches.resize(drawn.size());
    for (std::size_t i = 0; i < drawn.size(); ++i)
      if (selection == nullptr || selection->is_left(i)) batches[i].push_back(drawn[i]);
  };
  for (std::size_t i = 0; i < first_stage; ++i) add(nullptr);
  Selection selection(rule, batches);
  selection.look(batches);
  while (!selection.is_over()) {
    const std::uint64_t next = selection.next_look();
    while (batches[selection.leader()].size() < next) add(&selection);
    selection.look(batches);
  }
  Ended ended{.selected = selection.leader()};
  for (const auto& of_case : batches) {
    ended.batches += of_case.size();
    ended.longest = std::max<std::uint64_t>(ended.longest, of_case.size());
  }
  return ended;
}

/// Share of repetitions that select the case 0.
double share_correct(const SelectionRule& rule, int repetitions, const DrawBatch& draw) {
  int correct = 0;
  for (int e = 0; e < repetitions; ++e) {
    Luck luck(20010703, static_cast<std::uint64_t>(e));
    correct += select(rule, draw, luck).selected == 0;
  }
  return static_cast<double>(correct) / repetitions;
}

/// Means of the cases; each shares a part of its luck with all others.
DrawBatch normal_cases(std::vector<double> means, double shared) {
  return [means, shared](Luck& luck) {
    const double common = normal_quantile(luck.uniform());
    std::vector<double> drawn = means;
    for (double& x : drawn)
      x += std::sqrt(shared) * common + std::sqrt(1 - shared) * normal_quantile(luck.uniform());
    return drawn;
  };
}

/// The best is ahead of all others by the indifference exactly: the hardest means that the promise
/// covers.
std::vector<double> hardest(std::size_t cases, double indifference) {
  std::vector<double> means(cases, indifference);
  means[0] = 0;
  return means;
}

}  // namespace

TEST_CASE("the best of twelve is selected in 95 of 100 repetitions at least, shared luck or not") {
  const SelectionRule rule{.indifference = 0.4};
  CHECK(share_correct(rule, 1000, normal_cases(hardest(12, 0.4), 0)) >= 0.95);
  CHECK(share_correct(rule, 1000, normal_cases(hardest(12, 0.4), 0.9)) >= 0.95);
}

TEST_CASE("one of two is selected nearly as seldom wrongly as is allowed") {
  const double share = share_correct({.indifference = 0.4}, 1000, normal_cases(hardest(2, 0.4), 0));
  CHECK(share >= 0.95);
  CHECK(share <= 0.99);
}

TEST_CASE("more confidence is kept, too, and the most can be looked for") {
  const SelectionRule rule{.confidence = 0.99, .indifference = 0.5, .goal = Goal::most};
  CHECK(share_correct(rule, 1000, normal_cases({0.5, 0, 0, 0}, 0.5)) >= 0.99);
}

TEST_CASE("skewed batches break the promise, and batches of the advised size keep it") {
  // Losses in one replication of fifty: values with a skewness of 15.
  const auto share = [](int size_of_batch) {
    const DrawBatch draw = [size_of_batch](Luck& luck) {
      std::vector<double> drawn;
      for (const double size : {1.0, 1.4, 1.4, 1.4}) {
        double sum = 0;
        for (int r = 0; r < size_of_batch; ++r)
          if (luck.uniform() < 0.02) sum -= size * std::log(luck.uniform());
        drawn.push_back(sum / size_of_batch);
      }
      return drawn;
    };
    return share_correct({.indifference = 0.4 * 0.02}, 400, draw);
  };
  Luck luck(1, 1);
  std::vector<double> values(200'000, 0.0);
  for (double& value : values)
    if (luck.uniform() < 0.02) value = -std::log(luck.uniform());
  const double advised = batch_size_for(values);
  CHECK(advised == doctest::Approx(225).epsilon(0.2));
  CHECK(share(20) < 0.92);
  CHECK(share(static_cast<int>(advised)) >= 0.93);  // 95 %, within two standard errors
}

TEST_CASE("values that are all equal need no batch, symmetrical ones hardly any") {
  CHECK(batch_size_for(std::vector{3.0, 3.0, 3.0}) == 0);
  CHECK(batch_size_for(std::vector{-1.0, 1.0, -5.0, 5.0, 0.0}) == doctest::Approx(0));
}

TEST_CASE("where means are far apart the losers are dropped early, and most of the work is saved") {
  Luck luck(20010703, 1);
  const std::vector<double> means = {0, 0.2, 1, 2, 3, 3, 4, 4, 5, 5, 6, 6};
  const Ended ended = select({.indifference = 0.1}, normal_cases(means, 0), luck);
  CHECK(ended.selected == 0);
  CHECK(static_cast<double>(ended.batches) < 0.4 * 12 * static_cast<double>(ended.longest));
}

TEST_CASE("a case is dropped when it is behind by more than the margin of the paper") {
  // Differences of the four first batches have the variance 4 / 3; h^2 = 10.925, so that the margin
  // is 1 / 8 x (10.925 x 4 / 3 - 4) = 1.3208.
  const auto behind_by = [](double mean) {
    return std::vector<std::vector<double>>{{1, 2, 1, 2}, {mean, mean + 1, mean + 2, mean + 3}};
  };
  Selection open({.indifference = 1}, behind_by(1.31));
  open.look(behind_by(1.31));
  CHECK(open.is_left(1));
  CHECK_FALSE(open.is_over());
  Selection over({.indifference = 1}, behind_by(1.33));
  over.look(behind_by(1.33));
  CHECK(over.is_over());
  CHECK(over.drops()[1]->batches == 4);
  CHECK(over.drops()[1]->by == 0);
}

TEST_CASE("cases that never differ stay side by side, and nothing more is asked of them") {
  const std::vector<std::vector<double>> batches = {{2, 3}, {1, 2}, {1, 2}};
  Selection selection({.indifference = 0.1}, batches);
  selection.look(batches);
  CHECK_FALSE(selection.is_left(0));
  CHECK(selection.is_left(1));
  CHECK(selection.is_left(2));
  CHECK(selection.is_over());
  CHECK(selection.leader() == 1);
}
