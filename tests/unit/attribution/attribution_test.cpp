// Safeguards of small scenarios as players.
#include "app/attribution/attribution.h"

#include <doctest/doctest.h>

#include "app/attribution/players.h"
#include "app/terminal/exit_code.h"
#include "sim/ensemble/digest.h"
#include "tests/scenario_builder.h"

using namespace outcast;
using app::Attribution;
using sim::Distribution;
using sim::minutes;
using test::ScenarioBuilder;

namespace {

/// A bad change of web, given, that half of the reviewers and half of the checks see; the third
/// safeguard has nothing to do, since nothing is deleted.
ScenarioBuilder bad_change() {
  ScenarioBuilder b;
  b.service("web");
  b.scenario.authors.push_back({.id = "ada"});
  b.scenario.what_if.emplace();
  b.scenario.what_if->changes.push_back({.author = "ada", .target = "web", .defect = "crash"});
  b.scenario.response.fix = Distribution::fixed(minutes(30));
  b.safeguard("peer_review").values[0] = Distribution(sim::Fixed{0.5});
  b.safeguard("static_checks").values[0] = Distribution(sim::Fixed{0.5});
  b.safeguard("deletion_protection");
  return b;
}

app::Case case_of(const ScenarioBuilder& b) { return {.blueprint = cascade::draft(b.scenario)}; }

Attribution attributed(app::AttributionRequest request = {}) {
  request.sampling.threads = 1;
  return app::attribute(case_of(bad_change()), request);
}

double sum_of_shapley(const Attribution& found, std::size_t metric) {
  double sum = 0;
  for (const auto& worths : found.worths) sum += worths[metric].shapley.mean;
  return sum;
}

}  // namespace

TEST_CASE("the safeguards that are on are the players, and the harm is the services' downtime") {
  const Attribution found = attributed();
  CHECK(found.players.names ==
        std::vector<std::string>{"static_checks", "peer_review", "deletion_protection"});
  CHECK(found.columns[0] == *cascade::column_of("service_minutes"));
  CHECK(found.coalitions.size() == 8);
}

TEST_CASE("Shapley values add up to the difference that all safeguards make") {
  const Attribution found = attributed();
  REQUIRE(found.all[0].mean < -10);
  CHECK(sum_of_shapley(found, 0) == doctest::Approx(found.all[0].mean));
}

TEST_CASE("what has nothing to do is worth nothing, without any chance") {
  const app::Worth idle = attributed().worths[2][0];
  for (const sim::Estimate& worth : {idle.alone, idle.left_out, idle.shapley}) {
    CHECK(worth.mean == 0);
    CHECK(worth.interval.high == 0);
  }
}

TEST_CASE("two checks that see half each save more alone than when left out") {
  // Alone: half of 30 minutes and what noticing takes; left out: a half of the half that is left.
  const Attribution found = attributed();
  const app::Worth& review = found.worths[1][0];
  CHECK(review.alone.interval.high < review.left_out.interval.low);
  CHECK(review.left_out.mean / review.alone.mean == doctest::Approx(0.5).epsilon(0.15));
}

TEST_CASE("sampled orders agree with all of them") {
  const Attribution exact = attributed();
  const Attribution sampled = attributed({.permutations = 50});
  CHECK(sampled.permutations == 50);
  CHECK(sum_of_shapley(sampled, 0) == doctest::Approx(sampled.all[0].mean));
  for (std::size_t i = 0; i < 2; ++i) {
    const sim::Estimate& guess = sampled.worths[i][0].shapley;
    CHECK(guess.n == 50);
    CHECK(std::abs(guess.mean - exact.worths[i][0].shapley.mean) < 2 * guess.half_width());
  }
}

TEST_CASE("the number of threads changes nothing") {
  app::AttributionRequest request;
  request.sampling.threads = 4;
  const Attribution four = app::attribute(case_of(bad_change()), request), one = attributed();
  CHECK(four.worths[0][0].shapley.mean == one.worths[0][0].shapley.mean);
  CHECK(four.coalitions[5].means[1].mean == one.coalitions[5].means[1].mean);
}

TEST_CASE("a coalition is the scenario drafted with its safeguards") {
  ScenarioBuilder b = bad_change();
  const app::Players players = app::safeguards_as_players(case_of(b), {});
  b.scenario.safeguards[change::position_of("static_checks")].on = false;
  cascade::EnsembleResult toggled, drafted;
  cascade::run(players.field(0b110), 1, {.count = 200, .threads = 1}, toggled);
  cascade::run(cascade::draft(b.scenario), 1, {.count = 200, .threads = 1}, drafted);
  CHECK(sim::digest(toggled.table) == sim::digest(drafted.table));
}

TEST_CASE("safeguards that are named may be off, and must exist") {
  CHECK(attributed({.safeguards = {"training", "peer_review"}}).players.names ==
        std::vector<std::string>{"training", "peer_review"});
  CHECK_THROWS_WITH_AS(attributed({.safeguards = {"xyz"}}), doctest::Contains("Known: "),
                       app::Failure);
  CHECK_THROWS_WITH_AS(attributed({.safeguards = {"peer_reveiw"}}),
                       "unknown safeguard \"peer_reveiw\". Did you mean \"peer_review\"?",
                       app::Failure);
  CHECK_THROWS_AS(app::attribute(case_of(ScenarioBuilder().service("web")), {}), app::Failure);
}
