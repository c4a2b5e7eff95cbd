// Importance in a campaign: closed forms, and the campaign assessed anew without what is spared.
#include <doctest/doctest.h>

#include <algorithm>

#include "app/study/ranking.h"
#include "tests/laws/conditional/half_a_year.h"

using namespace outcast;

namespace {

constexpr sim::Duration hour = sim::minutes(60);

app::Ranking rank(const cascade::Scenario& scenario, std::uint64_t incidents, std::uint64_t n) {
  const app::Case subject{.blueprint = cascade::draft(scenario)};
  app::AssessedIncidents assessed;
  app::assess(subject, request_of(incidents), assessed);
  const app::CampaignIncidents again = app::replay(assessed);
  app::Ranking ranking = app::rank_structure(scenario, 10);
  app::simulate_ranking(subject.blueprint,
                        {.sampling = {.replications = n, .threads = 1}, .campaign = &again},
                        ranking);
  return ranking;
}

const app::Importance& importance_of(const app::Ranking& ranking, const std::string& id) {
  return *std::ranges::find(ranking.services, id, &app::ServiceRank::id)->importance;
}

/// web -> db, and mail alone; db fails for an hour, on average once in ten horizons, and any crash
/// takes an hour.
cascade::Scenario failing_db() {
  test::ScenarioBuilder b;
  b.service("db").service("mail").service("web");
  b.needs("web", "db");
  b.scenario.horizon = 100 * hour;
  b.scenario.faults = {{.service = "db",
                        .mode = "crash",
                        .every = sim::Distribution(sim::Exponential{1000 * 3600.0}),
                        .lasts = sim::Distribution::fixed(hour)}};
  for (faults::FailureMode& mode : b.scenario.failure_modes)
    if (mode.name == "crash") {
      mode.remedy = faults::Remedy::expiry;
      mode.repair = sim::Distribution::fixed(hour);
    }
  return b.scenario;
}

}  // namespace

// Each of the faults costs db and web an hour: half of it is web's, all of which passes the call.
// With 99 hours on average before an end cuts one short, 0.1 faults cost 12 minutes, less 0.5 %.
TEST_CASE("importance in a campaign is that of the closed form") {
  const app::Ranking ranking = rank(failing_db(), 20'000, 2'000);
  CHECK(ranking.base == app::Base::campaign);
  CHECK(ranking.base_harm->mean == doctest::Approx(12).epsilon(0.01));
  CHECK(importance_of(ranking, "db").fussell_vesely.mean == doctest::Approx(1));
  CHECK(importance_of(ranking, "web").fussell_vesely.mean == doctest::Approx(0.5));
  CHECK(importance_of(ranking, "mail").fussell_vesely.mean == 0);
  const app::Passing& passing = *ranking.dependencies.front().through;
  CHECK(passing.harm.mean == doctest::Approx(ranking.base_harm->mean / 2));
  CHECK(passing.share.mean == doctest::Approx(0.5));
}

// A crash of web beside db's costs nothing more; one of mail an hour per incident, of which a
// horizon has 1 - exp(-0.1), less 0.5 % that end later.
TEST_CASE("what is down as well crashes with the incident's first fault") {
  const app::Ranking ranking = rank(failing_db(), 20'000, 2'000);
  const double incidents = 1 - std::exp(-0.1), extra = 60 * incidents * 0.995;
  CHECK(importance_of(ranking, "web").risk_achievement.mean == doctest::Approx(1).epsilon(0.001));
  CHECK(importance_of(ranking, "mail").birnbaum.mean == doctest::Approx(extra).epsilon(0.01));
  CHECK(importance_of(ranking, "mail").risk_achievement.mean ==
        doctest::Approx(1 + extra / ranking.base_harm->mean).epsilon(0.01));
}

// Without the call, web and mail bear their own faults only. |z| of 4 happens once in 16,000.
TEST_CASE("what passes a call is what the campaign costs less, assessed anew without it") {
  const cascade::Scenario scenario = half_a_year().scenario;
  const app::Ranking ranking = rank(scenario, 40'000, 320);
  cascade::Scenario without = scenario;
  std::erase_if(without.topology.dependencies, [](const auto& d) { return d.to == "db"; });
  app::RiskRequest request = request_of(40'000);
  request.luck.seed = 7;
  const sim::Estimate rest = app::assess({.blueprint = cascade::draft(without)}, request).harm;
  const auto web = std::ranges::find(ranking.dependencies, "web", &app::DependencyRank::from);
  const app::Passing& passing = *web->through;
  MESSAGE(passing.harm.mean, " of ", ranking.base_harm->mean, ", rest ", rest.mean);
  CHECK(passing.harm.half_width() < 0.2 * passing.harm.mean);
  sim::Estimate left = *ranking.base_harm;
  left.mean -= passing.harm.mean;
  left.n = rest.n;  // sweeps
  CHECK(std::abs(z_of(left, rest)) < 4);
}

TEST_CASE("with one replication wanted each sweep still has one service down") {
  const app::Ranking ranking = rank(failing_db(), 3'200, 1);
  CHECK(importance_of(ranking, "mail").birnbaum.n == 32);
}

// Some incidents of each sweep, from a random one on, give the mean of all: within 4 errors.
TEST_CASE("thinned incidents are unbiased") {
  app::CampaignIncidents incidents{.per_sweep = 24};
  incidents.initiations.resize(std::size_t{24} * 2'000);
  std::vector<double> values;
  for (std::size_t i = 0; i < incidents.initiations.size(); ++i) {
    incidents.weights.push_back(1 + static_cast<double>(i % 24));
    values.push_back(static_cast<double>(i % 24 % 5));
  }
  const app::BaseSample all = app::BaseSample::of_campaign(incidents);
  const app::BaseSample some = all.thinned(7, 1);
  std::vector<double> chosen;
  for (const std::uint64_t i : some.positions()) chosen.push_back(values[i]);
  const sim::Estimate mean = some.mean_of(chosen);
  CHECK(std::abs(mean.mean - all.mean_of(values).mean) < 4 * mean.sd / std::sqrt(2'000.0));
}
