// One incident per replication, weighted by its rate, gives the harm of whole campaigns.
#include <doctest/doctest.h>

#include "app/risk/risk.h"
#include "tests/laws/conditional/half_a_year.h"

using namespace outcast;
using sim::Distribution;

namespace {

app::Risk assess(const cascade::Scenario& scenario, std::uint64_t incidents = 20'000) {
  const app::Case subject{.blueprint = cascade::draft(scenario)};
  return app::assess(subject, request_of(incidents));
}

/// What forgets: every incident begins at some time of the horizon, in the state of its first day.
double harm_without_memory(const cascade::Scenario& scenario) {
  const cascade::Blueprint blueprint = cascade::draft(scenario);
  const std::vector<app::Moments> moments = {app::Moments(blueprint, {})};
  const std::vector<app::Cell> cells = app::first_plan(moments[0]);
  const app::Sweeps sweeps{.count = 1, .length = 20'000, .first = 1ULL << 40};
  const std::vector<app::Draw> draws = app::draw(cells, moments, sweeps, 1);
  std::vector<cascade::Initiation> initiations;
  for (const app::Draw& draw : draws) initiations.push_back(draw.initiation);
  const auto worker = cascade::make_incident_worker(blueprint, 1, {sweeps.first, initiations});
  std::vector<double> row(cascade::cost_column() + 1);
  double harm = 0;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    std::ranges::fill(row, 0);
    worker->replicate(sweeps.first + i, row);
    harm += draws[i].weight * row[*cascade::column_of("service_minutes")];
  }
  return harm;
}

}  // namespace

// |z| of 4 happens by chance once in 16,000.
TEST_CASE("rate times consequence is the harm of whole campaigns, and needs fewer events") {
  const app::Risk risk = assess(half_a_year().scenario);
  MESSAGE(risk.harm.mean, " +- ", risk.harm.half_width(), " against ", risk.campaigns.mean, " +- ",
          risk.campaigns.half_width(), ", variance reduced ", risk.reduction.factor,
          ", incidents under way ", risk.under_way.mean);
  CHECK(std::abs(z_of(risk.harm, risk.campaigns)) < 4);
  CHECK(risk.harm.half_width() < 0.1 * risk.harm.mean);
  CHECK(risk.reduction.interval.low > 1);
}

TEST_CASE("safeguards that stop changes are met on the way, those that look at the load as well") {
  test::ScenarioBuilder b = half_a_year();
  b.safeguard("peer_review").values[2] = Distribution(sim::Fixed{1});
  b.safeguard("staged_rollout");
  const app::Risk risk = assess(b.scenario);
  MESSAGE(risk.harm.mean, " against ", risk.campaigns.mean, " +- ", risk.campaigns.half_width());
  CHECK(std::abs(z_of(risk.harm, risk.campaigns)) < 4);
}

TEST_CASE("policies with memory: without the states that campaigns leave the estimate is biased") {
  test::ScenarioBuilder b = half_a_year();
  auto& kill_switch = b.safeguard("ai_kill_switch");
  kill_switch.values[2] = Distribution::fixed(sim::days(30));
  for (change::Author& author : b.scenario.authors) {
    author.learning_rate = 0.3;
    author.learning_floor = 0.1;
  }
  const app::Risk risk = assess(b.scenario);
  const double forgetful = harm_without_memory(b.scenario);
  MESSAGE(risk.harm.mean, " against ", risk.campaigns.mean, " +- ", risk.campaigns.half_width(),
          ", without memory ", forgetful);
  CHECK(std::abs(z_of(risk.harm, risk.campaigns)) < 4);
  CHECK(forgetful > 1.3 * risk.campaigns.mean);
}

TEST_CASE("what brought the harm adds up to the whole, and its shares to one") {
  const app::Risk risk = assess(half_a_year().scenario, 2'000);
  for (const auto* parts : {&risk.by_author_kind, &risk.by_author, &risk.by_role, &risk.by_kind,
                            &risk.by_mistake, &risk.by_service}) {
    double harm = 0, shares = 0;
    for (const app::HarmBy& part : *parts) {
      harm += part.harm.mean;
      shares += part.share.mean;
      CHECK(part.share.mean == doctest::Approx(part.harm.mean / risk.harm.mean));
    }
    CHECK(harm == doctest::Approx(risk.harm.mean));
    CHECK(shares == doctest::Approx(1));
  }
}

TEST_CASE("the harm of a kind of author is that of all its authors, whose errors partly cancel") {
  test::ScenarioBuilder b = half_a_year();
  b.scenario.authors.push_back(b.scenario.authors[1]);
  b.scenario.authors[2].id = "second tool";
  b.scenario.teams[1].ai_tool = "second tool";
  const app::Risk risk = assess(b.scenario, 2'000);
  const auto named = [](const std::vector<app::HarmBy>& parts, std::string_view name) {
    return *std::ranges::find(parts, name, &app::HarmBy::name);
  };
  const app::HarmBy tools = named(risk.by_author_kind, "ai-tool"),
                    first = named(risk.by_author, "tool"),
                    second = named(risk.by_author, "second tool");
  CHECK(first.harm.mean > 0);
  CHECK(second.harm.mean > 0);
  CHECK(tools.harm.mean == doctest::Approx(first.harm.mean + second.harm.mean));
  CHECK(tools.harm.sd < first.harm.sd + second.harm.sd);
}

// Miss: |z| of 4 once in 16,000.
TEST_CASE("a share with its interval is that of many more incidents") {
  const app::Risk some = assess(half_a_year().scenario, 4'000),
                  many = assess(half_a_year().scenario, 64'000);
  for (const app::HarmBy& part : some.by_author_kind) {
    const auto same = std::ranges::find(many.by_author_kind, part.name, &app::HarmBy::name);
    MESSAGE(part.name, ": ", part.share.mean, " +- ", part.share.half_width(), " against ",
            same->share.mean, " +- ", same->share.half_width());
    CHECK(std::abs(z_of(part.share, same->share)) < 4);
    CHECK(same->share.half_width() < 0.5 * part.share.half_width());
  }
}

// Of a process that is down for 5 hours and up for 20 days: 5 / (5 + 480).
TEST_CASE("incidents under way at a time are rate times duration") {
  test::ScenarioBuilder b = half_a_year();
  b.scenario.teams.clear();
  b.scenario.faults[0].every = Distribution(sim::Exponential{20 * 86400.0});
  b.scenario.faults[0].lasts = Distribution::fixed(sim::Duration::from_seconds(5 * 3600));
  b.scenario.response = {};
  const app::Risk risk = assess(b.scenario);
  CHECK(risk.under_way.mean == doctest::Approx(5.0 / (5 + 480)).epsilon(0.03));
}

TEST_CASE("the weights of a plan sum to the number of initiating events") {
  const cascade::Blueprint blueprint = cascade::draft(half_a_year().scenario);
  const std::vector<app::Moments> moments = {app::Moments(blueprint, {})};
  const std::vector<app::Cell> cells = app::first_plan(moments[0]);
  const app::Sweeps sweeps{.count = 1, .length = 50'000};
  double expected = 0, weights = 0;
  for (const app::Cell& cell : cells) expected += cell.expected;
  for (const app::Draw& draw : app::draw(cells, moments, sweeps, 1)) weights += draw.weight;
  CHECK(weights == doctest::Approx(expected).epsilon(0.01));
}
