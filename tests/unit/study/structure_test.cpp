// What falls with what: services, alternatives, customers, bundles, and the worth of dependencies.
#include <doctest/doctest.h>

#include <numeric>

#include "app/study/ranking.h"
#include "tests/scenario_builder.h"

using namespace outcast;
using app::Fall;
using test::ScenarioBuilder;

namespace {

/// web needs auth and one of two stores; auth needs db.
ScenarioBuilder shop() {
  ScenarioBuilder b;
  b.service("web").service("auth").service("db").service("store-1").service("store-2");
  b.needs("web", "auth");
  b.needs("auth", "db");
  for (const char* store : {"store-1", "store-2"}) b.needs("web", store).group = "stores";
  b.scenario.customers.push_back({.id = "all",
                                  .endpoints = {{.id = "page", .services = {"web"}, .share = 3},
                                                {.id = "login", .services = {"auth"}}}});
  return b;
}

Fall fall(const cascade::Scenario& scenario, system::NodeIndex node,
          const std::vector<std::vector<system::NodeIndex>>& bundles = {}) {
  const app::ServiceGraph graph =
      app::service_graph(scenario.topology, scenario.customers, bundles);
  system::CascadeSearch search(graph.graph);
  return app::fall_of(graph, search, bundles.empty() ? node : graph.bundle(0));
}

double mean_expected(const cascade::Scenario& scenario) {
  const app::Ranking ranking = app::rank_structure(scenario, 100);
  double sum = 0;
  for (const app::ServiceRank& service : ranking.services) sum += service.expected;
  return sum / static_cast<double>(ranking.services.size());
}

const app::ServiceRank& rank_of(const app::Ranking& ranking, const std::string& id) {
  return *std::ranges::find(ranking.services, id, &app::ServiceRank::id);
}

}  // namespace

TEST_CASE("services and customers fall with what they need") {
  const Fall found = fall(shop().scenario, 2);
  CHECK(found.services == 3);
  CHECK(found.customers == 1);
}

TEST_CASE("one alternative alone takes nobody with it, all of them together do") {
  CHECK(fall(shop().scenario, 3).services == 1);
  const Fall both = fall(shop().scenario, 0, {{3, 4}});
  CHECK(both.services == 3);
  CHECK(both.customers == doctest::Approx(0.75));
}

TEST_CASE("what is not needed for serving, or only softly, takes nobody down") {
  ScenarioBuilder b = shop();
  b.scenario.topology.dependencies[1].needed_for = system::NeededFor::starting;
  CHECK(fall(b.scenario, 2).services == 1);
  b.scenario.topology.dependencies[1] = {.from = "auth", .to = "db", .need = system::Need::soft};
  CHECK(fall(b.scenario, 2).services == 1);
}

TEST_CASE("the expected size weighs each path with its probability") {
  ScenarioBuilder b = shop();
  b.scenario.topology.dependencies[1].probability = 0.5;
  const app::Ranking ranking = app::rank_structure(b.scenario, 100);
  CHECK(rank_of(ranking, "auth").expected == doctest::Approx(2));
  CHECK(rank_of(ranking, "db").expected == doctest::Approx(2));
}

TEST_CASE("a dependency's worth is what its removal takes off the expected size") {
  for (const std::size_t removed : {0, 1}) {
    ScenarioBuilder b = shop();
    b.scenario.topology.dependencies[1].probability = 0.5;
    const system::Dependency gone = b.scenario.topology.dependencies[removed];
    const app::Ranking ranking = app::rank_structure(b.scenario, 100);
    const auto rank = std::ranges::find_if(ranking.dependencies, [&](const auto& d) {
      return d.from == gone.from && d.to == gone.to;
    });
    const double before = mean_expected(b.scenario);
    auto& all = b.scenario.topology.dependencies;
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(removed));
    CHECK(rank->saved == doctest::Approx(before - mean_expected(b.scenario)));
  }
}

TEST_CASE("single points count the customers who have no other way") {
  const app::Ranking ranking = app::rank_structure(shop().scenario, 100);
  CHECK(rank_of(ranking, "db").single_point_for == doctest::Approx(1));
  CHECK(rank_of(ranking, "web").single_point_for == doctest::Approx(0.75));
  CHECK(rank_of(ranking, "store-1").single_point_for == 0);
}

TEST_CASE("services that need each other form a circle") {
  ScenarioBuilder b = shop();
  b.needs("db", "auth");
  const app::Ranking ranking = app::rank_structure(b.scenario, 100);
  CHECK(rank_of(ranking, "db").circle == 2);
  CHECK(rank_of(ranking, "web").circle == 1);
}

TEST_CASE("only the services with the largest expected cascade are examined, on request") {
  const app::Ranking ranking = app::rank_structure(shop().scenario, 2);
  CHECK(ranking.examined == 2);
  CHECK(ranking.services.size() == 5);
  CHECK(ranking.services[0].id == "db");
  CHECK(ranking.services[0].fall.services == 3);
}
