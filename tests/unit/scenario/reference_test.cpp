// Names that lead nowhere: each is a problem with its place and the name that was meant.
#include "tests/unit/scenario/shop.h"

using namespace outcast;
using outcast::test::files_of;
using outcast::test::Shop;

TEST_CASE("unknown services of dependencies") {
  CHECK(Shop()
            .with("topology", R"({"services": {"web": {}, "auth": {}},
    "dependencies": [{"from": "web", "to": "atuh"}, {"from": "wbe", "to": "auth"}]})")
            .problems() ==
        "shop.json:5:44: /topology/dependencies/0/to: unknown service \"atuh\". Did you mean "
        "\"auth\"?\n"
        "shop.json:5:62: /topology/dependencies/1/from: unknown service \"wbe\". Did you mean "
        "\"web\"?\n");
}

TEST_CASE("unknown services of customers, faults, monitors and tools") {
  CHECK(Shop()
            .with("customers", R"({"all": {"endpoints": {"e": {"services": ["wbe"]}}}})")
            .problems() ==
        "shop.json:3:56: /customers/all/endpoints/e/services/0: unknown service \"wbe\". Did you "
        "mean \"web\"?\n");
  CHECK(
      Shop().with("what_if", R"({"faults": [{"service": "data", "mode": "crash"}]})").problems() ==
      "shop.json:5:36: /what_if/faults/0/service: unknown service \"data\". Known: \"web\", "
      "\"auth\".\n");
  CHECK(Shop()
            .with("faults", R"([{"service": "auht", "mode": "crash", "every": "1d"}])")
            .problems() ==
        "shop.json:3:24: /faults/0/service: unknown service \"auht\". Did you mean \"auth\"?\n");
  CHECK(Shop()
            .with("response",
                  R"({"monitors": {"m": {"interval": "1m", "watches": ["webb"], "needs": ["x"]}},
    "tools": ["auth", "wiki"], "pipeline_tools": ["ci"], "status_page": {"needs": ["cdn"]}})")
            .problems() ==
        "shop.json:4:63: /response/monitors/m/watches/0: unknown service \"webb\". Did you mean "
        "\"web\"?\n"
        "shop.json:4:82: /response/monitors/m/needs/0: unknown service \"x\". Known: \"web\", "
        "\"auth\".\n"
        "shop.json:5:23: /response/tools/1: unknown service \"wiki\". Known: \"web\", \"auth\".\n"
        "shop.json:5:51: /response/pipeline_tools/0: unknown service \"ci\". Known: \"web\", "
        "\"auth\".\n"
        "shop.json:5:84: /response/status_page/needs/0: unknown service \"cdn\". Known: \"web\", "
        "\"auth\".\n");
}

TEST_CASE("observed success of customers that are unknown, and that no window measures") {
  const auto observing = [](const std::string& rest) {
    return Shop()
        .with("customers", R"({"all": {"endpoints": {"read": {"services": ["web"]}}}})")
        .with("what_if", R"({"faults": [{"service": "auth", "mode": "crash"}])" + rest + "}")
        .with("observed", R"({"success_rate": {"al": 0.5}})")
        .problems();
  };
  CHECK(observing(R"(, "window": {"lasts": "1m"})") ==
        "shop.json:5:37: /observed/success_rate/al: unknown customers \"al\". Did you mean "
        "\"all\"?\n");
  CHECK(observing("").find("success rates without a window (nothing measures them). Give the "
                           "what-if a \"window\".") != std::string::npos);
}

TEST_CASE("unknown failure modes") {
  CHECK(Shop().with("what_if", R"({"faults": [{"service": "web", "mode": "crsh"}]})").problems() ==
        "shop.json:5:51: /what_if/faults/0/mode: unknown failure mode \"crsh\". Did you mean "
        "\"crash\"?\n");
  CHECK(Shop()
            .with("faults", R"([{"service": "web", "mode": "delete", "every": "1d"}])")
            .problems() ==
        "shop.json:3:39: /faults/0/mode: unknown failure mode \"delete\". Did you mean "
        "\"deleted\"?\n");
  CHECK(Shop().with("defects", R"({"config": ["bad-confg"]})").problems() ==
        "shop.json:3:24: /defects/config/0: unknown failure mode \"bad-confg\". Did you mean "
        "\"bad-config\"?\n");
}

TEST_CASE("dangling roles, authors and teams") {
  CHECK(Shop()
            .with("topology", R"({"services": {"web": {"team": "fornt"}, "auth": {}},
    "dependencies": [{"from": "web", "to": "auth", "role": "caller"}]})")
            .with("teams", R"({"front": {"human": "ann", "role": "ops"}})")
            .problems() ==
        "shop.json:4:30: /teams/front/human: unknown author \"ann\" (there is none)\n"
        "shop.json:4:45: /teams/front/role: unknown role \"ops\" (there is none)\n"
        "shop.json:5:43: /topology/services/web/team: unknown team \"fornt\". Did you mean "
        "\"front\"?\n"
        "shop.json:6:60: /topology/dependencies/0/role: unknown role \"caller\" (there is none)\n");
  CHECK(
      Shop()
          .with("authors", R"({"kiro": {"kind": "ai-tool"}})")
          .with(
              "what_if",
              R"({"changes": [{"author": "kira", "target": "wbe", "role": "ops", "defect": "crush"}]})")
          .problems() ==
      "shop.json:6:36: /what_if/changes/0/author: unknown author \"kira\". Did you mean \"kiro\"?\n"
      "shop.json:6:54: /what_if/changes/0/target: unknown service \"wbe\". Did you mean \"web\"?\n"
      "shop.json:6:69: /what_if/changes/0/role: unknown role \"ops\" (there is none)\n"
      "shop.json:6:86: /what_if/changes/0/defect: unknown failure mode \"crush\". Did you mean "
      "\"crash\"?\n");
  CHECK(Shop()
            .with("roles", R"({"ops": {"actual": {}}})")
            .with("what_if", R"({"faults": [{"role": "opps"}, {"role": "ops"}]})")
            .problems() ==
        "shop.json:6:33: /what_if/faults/0/role: unknown role \"opps\". Did you mean \"ops\"?\n"
        "shop.json:6:51: /what_if/faults/1/role: no dependency uses role \"ops\" (the fault would "
        "reach nothing)\n");
}

