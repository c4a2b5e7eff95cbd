// Reading whole scenarios: every part arrives, defaults hold, files are found, digests tell
// content.
#include <algorithm>

#include "tests/unit/scenario/shop.h"

using namespace outcast;
using outcast::test::files_of;
using outcast::test::Shop;

namespace {

const change::SafeguardSettings& safeguard(const scenario::Loaded& loaded, std::string_view name) {
  const auto catalog = change::catalog();
  const auto found = std::ranges::find(catalog, name, &change::Safeguard::name);
  REQUIRE(found != catalog.end());
  return loaded.scenario.safeguards[static_cast<std::size_t>(found - catalog.begin())];
}

const faults::FailureMode& mode(const scenario::Loaded& loaded, std::string_view name) {
  const auto* found = faults::find(loaded.scenario.failure_modes, name);
  REQUIRE(found);
  return *found;
}

}  // namespace

TEST_CASE("the smallest scenario is read with its defaults") {
  const scenario::Loaded shop = Shop().load();
  const cascade::Scenario& s = shop.scenario;
  CHECK(s.name == "shop");
  CHECK(s.topology.services[0].id == "web");
  CHECK(s.topology.services[0].tier == system::Tier::standard);
  CHECK(s.topology.services[0].replicas == 1);
  CHECK(s.topology.dependencies[0].to == "auth");
  CHECK(s.topology.dependencies[0].need == system::Need::hard);
  CHECK(s.what_if->faults[0].mode == "crash");
  CHECK(s.safeguards.size() == change::catalog().size());
  CHECK(std::ranges::none_of(s.safeguards, &change::SafeguardSettings::on));
  CHECK(s.failure_modes.size() == faults::catalog().size());
  CHECK(shop.variants.empty());
}

TEST_CASE("services are read with places, resources and owners") {
  const scenario::Loaded shop =
      Shop()
          .with("topology", R"({"name": "two cells", "services": [{"id": "auth", "tier": "critical",
        "plane": "control", "team": "identity", "replicas": 3, "objective": 0.999, "capacity": 50,
        "placement": ["eu/a/1", {"region": "eu", "cell": "2"}, "us"], "restart": "2m",
        "failover": "30s", "deletion_protection": true, "tags": ["x"],
        "resources": ["arn:aws:s3:::auth", {"arn": "arn:aws:s3:::b", "modify": ["s3:PutObject"]}]}]})")
          .load();
  const system::Service& auth = shop.scenario.topology.services[0];
  CHECK(shop.scenario.topology.name == "two cells");
  CHECK(auth.tier == system::Tier::critical);
  CHECK(auth.plane == system::Plane::control);
  CHECK(auth.team == "identity");
  CHECK(auth.replicas == 3);
  CHECK(auth.placement ==
        std::vector<system::Place>{{"eu", "a", "1"}, {"eu", "", "2"}, {"us", "", ""}});
  CHECK(auth.restart.mean() == 120);
  CHECK(auth.failover->mean() == 30);
  CHECK(auth.deletion_protection);
  CHECK(auth.resources[0].arn == "arn:aws:s3:::auth");
  CHECK(auth.resources[1].modify == std::vector<std::string>{"s3:PutObject"});
}

TEST_CASE("dependencies are read with all that they say") {
  const scenario::Loaded shop =
      Shop()
          .with("roles", R"({"caller": {"actual": {}}})")
          .with(
              "topology",
              R"({"services": {"web": {"placement": ["eu"]}, "auth": {"placement": ["eu"], "resources": ["arn:aws:s3:::a"]}},
        "dependencies": {"login": {"from": "web", "to": "auth", "need": "soft", "for": "starting",
        "survives": "5m", "delay": "1s", "probability": 0.5, "recovers_after": "10s",
        "degradation": 0.25, "scope": "same-region", "role": "caller", "action": "s3:GetObject",
        "origin": "observed"}}})")
          .load();
  const system::Dependency& d = shop.scenario.topology.dependencies[0];
  CHECK(d.need == system::Need::soft);
  CHECK(d.needed_for == system::NeededFor::starting);
  CHECK(d.survives.mean() == 300);
  CHECK(d.delay.mean() == 1);
  CHECK(d.probability == 0.5);
  CHECK(d.recovers_after.mean() == 10);
  CHECK(d.degradation == 0.25);
  CHECK(d.scope == system::Scope::same_region);
  CHECK(d.role == "caller");
  CHECK(d.action == "s3:GetObject");
  CHECK(d.origin == system::Origin::observed);
}

