// Parts that contradict each other: each is a problem that says why, and what to write instead.
#include "tests/unit/scenario/shop.h"

using namespace outcast;
using outcast::test::Shop;

namespace {

/// The problems of a topology of web and auth with these dependencies.
std::string dependency_problems(const std::string& dependencies) {
  return Shop()
      .with(
          "topology",
          R"({"services": {"web": {"placement": ["eu/a", "us/b"]}, "auth": {"placement": ["eu/a"]}, "mail": {}},
"dependencies": )" +
              dependencies + "}")
      .problems();
}

}  // namespace

TEST_CASE("formats and versions that are not read") {
  document::Problems problems;
  scenario::load_text(R"({"format": "outcast-scenario/2", "nmae": 1})", "a", "", problems);
  scenario::load_text(R"({"name": "x"})", "b", "", problems);
  scenario::load_text(R"({"format": 1})", "c", "", problems);
  scenario::load_text("[]", "d", "", problems);
  scenario::load_text(R"({"format": "outcast-topology/1"})", "e", "", problems);
  CHECK(
      problems.to_text() ==
      "a:1:12: /format: unknown format \"outcast-scenario/2\" (read here: \"outcast-scenario/1\")\n"
      "b:1:1: missing \"format\" (it names kind and version of a file). Write \"format\": "
      "\"outcast-scenario/1\".\n"
      "c:1:12: /format: the format is no text. Write \"format\": \"outcast-scenario/1\".\n"
      "d:1:1: expected an object, found an array\n"
      "e:1:12: /format: unknown format \"outcast-topology/1\" (read here: "
      "\"outcast-scenario/1\")\n");
}

TEST_CASE("an empty topology") {
  CHECK(Shop().with("topology", R"({"services": {}})").problems() ==
        "shop.json:4:26: /topology/services: the topology has no services (there is nothing to "
        "simulate)\n");
  CHECK(Shop().with("topology", R"({"services": []})").problems() ==
        "shop.json:4:26: /topology/services: the topology has no services (there is nothing to "
        "simulate)\n");
  CHECK(Shop().with("topology", "{}").problems() ==
        "shop.json:4:13: /topology: missing \"services\" of a topology (The services)\n");
  CHECK(
      Shop().with("topology", "").problems() ==
      "shop.json:1:1: missing \"topology\" of a scenario (The system, or the path of its file)\n");
}

TEST_CASE("duplicate and empty ids") {
  CHECK(Shop()
            .with("topology", R"({"services": [{"id": "auth"}, {"id": "web"},
{"id": "auth"}, {"id": ""}, {}]})")
            .problems() ==
        "shop.json:5:8: /topology/services/2/id: duplicate service \"auth\" (first defined in line "
        "4)\n"
        "shop.json:5:24: /topology/services/3/id: the id of a service is empty\n"
        "shop.json:5:29: /topology/services/4: missing \"id\" of a service (Stable external id: "
        "the key of all its luck)\n");
  CHECK(
      Shop()
          .with("topology", R"({"services": {"auth": {}, "auth": {}, "": {}, "*": {}}})")
          .problems() ==
      "shop.json:4:39: /topology/services/auth: duplicate key \"auth\" (first written in line 4)\n"
      "shop.json:4:51: /topology/services/: the id of a service is empty\n"
      "shop.json:4:64: /topology/services/*: no service may be called \"*\" (in faults it stands "
      "for any service)\n");
  CHECK(Shop().with("authors", R"([{"id": "a"}, {"id": "a"}])").problems() ==
        "shop.json:3:33: /authors/1/id: duplicate author \"a\" (first defined in line 3)\n");
}

TEST_CASE("ids that are one to the random streams") {
  CHECK(
      Shop()
          .with(
              "topology",
              R"({"services": {"auth": {}, "8yn0iYCKYHlIj4-BwPqk": {}, "GReLUrM4wMqfg9yzV3KQ": {}}})")
          .problems() ==
      "shop.json:4:67: /topology/services/GReLUrM4wMqfg9yzV3KQ: \"GReLUrM4wMqfg9yzV3KQ\" and "
      "\"8yn0iYCKYHlIj4-BwPqk\" have the same hash (their random numbers would be the same). "
      "Change one of the two ids.\n");
}