TEST_CASE("unknown safeguards, their parameters, and kinds of change") {
  CHECK(Shop()
            .with("safeguards", R"({"staged-rollout": {}, "peer_review": {"takse": "1h"}})")
            .problems() ==
        "shop.json:4:16: /safeguards/staged-rollout: unknown safeguard \"staged-rollout\". Did you "
        "mean \"staged_rollout\"?\n"
        "shop.json:4:54: /safeguards/peer_review/takse: unknown key \"takse\" (not part of a "
        "safeguard). Did you mean \"takes\"?\n");
  CHECK(Shop().with("safeguards", R"({"staged_rollout": true})").problems() ==
        "shop.json:4:34: /safeguards/staged_rollout: expected an object, found true. Write "
        "{\"on\": true}, for instance.\n");
  CHECK(Shop().with("defects", R"({"configuration": ["crash"]})").problems() ==
        "shop.json:3:13: /defects/configuration: unknown kind of change \"configuration\". Known: "
        "\"code\", \"config\", \"infrastructure\", \"permission\", \"capacity\", \"data\".\n");
  CHECK(Shop().with("authors", R"({"ann": {"defect": {"cod": 0.1}}})").problems() ==
        "shop.json:3:32: /authors/ann/defect/cod: unknown kind of change \"cod\". Did you mean "
        "\"code\"?\n");
}

TEST_CASE("an unknown cell of a fault") {
  CHECK(Shop()
            .with("topology", R"({"services": {"web": {"placement": ["eu/a/one", "eu/a/two"]}}})")
            .with("what_if", R"({"faults": [{"service": "web", "cell": "tow", "mode": "crash"}]})")
            .problems() ==
        "shop.json:5:51: /what_if/faults/0/cell: unknown cell \"tow\". Did you mean \"two\"?\n");
}

TEST_CASE("files that a scenario names and that are not there") {
  CHECK(Shop()
            .with("topology", R"("t.json")")
            .with("roles", R"({"ops": {"actual": "p.json"}})")
            .problems("", files_of({})) ==
        "shop.json:4:29: /roles/ops/actual: the file \"p.json\" cannot be read (there is no such "
        "file)\n"
        "shop.json:5:13: /topology: the file \"t.json\" cannot be read (there is no such file)\n");
  CHECK(Shop().with("topology", R"("t.json")").problems() ==
        "shop.json:4:13: /topology: the file \"t.json\" cannot be read (a text in memory refers to "
        "no files)\n");
}

TEST_CASE("problems inside a topology file or a policy file are placed there") {
  CHECK(Shop()
            .with("topology", R"("dir/t.json")")
            .with("roles", R"({"ops": {"actual": "p.json"}})")
            .problems("", files_of({{"dir/t.json",
                                     "{\"format\": \"outcast-topology/1\",\n\"services\": "
                                     "{\"auth\": {\"teir\": 1}}}"},
                                    {"p.json",
                                     "{\"Statement\": [\n{\"Effect\": \"Alow\", \"Action\": \"*\", "
                                     "\"Resource\": \"*\"}]}"}})) ==
        "dir/t.json:2:23: /services/auth/teir: unknown key \"teir\" (not part of a service). Did "
        "you mean \"tier\"?\n"
        "p.json:2:12: /Statement/0/Effect: unknown effect \"Alow\". Did you mean \"Allow\"?\n");
}

TEST_CASE("unknown keys of every part") {
  CHECK(Shop().with("safegaurds", "{}").problems() ==
        "shop.json:4:1: /safegaurds: unknown key \"safegaurds\" (not part of a scenario). Did you "
        "mean \"safeguards\"?\n");
  CHECK(Shop()
            .with("topology", R"({"services": {"auth": {"replica": 1}}, "edges": []})")
            .problems() ==
        "shop.json:4:36: /topology/services/auth/replica: unknown key \"replica\" (not part of a "
        "service). Did you mean \"replicas\"?\n"
        "shop.json:4:52: /topology/edges: unknown key \"edges\" (not part of a topology). Known: "
        "\"format\", \"name\", \"sources\", \"services\", \"dependencies\".\n");
  CHECK(Shop().with("observed", R"({"time_to_recovery": "13h", "blast_radius": 3})").problems() ==
        "shop.json:4:14: /observed/time_to_recovery: unknown key \"time_to_recovery\" (not part of "
        "an observation). Did you mean \"time_to_recover\"?\n"
        "shop.json:4:57: /observed/blast_radius: 3 is out of range (must lie between 0 and 1)\n");
}
