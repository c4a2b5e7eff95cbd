// Importance of parts that fail independently: closed forms, coverage, and what a base is.
#include <doctest/doctest.h>

#include <algorithm>

#include "app/study/ranking.h"
#include "tests/scenario_builder.h"

using namespace outcast;
using test::ScenarioBuilder;

namespace {

/// a, b and c are down for the first hour with the given probabilities; customers need so many.
cascade::Scenario parts(unsigned at_least, std::array<double, 3> q) {
  ScenarioBuilder b;
  b.service("a").service("b").service("c");
  for (const std::size_t i : {0U, 1U, 2U})
    b.lasting_fault(b.scenario.topology.services[i].id).probability = q[i];
  for (faults::FailureMode& mode : b.scenario.failure_modes)
    if (mode.name == "crash") {
      mode.remedy = faults::Remedy::expiry;
      mode.repair = sim::Distribution::fixed(sim::Duration::from_seconds(3600));
    }
  b.scenario.customers.push_back(
      {.id = "all",
       .endpoints = {{.id = "page", .services = {"a", "b", "c"}, .at_least = at_least}}});
  return b.scenario;
}

app::Ranking ranking_of(const cascade::Scenario& scenario, std::uint64_t n,
                        std::uint64_t seed = 1) {
  app::Ranking ranking = app::rank_structure(scenario, 3);
  const app::RankRequest request{.sampling = {.replications = n, .seed = seed, .threads = 1}};
  app::simulate_ranking(cascade::draft(scenario), request, ranking);
  return ranking;
}

const app::ServiceRank& rank_of(const app::Ranking& ranking, const std::string& id) {
  return *std::ranges::find(ranking.services, id, &app::ServiceRank::id);
}

/// The same, but one of `services` crashes, for an hour on average; others than a, b and c harm
/// nobody.
cascade::Scenario crashes(std::size_t services) {
  cascade::Scenario scenario = parts(3, {0, 0, 0});
  for (std::size_t s = 3; s < services; ++s)
    scenario.topology.services.push_back({.id = "x" + std::to_string(s)});
  scenario.what_if->faults = {{.service = "*", .mode = "crash"}};
  for (faults::FailureMode& mode : scenario.failure_modes)
    if (mode.name == "crash") mode.repair = sim::Distribution(sim::Exponential{3600});
  return scenario;
}

/// Birnbaum in hours, Fussell-Vesely, risk achievement worth.
struct Truth {
  double birnbaum, fussell_vesely, risk_achievement;
};

bool covers(const sim::Estimate& estimate, double truth) {
  constexpr double rounding = 1e-9;
  return estimate.interval.low <= truth + rounding && truth - rounding <= estimate.interval.high;
}

bool covers(const app::Importance& importance, const Truth& truth) {
  return covers(importance.birnbaum, 60 * truth.birnbaum) &&
         covers(importance.fussell_vesely, truth.fussell_vesely) &&
         covers(importance.risk_achievement, truth.risk_achievement);
}

}  // namespace