TEST_CASE("impossible numbers") {
  CHECK(dependency_problems(
            R"([{"from": "web", "to": "auth", "probability": 1.5, "degradation": -0.1}])") ==
        "shop.json:5:63: /topology/dependencies/0/probability: 1.5 is out of range (must lie "
        "between 0 and 1)\n"
        "shop.json:5:83: /topology/dependencies/0/degradation: -0.1 is out of range (must lie "
        "between 0 and 1)\n");
  CHECK(Shop()
            .with("topology",
                  R"({"services": {"auth": {"replicas": 0, "objective": 0, "capacity": -1}}})")
            .problems() ==
        "shop.json:4:48: /topology/services/auth/replicas: 0 is out of range (must be above 0)\n"
        "shop.json:4:64: /topology/services/auth/objective: 0 is out of range (must be above 0 and "
        "at most 1)\n"
        "shop.json:4:79: /topology/services/auth/capacity: -1 is out of range (must be above 0)\n");
  CHECK(Shop().with("topology", R"({"services": {"auth": {"replicas": 1.5}}})").problems() ==
        "shop.json:4:48: /topology/services/auth/replicas: 1.5 is no whole number\n");
  CHECK(Shop().with("adoption", "80").problems() ==
        "shop.json:3:13: /adoption: 80 is out of range (must lie between 0 and 1)\n");
  CHECK(Shop().with("lead_time", R"("-1h")").problems() ==
        "shop.json:3:14: /lead_time: \"-1h\" is negative (durations start at zero)\n");
  CHECK(Shop().with("lead_time", R"("3 days")").problems() ==
        "shop.json:3:14: /lead_time: unknown unit \" days\" in \"3 days\" (units: ms, s, m, h, d, "
        "w). Did you mean \"3d\"?\n");
  CHECK(Shop().with("lead_time", R"({"lognormal": {"median": "2h", "p90": "1h"}})").problems() ==
        "shop.json:3:52: /lead_time/lognormal/p90: p90 must be above the median\n");
  CHECK(Shop().with("adoption", "NaN").problems() ==
        "shop.json:3:13: not JSON: invalid literal (in value). JSON has no NaN and no Infinity; "
        "use \"forever\" for endless times.\n");
}

TEST_CASE("a service that depends on itself") {
  CHECK(dependency_problems(R"([{"from": "web", "to": "web"}])") ==
        "shop.json:5:18: /topology/dependencies/0: \"web\" depends on itself (that has no effect "
        "before it fails, and no cure after)\n");
}

TEST_CASE("a scope in which the provider has no unit") {
  CHECK(dependency_problems(R"([{"from": "web", "to": "auth", "scope": "same-zone"}])") ==
        "shop.json:5:57: /topology/dependencies/0/scope: \"auth\" has no unit in the same zone as "
        "\"web\" in \"us/b\" (at least 1 must be there)\n");
  CHECK(dependency_problems(R"([{"from": "web", "to": "mail", "scope": "same-region"}])") ==
        "shop.json:5:57: /topology/dependencies/0/scope: \"mail\" has no unit in the same region "
        "as \"web\" in \"eu/a\" (at least 1 must be there)\n");
  CHECK(dependency_problems(R"([{"from": "auth", "to": "web", "scope": "same-zone"}])") == "");
}

TEST_CASE("more units wanted than there are") {
  CHECK(dependency_problems(R"([{"from": "auth", "to": "web", "at_least": 3}])") ==
        "shop.json:5:60: /topology/dependencies/0/at_least: \"web\" has 2 units (at least 3 must "
        "be there)\n");
  CHECK(dependency_problems(R"([{"from": "auth", "to": "web", "at_least": 2}])") == "");
}

TEST_CASE("a dependency written twice") {
  CHECK(dependency_problems(R"([{"from": "web", "to": "auth"},
{"from": "web", "to": "auth", "for": "starting"},
{"from": "web", "to": "auth", "probability": 0.5}])") ==
        "shop.json:7:1: /topology/dependencies/2: the same dependency is written twice (both would "
        "share one luck). Remove one.\n");
}

