// Changes meet the safeguards, reach production in waves, and may do harm there.
#include <doctest/doctest.h>

#include "tests/scenario_builder.h"

using namespace outcast;
using sim::Distribution;
using sim::hours;
using sim::minutes;
using test::row_of;
using test::ScenarioBuilder;
using test::story_of;

namespace {

access::Policy allow(const std::string& action, const std::string& resource) {
  access::Policy policy{.version = "2012-10-17"};
  policy.statements.push_back(
      {.effect = access::Effect::allow, .actions = {action}, .resources = {resource}});
  return policy;
}

/// An AI tool is to change "web" (three units) but deletes it; its role was meant to reach web
/// only, not to delete.
ScenarioBuilder destructive_change() {
  ScenarioBuilder b;
  for (const char* id : {"db", "web"}) {
    b.service(id);
    b.last_service().placement = {{"eu", "a", "1"}, {"eu", "a", "2"}, {"eu", "b", "3"}};
    b.last_service().resources = {
        {.arn = std::string("arn:aws:cloudformation:eu-west-1:123456789012:stack/") + id + "/1"}};
  }
  b.scenario.authors = {{.id = "kiro", .kind = change::AuthorKind::ai_tool}};
  access::Role role{.id = "operator", .principal = "arn:aws:iam::123456789012:role/operator"};
  role.actual.identity = {allow("cloudformation:*", "*"), allow("codepipeline:*", "*")};
  role.intended = access::PolicySet{.identity = {allow("cloudformation:UpdateStack", "*/web/*")}};
  b.scenario.roles = {role};
  b.scenario.what_if.emplace();
  b.scenario.what_if->changes = {{.author = "kiro",
                                  .role = "operator",
                                  .target = "web",
                                  .kind = change::Kind::infrastructure,
                                  .destructive = true,
                                  .overreach = false,
                                  .defect = "none"}};
  b.scenario.response.rebuild = Distribution::fixed(hours(10));
  b.scenario.response.rollback = Distribution::fixed(minutes(30));
  return b;
}

/// The same author makes a change that is not destructive but has a defect.
ScenarioBuilder defective_change() {
  ScenarioBuilder b = destructive_change();
  b.scenario.what_if->changes[0].destructive = false;
  b.scenario.what_if->changes[0].defect = "bad-config";
  return b;
}

}  // namespace

TEST_CASE("a destructive change deletes its target, which must be rebuilt") {
  const auto row = row_of(destructive_change().scenario);
  CHECK(row.at("blast_radius") == 0.5);
  CHECK(row.at("time_to_recover") == 600);
  CHECK(row.at("changes_shipped") == 1);
}

TEST_CASE("a change that overreaches hits all that its role reaches") {
  ScenarioBuilder b = destructive_change();
  b.scenario.what_if->changes[0].overreach = true;
  CHECK(row_of(b.scenario)["blast_radius"] == 1);
}

TEST_CASE("cell isolation keeps an overreaching change in the places of its target") {
  ScenarioBuilder b = destructive_change();
  b.scenario.what_if->changes[0].overreach = true;
  b.scenario.topology.services[0].placement = {{"eu", "a", "1"}, {"us", "x", "9"}};
  b.safeguard("cell_isolation");
  CHECK(row_of(b.scenario)["blast_radius"] == 0.75);
}

TEST_CASE("under least privilege the role may not delete") {
  ScenarioBuilder b = destructive_change();
  b.safeguard("least_privilege");
  CHECK(
      story_of(b.scenario, "change") ==
      "0 change 1 kiro wants to delete and recreate web (infrastructure, 3 units, role operator)\n"
      "0 change 1 is refused by access: the role may not delete it\n");
}

TEST_CASE("a role that may approve by itself skips the second person") {
  ScenarioBuilder b = destructive_change();
  b.safeguard("two_person_approval").values[1] = Distribution(sim::Fixed{1});
  CHECK(row_of(b.scenario)["incidents"] == 1);
  b.scenario.roles[0].actual.identity.pop_back();
  CHECK(row_of(b.scenario)["incidents"] == 0);
}

TEST_CASE("deletion protection refuses whoever asks") {
  ScenarioBuilder b = destructive_change();
  b.safeguard("deletion_protection");
  CHECK(row_of(b.scenario)["changes_refused"] == 1);
}

TEST_CASE("deletion protection that covers marked services only leaves the others open") {
  ScenarioBuilder b = destructive_change();
  b.safeguard("deletion_protection").values[0] = Distribution(sim::Fixed{0});
  CHECK(row_of(b.scenario)["incidents"] == 1);
  b.scenario.topology.services[1].deletion_protection = true;
  CHECK(row_of(b.scenario)["incidents"] == 0);
}

TEST_CASE("the kill switch stops AI tools, not people") {
  ScenarioBuilder b = destructive_change();
  b.safeguard("ai_kill_switch").values[0] = Distribution(sim::Fixed{1});
  CHECK(row_of(b.scenario)["incidents"] == 0);
  b.scenario.authors[0].kind = change::AuthorKind::human;
  CHECK(row_of(b.scenario)["incidents"] == 1);
}