TEST_CASE("customers are read with endpoints and fallback") {
  const scenario::Loaded shop =
      Shop()
          .with("customers", R"({"all": {"weight": 10, "fallback": {"after": "5m", "loss": 0.2},
        "endpoints": {"front": {"services": ["web", "auth"], "at_least": 1, "share": 3}}}})")
          .load();
  const system::CustomerGroup& all = shop.scenario.customers[0];
  CHECK(all.weight == 10);
  CHECK(all.endpoints[0].id == "front");
  CHECK(all.endpoints[0].at_least == 1);
  CHECK(all.endpoints[0].share == 3);
  CHECK(all.fallback->after.mean() == 300);
  CHECK(all.fallback->loss == 0.2);
}

TEST_CASE("people and their changes are read") {
  const scenario::Loaded shop =
      Shop()
          .with("what_if", "")
          .with("horizon", R"("90d")")
          .with("adoption", "0.8")
          .with("lead_time", R"("1d")")
          .with("topology", R"({"services": {"web": {"team": "front"}}})")
          .with("authors", R"({"ann": {"defect": 0.05, "asks_before_acting": 1},
        "kiro": {"kind": "ai-tool", "defect": {"config": 0.1}, "destructive": 0.01, "overreach": 0.02}})")
          .with("roles", R"({"ops": {"principal": "arn:aws:iam::1:role/ops", "actual": {}}})")
          .with(
              "defects",
              R"({"config": ["bad-config", {"mode": "slow", "weight": 0.5, "latent": 0.1, "latency": "1d"}]})")
          .with("teams", R"({"front": {"changes_per_week": 5, "mix": {"config": 2}, "human": "ann",
        "ai_tool": "kiro", "adoption": 0.5, "role": "ops", "crews": 2}})")
          .load();
  const cascade::Scenario& s = shop.scenario;
  CHECK(s.horizon == sim::days(90));
  CHECK(s.adoption == 0.8);
  CHECK(s.lead_time.mean() == 86400);
  CHECK(s.authors[0].defect == change::PerKind{0.05, 0.05, 0.05, 0.05, 0.05, 0.05});
  CHECK(s.authors[1].kind == change::AuthorKind::ai_tool);
  CHECK(s.authors[1].defect == change::PerKind{0, 0.1, 0, 0, 0, 0});
  CHECK(s.defects.at(change::Kind::config)[0].mode == "bad-config");
  CHECK(s.defects.at(change::Kind::config)[1].latency.mean() == 86400);
  CHECK(s.teams[0].mix == change::PerKind{0, 2, 0, 0, 0, 0});
  CHECK(s.teams[0].adoption == 0.5);
  CHECK(s.teams[0].crews == 2);
}

TEST_CASE("the given changes of a what-if are read") {
  const scenario::Loaded shop =
      Shop()
          .with("authors", R"({"kiro": {"kind": "ai-tool"}})")
          .with("what_if", R"({"changes": [{"at": "1h", "author": "kiro", "target": "web",
        "kind": "infrastructure", "destructive": true, "defect": "none"}]})")
          .load();
  const change::GivenChange& given = shop.scenario.what_if->changes[0];
  CHECK(given.at == sim::hours(1));
  CHECK(given.kind == change::Kind::infrastructure);
  CHECK(given.destructive == true);
  CHECK_FALSE(given.overreach);
  CHECK(given.defect == "none");
}