TEST_CASE("groups that do not hold together") {
  CHECK(dependency_problems(R"([{"from": "web", "to": "auth", "group": "g", "at_least": 3},
{"from": "web", "to": "mail", "group": "g", "at_least": 3}])") ==
        "shop.json:5:74: /topology/dependencies/0/at_least: at least 3 of group \"g\", which has 2 "
        "(the caller could never work)\n");
  CHECK(dependency_problems(R"([{"from": "web", "to": "auth", "group": "g"},
{"from": "mail", "to": "auth", "group": "g"}])") ==
        "shop.json:6:41: /topology/dependencies/1/group: group \"g\" mixes the callers \"web\" and "
        "\"mail\" (a group holds alternatives of one caller). Use one group name per caller.\n");
  CHECK(dependency_problems(R"([{"from": "web", "to": "auth", "group": "g"},
{"from": "web", "to": "mail", "group": "g", "at_least": 2, "need": "soft"},
{"from": "web", "to": "auth", "group": "g"}])") ==
        "shop.json:6:57: /topology/dependencies/1/at_least: group \"g\" has two values of "
        "\"at_least\" (all members share one). Write the same in each member.\n"
        "shop.json:6:68: /topology/dependencies/1/need: group \"g\" mixes needs (all members share "
        "\"need\" and \"for\")\n"
        "shop.json:7:23: /topology/dependencies/2/to: \"auth\" is twice in group \"g\" "
        "(alternatives are different services)\n");
}

TEST_CASE("a unit placed twice, a resource that is no ARN") {
  CHECK(
      Shop()
          .with(
              "topology",
              R"({"services": {"auth": {"placement": ["eu/a", "eu/a"], "resources": ["s3://b"]}}})")
          .problems() ==
      "shop.json:4:58: /topology/services/auth/placement/1: placed twice in \"eu/a\" (one unit per "
      "place). Give the two a cell each, or set \"replicas\".\n"
      "shop.json:4:81: /topology/services/auth/resources/0: \"s3://b\" is no ARN "
      "(arn:partition:service:region:account:resource)\n");
}

TEST_CASE("an action that no policy is asked about") {
  CHECK(dependency_problems(R"([{"from": "web", "to": "auth", "action": "s3:GetObject"}])") ==
        "shop.json:5:58: /topology/dependencies/0/action: an action without a role (a request is "
        "made under a role). Add \"role\".\n"
        "shop.json:5:58: /topology/dependencies/0/action: the action acts on nothing (\"auth\" has "
        "no resources, so no policy is asked). Add \"resources\" to the service.\n");
}

TEST_CASE("customers whom nothing could affect") {
  CHECK(Shop()
            .with("customers",
                  R"({"all": {"endpoints": {}}, "some": {"endpoints": {"e": {"services": []}}},
"more": {"weight": 0, "endpoints": {"e": {"services": ["web", "web"], "at_least": 3}}}})")
            .problems() ==
        "shop.json:3:36: /customers/all/endpoints: the customers have no endpoint (nothing could "
        "affect them)\n"
        "shop.json:3:82: /customers/some/endpoints/e/services: the endpoint uses no service\n"
        "shop.json:4:20: /customers/more/weight: 0 is out of range (must be above 0)\n"
        "shop.json:4:63: /customers/more/endpoints/e/services/1: \"web\" is listed twice\n"
        "shop.json:4:83: /customers/more/endpoints/e/at_least: at least 3 of 2 services (the "
        "endpoint could never work)\n");
}