TEST_CASE("a rollout in waves stops at the first unit when people notice while it bakes") {
  ScenarioBuilder b = destructive_change();
  auto& rollout = b.safeguard("staged_rollout");
  rollout.values[3] = Distribution(sim::Fixed{0});
  CHECK(
      story_of(b.scenario, "change") ==
      "0 change 1 kiro wants to delete and recreate web (infrastructure, 3 units, role operator)\n"
      "0 change 1 reaches 1 of 3 units\n"
      "3600 change 1 is stopped after 1 of 3 units\n");
}

TEST_CASE("the health gate sees a harmful change and the pipeline reverts it by itself") {
  ScenarioBuilder b = defective_change();
  b.scenario.response.monitors = {
      {.id = "blind", .interval = Distribution::fixed(minutes(1)), .sensitivity = 0}};
  b.safeguard("staged_rollout").values[3] = Distribution(sim::Fixed{1});
  b.safeguard("automatic_rollback").values[0] = Distribution(sim::Fixed{1});
  b.scenario.response.automatic_rollback = Distribution::fixed(minutes(2));
  const auto row = row_of(b.scenario);
  CHECK(row.at("time_to_recover") == doctest::Approx(62));
  CHECK(row.at("rollbacks") == 1);
  CHECK(row.at("changes_shipped") == 0);
}

TEST_CASE("a health gate that rings for nothing reverts a harmless change") {
  ScenarioBuilder b = defective_change();
  b.scenario.what_if->changes[0].defect = "none";
  b.safeguard("staged_rollout").values[4] = Distribution(sim::Fixed{1});
  CHECK(row_of(b.scenario)["false_rollbacks"] == 1);
}

TEST_CASE("a velocity limit takes one unit at a time") {
  ScenarioBuilder b = defective_change();
  b.scenario.what_if->changes[0].defect = "none";
  b.safeguard("velocity_limit").values[0] = Distribution::fixed(minutes(10));
  CHECK(row_of(b.scenario)["lead_time"] == doctest::Approx(20.0 / 60));
}

TEST_CASE("a capacity floor refuses to take too much away") {
  ScenarioBuilder b = defective_change();
  b.scenario.what_if->changes[0].kind = change::Kind::capacity;
  b.scenario.what_if->changes[0].defect = "capacity-loss";
  CHECK(row_of(b.scenario)["incidents"] == 1);
  b.safeguard("capacity_floor");
  CHECK(row_of(b.scenario)["changes_refused"] == 1);
}

TEST_CASE("a campaign ships the changes that its teams make") {
  ScenarioBuilder b;
  b.service("web");
  b.last_service().team = "shop";
  b.scenario.authors = {{.id = "dev"}};
  b.scenario.teams = {{.id = "shop", .changes_per_week = 20, .human = "dev"}};
  b.scenario.horizon = sim::days(7 * 400);
  CHECK(row_of(b.scenario)["changes_shipped"] == doctest::Approx(8000).epsilon(0.04));
}

TEST_CASE("the share of AI-made changes follows the adoption") {
  ScenarioBuilder b;
  b.service("web");
  b.last_service().team = "shop";
  b.scenario.authors = {{.id = "dev"}, {.id = "kiro", .kind = change::AuthorKind::ai_tool}};
  b.scenario.teams = {{.id = "shop", .changes_per_week = 20, .human = "dev", .ai_tool = "kiro"}};
  b.scenario.adoption = 0.8;
  b.scenario.horizon = sim::days(7 * 400);
  b.safeguard("ai_kill_switch").values[0] = Distribution(sim::Fixed{1});
  CHECK(row_of(b.scenario)["changes_refused"] == doctest::Approx(6400).epsilon(0.04));
}

TEST_CASE("what a change would still have done is called off when it is rolled back") {
  ScenarioBuilder b = defective_change();
  b.scenario.failure_modes[3].onset = Distribution(sim::Exponential{3600});
  b.safeguard("staged_rollout").values = {Distribution(sim::Fixed{1}), Distribution(sim::Fixed{1}),
                                          Distribution::fixed(minutes(30)),
                                          Distribution(sim::Fixed{1}), Distribution(sim::Fixed{0})};
  b.scenario.response.monitors = {
      {.id = "blind", .interval = Distribution::fixed(minutes(1)), .sensitivity = 0}};
  b.safeguard("automatic_rollback").values[0] = Distribution(sim::Fixed{1});
  int rolled_back = 0;
  for (std::uint64_t r = 0; r < 50; ++r) {
    const auto row = row_of(b.scenario, r);
    if (row.at("rollbacks") == 0) continue;
    ++rolled_back;
    CHECK(row.at("incidents") == 1);
    CHECK(row.at("service_minutes") < 3 * 31);
  }
  CHECK(rolled_back > 10);
}

TEST_CASE("a change in review is stopped by the kill switch that trips meanwhile") {
  ScenarioBuilder b = destructive_change();
  auto second = b.scenario.what_if->changes[0];
  second.target = "db";
  second.at = minutes(1);
  b.scenario.what_if->changes.push_back(second);
  b.scenario.what_if->changes[0].at = minutes(30);
  b.safeguard("ai_kill_switch");
  auto& review = b.safeguard("peer_review");
  review.values[1] = Distribution(sim::Fixed{0});
  review.values[3] = Distribution::fixed(hours(4));
  CHECK(row_of(b.scenario)["incidents"] == 1);
}