TEST_CASE("a safeguard that is named is on, with its own and the default parameters") {
  const scenario::Loaded shop =
      Shop()
          .with("safeguards",
                R"({"staged_rollout": {"first": 0.1, "bake": "2h"}, "training": {"on": false},
        "velocity_limit": {"units_per_step": 3}})")
          .load();
  CHECK(safeguard(shop, "staged_rollout").on);
  CHECK(safeguard(shop, "staged_rollout").values[0].mean() == 0.1);
  CHECK(safeguard(shop, "staged_rollout").values[1].mean() == 10);
  CHECK(safeguard(shop, "staged_rollout").values[2].mean() == 7200);
  CHECK(safeguard(shop, "velocity_limit").values[1].mean() == 3);
  CHECK_FALSE(safeguard(shop, "training").on);
  CHECK_FALSE(safeguard(shop, "peer_review").on);
}

TEST_CASE("failure modes change the catalog or add to it") {
  const scenario::Loaded shop =
      Shop()
          .with("failure_modes",
                R"({"crash": {"repair": "5m"}, "flood": {"loss": 0.4, "remedy": "expiry"}})")
          .load();
  CHECK(mode(shop, "crash").repair->mean() == 300);
  CHECK(mode(shop, "crash").remedy == faults::Remedy::fix);
  CHECK(mode(shop, "flood").loss == 0.4);
  CHECK(mode(shop, "flood").remedy == faults::Remedy::expiry);
  CHECK(mode(shop, "slow").loss == 0.5);
}

TEST_CASE("faults and the response are read") {
  const scenario::Loaded shop =
      Shop()
          .with("what_if", "")
          .with("horizon", R"("30d")")
          .with(
              "faults",
              R"([{"service": "web", "mode": "crash", "every": {"exponential": {"mean": "10d"}}}])")
          .with("response",
                R"({"crews": 0, "monitors": {"probe": {"interval": "1m", "sensitivity": 0.9,
        "half_at": 0.1, "watches": ["web"], "needs": ["auth"]}}, "acknowledge": "5m", "restart_gap": "1s",
        "tools": ["auth"], "status_page": {"takes": "30m", "needs": ["web"]}})")
          .load();
  const response::Response& r = shop.scenario.response;
  CHECK(shop.scenario.faults[0].every.mean() == 864000);
  CHECK(r.crews == 0);
  CHECK(r.monitors[0].id == "probe");
  CHECK(r.monitors[0].interval.mean() == 60);
  CHECK(r.monitors[0].needs == std::vector<std::string>{"auth"});
  CHECK(r.acknowledge.mean() == 300);
  CHECK(r.restart_gap == sim::seconds(1));
  CHECK(r.status_page.needs == std::vector<std::string>{"web"});
}

TEST_CASE("observations are read in the units of results") {
  const scenario::Loaded shop =
      Shop()
          .with("observed",
                R"({"time_to_recover": "13h", "blast_radius": 0.03, "source": "the press"})")
          .load();
  CHECK(shop.observed.metrics.at("time_to_recover") == 780);
  CHECK(shop.observed.metrics.at("blast_radius") == 0.03);
  CHECK(shop.observed.source == "the press");
}

TEST_CASE("observed success is a share alone, or with what was published beside it") {
  const scenario::Observed observed =
      Shop()
          .with("customers", R"({"all": {"endpoints": {"read": {"services": ["web"]},
                                                       "write": {"services": ["auth"]}}}})")
          .with("what_if", R"({"faults": [{"service": "auth", "mode": "crash"}],
                               "window": {"from": "15s", "lasts": "45s"}})")
          .with("observed", R"({"draws": 30, "success_rate": {
                                "all": 0.5, "all/read": {"live": 0.9, "published": 1}}})")
          .load()
          .observed;
  CHECK(observed.success.at("all") == scenario::ObservedShare{0.5, std::nullopt});
  CHECK(observed.success.at("all/read") == scenario::ObservedShare{0.9, 1.0});
  CHECK(observed.draws == 30U);
}