// F = 1 - .9 x .8 x .7 = .496.
TEST_CASE("parts in series have the importance of the closed form") {
  const app::Ranking ranking = ranking_of(parts(3, {0.1, 0.2, 0.3}), 4'000);
  CHECK(covers(*ranking.base_harm, 60 * 0.496));
  CHECK(covers(*rank_of(ranking, "a").importance, {0.56, 0.056 / 0.496, 1 / 0.496}));
  CHECK(covers(*rank_of(ranking, "c").importance, {0.72, 0.216 / 0.496, 1 / 0.496}));
}

// F = .3 x .4 x .5 = .06: without any one of them nothing is lost.
TEST_CASE("parallel parts have the importance of the closed form") {
  const app::Ranking ranking = ranking_of(parts(1, {0.3, 0.4, 0.5}), 4'000);
  CHECK(covers(*rank_of(ranking, "a").importance, {0.2, 1, 0.2 / 0.06}));
  CHECK(covers(*rank_of(ranking, "c").importance, {0.12, 1, 0.12 / 0.06}));
}

// F = .02 + .03 + .06 - 2 x .006 = .098.
TEST_CASE("two of three have the importance of the closed form") {
  const app::Ranking ranking = ranking_of(parts(2, {0.1, 0.2, 0.3}), 4'000);
  CHECK(covers(*rank_of(ranking, "a").importance, {0.38, 0.038 / 0.098, 0.44 / 0.098}));
  CHECK(covers(*rank_of(ranking, "c").importance, {0.26, 0.078 / 0.098, 0.28 / 0.098}));
}

// Binomial error at 300 experiments: 1.3 %.
TEST_CASE("19 of 20 intervals of each importance measure cover it") {
  const cascade::Scenario scenario = parts(2, {0.1, 0.2, 0.3});
  constexpr int experiments = 300;
  std::array<int, 3> covered{};
  for (int e = 0; e < experiments; ++e) {
    const app::Ranking ranking = ranking_of(scenario, 400, 100 + static_cast<std::uint64_t>(e));
    const app::Importance& a = *rank_of(ranking, "a").importance;
    covered[0] += covers(a.birnbaum, 60 * 0.38);
    covered[1] += covers(a.fussell_vesely, 0.038 / 0.098);
    covered[2] += covers(a.risk_achievement, 0.44 / 0.098);
  }
  for (const int count : covered) {
    MESSAGE(count << " of " << experiments);
    CHECK(count >= 0.91 * experiments);
    CHECK(count <= 0.985 * experiments);
  }
}

// Three of so many services harm, each for an hour on average; the longer of two for an hour and a
// half. Of 30 services R and R- are known from three times as many replications as R+. Binomial
// error at 200 experiments: 1.5 %.
TEST_CASE("19 of 20 intervals cover where services take turns to crash") {
  for (const std::size_t services : {3U, 30U}) {
    const cascade::Scenario scenario = crashes(services);
    const double p = 1 / static_cast<double>(services);
    const double down = 60 + 3 * p * 30;
    constexpr int experiments = 200;
    std::array<int, 4> covered{};
    for (int e = 0; e < experiments; ++e) {
      const app::Ranking ranking = ranking_of(scenario, 200, 500 + static_cast<std::uint64_t>(e));
      const app::Importance& a = *rank_of(ranking, "a").importance;
      covered[0] += covers(*ranking.base_harm, 180 * p);
      covered[1] += covers(a.birnbaum, down - 120 * p);
      covered[2] += covers(a.fussell_vesely, 1.0 / 3);
      covered[3] += covers(a.risk_achievement, down / (180 * p));
    }
    for (const int count : covered) {
      MESSAGE(services << " services: " << count << " of " << experiments);
      CHECK(count >= 0.9 * experiments);
      CHECK(count <= 0.995 * experiments);
    }
  }
}

TEST_CASE("what passes a dependency is what is saved when no loss passes") {
  cascade::Scenario scenario = parts(3, {0, 0, 0.3});
  scenario.customers[0].endpoints[0].services = {"a", "b"};
  scenario.customers[0].endpoints[0].at_least = 2;
  scenario.topology.dependencies = {{.from = "a", .to = "c"}, {.from = "b", .to = "a"}};
  const app::Ranking ranking = ranking_of(scenario, 500);
  for (const app::DependencyRank& d : ranking.dependencies)
    CHECK(d.through->share.mean == doctest::Approx(d.from == "a" ? 1 : 0));
}

TEST_CASE("where nothing can go wrong the base is one crash, as often in each service") {
  cascade::Scenario scenario = parts(3, {0.1, 0.2, 0.3});
  scenario.what_if.reset();
  scenario.horizon = sim::Duration::from_seconds(1e6);
  const app::Ranking ranking = ranking_of(scenario, 300);
  CHECK(ranking.base == app::Base::crash);
  CHECK(ranking.base_harm->mean == doctest::Approx(60));
  CHECK(rank_of(ranking, "a").importance->fussell_vesely.mean == doctest::Approx(1.0 / 3));
  CHECK(rank_of(ranking, "c").importance->risk_achievement.mean == doctest::Approx(1));
}

TEST_CASE("where nothing is lost there is no share of it") {
  const app::Ranking ranking = ranking_of(parts(1, {0, 0, 0}), 10);
  CHECK(std::isnan(rank_of(ranking, "a").importance->fussell_vesely.mean));
  CHECK(rank_of(ranking, "a").importance->birnbaum.mean == 0);
}

TEST_CASE("structure that orders services as their crashes do predicts them") {
  ScenarioBuilder b;
  b.service("a").service("b").service("c").service("d").service("e");
  b.needs("b", "a");
  b.needs("c", "b");
  b.needs("d", "c");
  b.fault("a", {}, sim::Duration::from_seconds(60));
  app::Ranking ranking = app::rank_structure(b.scenario, 5);
  app::simulate_ranking(cascade::draft(b.scenario),
                        {.sampling = {.replications = 10, .threads = 1}}, ranking);
  const auto found = std::ranges::find_if(ranking.predictions, [](const app::Prediction& p) {
    return p.measure == "expected" && p.target == "blast radius";
  });
  CHECK(found->spearman.rho == doctest::Approx(1));
  CHECK(found->spearman.n == 5);
  CHECK(found->top.successes == 1);
}
