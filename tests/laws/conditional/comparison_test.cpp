// The difference of two campaigns' harm from incidents that befall both with the same luck.
#include "app/risk/comparison.h"

#include <doctest/doctest.h>

#include "tests/laws/conditional/half_a_year.h"

using namespace outcast;
using sim::Distribution;

namespace {

app::RiskComparison compare(const cascade::Scenario& first, const cascade::Scenario& second) {
  std::vector<app::Case> cases(2);
  cases[0].blueprint = cascade::draft(first);
  cases[1].blueprint = cascade::draft(second);
  return app::compare(cases, request_of(20'000));
}

test::ScenarioBuilder reviewed() {
  test::ScenarioBuilder b = half_a_year();
  b.safeguard("peer_review").values[0] = Distribution::fixed(sim::Duration::from_seconds(0.6));
  return b;
}

/// The tool's cells are gone; its changes are made by people, whose cells happen twice as often.
test::ScenarioBuilder without_tool() {
  test::ScenarioBuilder b = half_a_year();
  for (change::Team& team : b.scenario.teams) team.adoption = 0;
  return b;
}

void check_agrees_with_campaigns(const app::RiskComparison& found) {
  const app::HarmDifference& difference = found.cases[1].difference;
  MESSAGE(difference.harm.mean, " +- ", difference.harm.half_width(), " against ",
          difference.by_campaigns.mean, " +- ", difference.by_campaigns.half_width(),
          ", variance reduced ", difference.against_independent->factor, " and ",
          difference.against_campaigns->factor);
  CHECK(std::abs(z_of(difference.harm, difference.by_campaigns)) < 4);
  for (const app::ComparedRisk& risk : found.cases)
    CHECK((risk.campaigns.sd == 0 || std::abs(z_of(risk.harm, risk.campaigns)) < 4));
}

}  // namespace

// |z| of 4 happens by chance once in 16,000.
TEST_CASE("the same incidents under a safeguard and without it differ as whole campaigns do") {
  const app::RiskComparison found = compare(half_a_year().scenario, reviewed().scenario);
  check_agrees_with_campaigns(found);
  CHECK(found.cases[1].difference.harm.interval.high < 0);
  CHECK(found.cases[1].difference.against_independent->interval.low > 1);
  CHECK(found.cases[1].difference.against_campaigns->interval.low > 1);
}

TEST_CASE("cells that only one case has do not bias the difference") {
  const app::RiskComparison there = compare(half_a_year().scenario, without_tool().scenario);
  const app::RiskComparison back = compare(without_tool().scenario, half_a_year().scenario);
  check_agrees_with_campaigns(there);
  check_agrees_with_campaigns(back);
  CHECK(there.cells == back.cells);
  CHECK(std::abs(z_of(there.cases[1].harm, back.cases[0].harm)) < 4);
}

TEST_CASE("a case in which nothing can go wrong has no harm, and biases none") {
  test::ScenarioBuilder quiet = half_a_year();
  quiet.scenario.teams.clear();
  quiet.scenario.faults.clear();
  const app::RiskComparison found = compare(half_a_year().scenario, quiet.scenario);
  CHECK(found.cases[1].harm.mean == 0);
  check_agrees_with_campaigns(found);
}

TEST_CASE("a case compared with itself differs by nothing") {
  const app::RiskComparison found = compare(half_a_year().scenario, half_a_year().scenario);
  CHECK(found.cases[1].difference.harm.mean == 0);
  CHECK(found.cases[1].difference.harm.half_width() == 0);
}

// |z| of 4 happens by chance once in 16,000.
TEST_CASE("as many incidents are under way in a compared case as in the case alone") {
  const app::RiskComparison found = compare(half_a_year().scenario, reviewed().scenario);
  app::Case alone;
  alone.blueprint = cascade::draft(reviewed().scenario);
  const sim::Estimate under_way = app::assess(alone, request_of(20'000)).under_way;
  CHECK(std::abs(z_of(found.cases[1].under_way, under_way)) < 4);
  CHECK(found.cases[0].under_way.interval.low > found.cases[1].under_way.interval.high);
}

TEST_CASE("in every case the weights of a common plan sum to its own number of initiating events") {
  const cascade::Blueprint with = cascade::draft(half_a_year().scenario),
                           without = cascade::draft(without_tool().scenario);
  const std::vector<app::Moments> sides = {app::Moments(with, {}), app::Moments(without, {})};
  const std::vector<const app::Moments*> both = {&sides[0], &sides[1]};
  const auto plans = app::first_plans(both);
  for (std::size_t k = 0; k < 2; ++k) {
    double expected = 0, weights = 0;
    for (const app::Cell& cell : app::first_plan(sides[k])) expected += cell.expected;
    for (const app::Draw& draw :
         app::draw(plans[k], {&sides[k], 1}, {.count = 1, .length = 50'000}, 1))
      weights += draw.weight;
    CHECK(weights == doctest::Approx(expected).epsilon(0.01));
  }
}