TEST_CASE("a topology file and policy files are read from beside the scenario") {
  const auto files = files_of({
      {"topologies/t.json", R"({"format": "outcast-topology/1", "services": {"auth": {}}})"},
      {"ops.json",
       R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})"},
  });
  const scenario::Loaded shop =
      Shop()
          .with("topology", R"("topologies/t.json")")
          .with(
              "roles",
              R"({"ops": {"actual": "ops.json", "intended": {"identity": [], "boundary": "ops.json"}}})")
          .load("", files);
  CHECK(shop.scenario.topology.services[0].id == "auth");
  const access::Role& ops = shop.scenario.roles[0];
  CHECK(ops.actual.identity[0].name == "ops.json");
  CHECK(ops.actual.identity[0].statements[0].actions == std::vector<std::string>{"*"});
  CHECK(ops.intended->identity.empty());
  CHECK(ops.intended->boundary->statements.size() == 1);
}

TEST_CASE("policies are written inline as IAM documents") {
  const scenario::Loaded shop =
      Shop()
          .with("roles", R"({"ops": {"context": {"aws:RequestedRegion": "eu-west-1"}, "actual": {
        "Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": ["s3:*"], "Resource": "*"}]},
        "intended": {"control": [[{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}]]}}})")
          .load();
  const access::Role& ops = shop.scenario.roles[0];
  CHECK(ops.actual.identity[0].statements[0].effect == access::Effect::deny);
  CHECK(ops.intended->control[0][0].statements.size() == 1);
  CHECK(ops.context.at("aws:RequestedRegion") == "eu-west-1");
}

TEST_CASE("a digest tells content, not comments or spacing") {
  const std::string plain = Shop().load().digest;
  CHECK(plain.size() == 16);
  CHECK(Shop().with("name", " \"shop\" /* a comment */").load().digest == plain);
  CHECK(Shop().with("name", "\"stop\"").load().digest != plain);
}

TEST_CASE("a digest counts the files that a scenario names, and not its variants") {
  const auto digest = [](const std::string& topology) {
    return Shop().with("topology", R"("t.json")").load("", files_of({{"t.json", topology}})).digest;
  };
  const std::string one = R"({"format": "outcast-topology/1", "services": {"auth": {}}})";
  const std::string two =
      R"({"format": "outcast-topology/1", "services": {"auth": {}, "web": {}}})";
  CHECK(digest(one) == digest("// the same\n" + one));
  CHECK(digest(one) != digest(two));
  CHECK(Shop().with("variants", R"({"v": {"name": "x"}})").load().digest == Shop().load().digest);
}

TEST_CASE("a scenario is read from disk, with the files beside it") {
  const std::string folder = std::string(OUTCAST_SOURCE) + "/tests/unit/scenario/files/";
  document::Problems problems;
  const auto loaded = scenario::load(folder + "shop.json", "", problems);
  REQUIRE_MESSAGE(loaded, problems.to_text());
  CHECK(loaded->scenario.topology.services.size() == 3);
  CHECK(loaded->scenario.roles[0].actual.identity[0].statements.size() == 1);
  CHECK(scenario::load_topology(folder + "topology.json", problems)->dependencies.size() == 2);
}

TEST_CASE("the example of docs/FORMAT.md is a scenario, and its variant another") {
  std::string why_not;
  const auto page =
      document::read_from_disk(std::string(OUTCAST_SOURCE) + "/docs/FORMAT.md", why_not);
  REQUIRE_MESSAGE(page, why_not);
  const std::size_t begin = page->find("```json\n") + 8;
  const std::string example = page->substr(begin, page->find("```", begin) - begin);
  document::Problems problems;
  const auto base = scenario::load_text(example, "FORMAT.md", "", problems);
  const auto variant = scenario::load_text(example, "FORMAT.md", "two-of-auth", problems);
  CHECK(problems.to_text() == "");
  CHECK(base->scenario.topology.services[1].placement.empty());
  CHECK(variant->scenario.topology.services[1].placement.size() == 2);
}
