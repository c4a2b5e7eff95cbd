// A replication is cut into outages, and its end is explained.
#include "app/study/story.h"

#include <doctest/doctest.h>

#include "app/study/simulation.h"
#include "tests/scenario_builder.h"

using namespace outcast;
using sim::Distribution;
using sim::minutes;
using test::ScenarioBuilder;

namespace {

app::Case case_of(const ScenarioBuilder& b) { return {.blueprint = cascade::draft(b.scenario)}; }

/// A team's only change, given: ada changes web, which then crashes.
ScenarioBuilder bad_change() {
  ScenarioBuilder b;
  b.service("web").service("mail");
  b.needs("mail", "web");
  b.scenario.authors.push_back({.id = "ada"});
  b.scenario.what_if.emplace();
  b.scenario.what_if->changes.push_back({.author = "ada", .target = "web", .defect = "crash"});
  b.scenario.response.fix = Distribution::fixed(minutes(30));
  return b;
}

}  // namespace

TEST_CASE("the story of a replication has the numbers of its row") {
  ScenarioBuilder b = bad_change();
  b.scenario.response.fix = Distribution(sim::Exponential{1800});
  app::Case subject = case_of(b);
  app::simulate({&subject, 1}, {.replications = 3, .threads = 1});
  const app::Story story = app::tell(subject, 1, 2);
  const auto row = subject.result.table.row(2);
  CHECK(story.row[*cascade::column_of("time_to_recover")] ==
        row[*cascade::column_of("time_to_recover")]);
}

TEST_CASE("an outage holds the change that brought it, from its proposal on") {
  const app::Story story = app::tell(case_of(bad_change()), 1, 0);
  REQUIRE(story.outages.size() == 1);
  CHECK(story.outages[0].incidents[0].change == "change 1");
  CHECK(story.outages[0].lines.front().text.starts_with("ada wants to change web"));
  CHECK(story.outages[0].lines.size() == story.lines.size());
}

TEST_CASE("the safeguards that a change passed are told with their reasons") {
  ScenarioBuilder b = bad_change();
  b.safeguard("peer_review").values[0] = Distribution::fixed({});
  const auto passages = app::passages_of(app::tell(case_of(b), 1, 0), "change 1");
  REQUIRE(passages.size() == 1);
  CHECK(passages[0] == "peer_review: the reviewer approved");
}

TEST_CASE("people end an incident, or it passes by itself, or it lasts") {
  const auto end_of_first = [](const ScenarioBuilder& b) {
    const app::Story story = app::tell(case_of(b), 1, 0);
    return app::end_of(story, story.outages.at(0).incidents.at(0));
  };
  CHECK(end_of_first(bad_change()) == "the cause is mended");
  ScenarioBuilder passing;
  passing.service("web").fault("web", {}, minutes(5));
  CHECK(end_of_first(passing) == "crash ends by itself");
  passing.scenario.what_if->faults[0].lasts = Distribution::fixed(sim::Duration::forever());
  CHECK(end_of_first(passing) == "nothing: it lasts");
}

TEST_CASE("harmless changes belong to no outage") {
  ScenarioBuilder b = bad_change();
  b.scenario.what_if->changes.push_back(
      {.at = minutes(10), .author = "ada", .target = "mail", .defect = "none"});
  const app::Story story = app::tell(case_of(b), 1, 0);
  CHECK(story.changes == 2);
  for (const app::Line& line : story.outages.at(0).lines) CHECK(line.subject != "change 2");
}

TEST_CASE("cases that take turns have the rows they would have alone") {
  std::vector<app::Case> cases;
  cases.push_back(case_of(bad_change()));
  cases.push_back(case_of(bad_change()));
  app::Case alone = case_of(bad_change());
  app::simulate(cases, {.replications = 500, .threads = 2});
  app::simulate({&alone, 1}, {.replications = 500, .threads = 1});
  CHECK(cases[1].result.table.rows() == 500);
  CHECK(cases[1].result.table.column(3) == alone.result.table.column(3));
  CHECK(cases[0].result.services[1].lost_ms == alone.result.services[1].lost_ms);
}