TEST_CASE("nothing to run") {
  CHECK(Shop().with("what_if", "").problems() ==
        "shop.json:1:1: neither \"horizon\" nor \"what_if\" is given (a campaign needs its length, "
        "a what-if its faults or changes). Write \"horizon\": \"90d\", for instance.\n");
  CHECK(Shop().with("what_if", "{}").problems() ==
        "shop.json:5:12: /what_if: the what-if gives no fault and no change (nothing would "
        "happen)\n");
  CHECK(Shop().with("what_if", "").with("horizon", R"("90d")").problems() ==
        "shop.json:3:12: /horizon: nothing happens before the horizon (no team makes changes, and "
        "no fault arises by itself). Add teams or faults, or give a what_if.\n");
  CHECK(Shop()
            .with("what_if", "")
            .with("horizon", R"("forever")")
            .with("faults", R"([{"service": "web", "mode": "crash", "every": "1d"}])")
            .problems() == "shop.json:4:12: /horizon: the horizon must be above zero and finite\n");
}

TEST_CASE("draws of more units than there are, of none, and of a unit twice") {
  CHECK(Shop()
            .with("what_if",
                  R"({"faults": [{"any": {"of": ["web", "auth"], "count": 3}, "mode": "crash"}]})")
            .problems() ==
        "shop.json:5:65: /what_if/faults/0/any/count: cannot draw 3 units (there are 2 to draw "
        "from)\n");
  CHECK(Shop()
            .with("what_if",
                  R"({"faults": [{"any": {"of": ["web", "web"], "count": 1}, "mode": "crash"}]})")
            .problems() ==
        "shop.json:5:47: /what_if/faults/0/any/of/1: \"web\" is listed twice (a unit is drawn "
        "once at most)\n");
  CHECK(Shop()
            .with("what_if", R"({"faults": [{"any": {"of": ["*"], "count": 1}, "service": "web",
    "mode": "crash"}]})")
            .problems() ==
        "shop.json:5:24: /what_if/faults/0: a given fault names a service, any of several "
        "services, or a role (it names more than one of them)\n");
}

TEST_CASE("places of a service count as units that can be drawn, those of a cell alone too") {
  const char* topology = R"({"services": {"web": {"placement": ["eu/a/1", "eu/a/2", "eu/b/2"]}}})";
  const auto drawing = [&](const std::string& fault) {
    return Shop()
        .with("topology", topology)
        .with("what_if",
              R"({"faults": [{"any": {"of": ["web"], "count": 3}, "mode": "crash")" + fault + "}]}")
        .problems();
  };
  CHECK(drawing("").empty());
  CHECK(drawing(R"(, "cell": "2")").find("there are 2 to draw from") != std::string::npos);
}

TEST_CASE("windows that measure nobody, or that do not close") {
  const char* faults = R"({"faults": [{"service": "web", "mode": "crash"}], "window": )";
  CHECK(Shop().with("what_if", std::string(faults) + R"({"lasts": "10s"}})").problems() ==
        "shop.json:5:72: /what_if/window: the window measures nobody's success (there are no "
        "customers)\n");
  CHECK(Shop()
            .with("customers", R"({"all": {"endpoints": {"e": {"services": ["web"]}}}})")
            .with("what_if", std::string(faults) + R"({"lasts": "forever"}})")
            .problems()
            .find("the window never opens or never closes") != std::string::npos);
}

TEST_CASE("faults that are none, or that are one") {
  CHECK(
      Shop().with("what_if", R"({"faults": [{"mode": "crash"}, {"service": "web"}]})").problems() ==
      "shop.json:5:24: /what_if/faults/0: a given fault names a service, any of several services, "
      "or a role (it names none of them)\n"
      "shop.json:5:43: /what_if/faults/1: missing \"mode\" of a given fault (Failure mode)\n");
  CHECK(
      Shop()
          .with(
              "faults",
              R"([{"service": "web", "mode": "crash", "every": "0s"}, {"service": "web", "mode": "crash", "every": "1d"}])")
          .problems() ==
      "shop.json:3:57: /faults/0/every: \"0s\" is out of range (must be above 0)\n"
      "shop.json:3:64: /faults/1: a second process of \"crash\" on \"web\" (both would strike at "
      "the same times). Make it one, or add a failure mode.\n");
  CHECK(Shop().with("failure_modes", R"({"none": {}})").problems() ==
        "shop.json:3:27: /failure_modes/none: a failure mode cannot be called \"none\" (\"none\" "
        "stands for a flawless change)\n");
}

TEST_CASE("teams whose changes have no author, no service, or no kind") {
  const auto team = [](const std::string& settings) {
    return Shop()
        .with("topology", R"({"services": {"auth": {"team": "front"}}})")
        .with("authors", R"({"ann": {}, "kiro": {"kind": "ai-tool"}})")
        .with("teams", "{\"front\": {\"changes_per_week\": 1, " + settings + "}}")
        .problems();
  };
  CHECK(team(R"("human": "ann", "adoption": 0.5)") ==
        "shop.json:5:72: /teams/front/adoption: adoption without an AI tool (this share of the "
        "changes has no author). Add \"ai_tool\".\n");
  CHECK(team(R"("ai_tool": "kiro", "adoption": 0.5)") ==
        "shop.json:5:20: /teams/front: the team has no human author (its hand-made changes have no "
        "author). Add \"human\", or set \"adoption\": 1.\n");
  CHECK(team(R"("human": "kiro", "ai_tool": "ann")") ==
        "shop.json:5:53: /teams/front/human: \"kiro\" is an AI tool (a human is wanted here)\n"
        "shop.json:5:72: /teams/front/ai_tool: \"ann\" is a human (an AI tool is wanted here)\n");
  CHECK(team(R"("human": "ann", "mix": {"code": 0})") ==
        "shop.json:5:67: /teams/front/mix: the mix of changes adds up to nothing\n");
  CHECK(Shop()
            .with("authors", R"({"ann": {}})")
            .with("teams", R"({"front": {"changes_per_week": 1, "human": "ann"}})")
            .problems() ==
        "shop.json:5:20: /teams/front: team \"front\" owns no service (its changes would reach "
        "nothing). Set \"team\" of its services.\n");
  CHECK(Shop().with("adoption", "0.8").problems() ==
        "shop.json:3:13: /adoption: adoption without an AI tool (no team has one). Give teams an "
        "\"ai_tool\".\n");
}

TEST_CASE("defects that turn into nothing known") {
  CHECK(
      Shop()
          .with("what_if", "")
          .with("horizon", R"("9d")")
          .with("topology", R"({"services": {"auth": {"team": "front"}}})")
          .with("authors", R"({"ann": {"defect": 0.1}})")
          .with("defects", R"({"code": ["crash"]})")
          .with(
              "teams",
              R"({"front": {"changes_per_week": 1, "human": "ann", "mix": {"code": 1, "config": 1}}})")
          .problems() ==
      "shop.json:3:31: /authors/ann/defect: defective changes of kind \"config\" have no outcome "
      "(\"defects\" does not say which failure mode they turn into)\n");
}

TEST_CASE("more monitors than the world can tell apart") {
  std::string monitors;
  for (int i = 0; i < 33; ++i)
    monitors += (i ? ", \"m" : "\"m") + std::to_string(i) + "\": {\"interval\": \"1m\"}";
  CHECK(Shop().with("response", "{\"monitors\": {" + monitors + "}}").problems() ==
        "shop.json:4:26: /response/monitors: 33 monitors (at most 32)\n");
}

TEST_CASE("all problems of a file are told at once") {
  CHECK(Shop()
            .with("adoption", "2")
            .with("horizon", R"("1y")")
            .with("shwos", R"("x")")
            .with("what_if", R"({"faults": [{"service": "atuh", "mode": "crsh", "at": "-1m"}]})")
            .problems() ==
        "shop.json:3:13: /adoption: 2 is out of range (must lie between 0 and 1)\n"
        "shop.json:4:12: /horizon: unknown unit \"y\" in \"1y\" (units: ms, s, m, h, d, w)\n"
        "shop.json:6:1: /shwos: unknown key \"shwos\" (not part of a scenario). Did you mean "
        "\"shows\"?\n"
        "shop.json:8:36: /what_if/faults/0/service: unknown service \"atuh\". Did you mean "
        "\"auth\"?\n"
        "shop.json:8:52: /what_if/faults/0/mode: unknown failure mode \"crsh\". Did you mean "
        "\"crash\"?\n"
        "shop.json:8:66: /what_if/faults/0/at: \"-1m\" is negative (durations start at zero)\n");
}
