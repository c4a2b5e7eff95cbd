// Variants: what a merge patch changes, and what it must not.
#include "tests/unit/scenario/shop.h"

using namespace outcast;
using outcast::test::files_of;
using outcast::test::Shop;

TEST_CASE("a variant changes what it names and nothing else") {
  const Shop shop = Shop().with("shows", "\"base\"").with("variants", R"({
    "slower": {"shows": "Auth lasts", "topology": {"services": {"auth": {"restart": "1h"}, "cache": {}}}},
    "other": {}})");
  const scenario::Loaded slower = shop.load("slower");
  CHECK(slower.scenario.shows == "Auth lasts");
  CHECK(slower.scenario.topology.services.size() == 3);
  CHECK(slower.scenario.topology.services[1].restart.mean() == 3600);
  CHECK(slower.variants == std::vector<std::string>{"slower", "other"});
  CHECK(shop.load().scenario.shows == "base");
  CHECK(shop.load("other").digest == shop.load().digest);
  CHECK(slower.digest != shop.load().digest);
}

TEST_CASE("a variant reaches into the topology file, or names another one") {
  const Shop shop = Shop().with("topology", R"("t.json")").with("variants", R"({
    "patched": {"topology": {"services": {"auth": {"replicas": 2}}}},
    "replaced": {"topology": "u.json"}})");
  const auto files = files_of(
      {{"t.json", R"({"format": "outcast-topology/1", "services": {"auth": {}}})"},
       {"u.json", R"({"format": "outcast-topology/1", "services": {"auth": {"replicas": 3}}})"}});
  CHECK(shop.load("patched", files).scenario.topology.services[0].replicas == 2);
  CHECK(shop.load("replaced", files).scenario.topology.services[0].replicas == 3);
}

TEST_CASE("an unknown variant gets a hint") {
  const Shop shop = Shop().with("variants", R"({"slower": {}})");
  CHECK(shop.problems("slwoer") ==
        "shop.json:5:13: /variants: unknown variant \"slwoer\". Did you mean \"slower\"?\n");
  CHECK(Shop().problems("slower") ==
        "shop.json:1:1: unknown variant \"slower\" (the scenario has none)\n");
}

TEST_CASE("problems of a variant are placed where the variant is written") {
  const Shop shop =
      Shop().with("variants", R"({"v": {"topology": {"services": {"auth": {"replicsa": 2}}}}})");
  CHECK(
      shop.problems("v") ==
      "shop.json:5:55: /variants/v/topology/services/auth/replicsa: unknown key \"replicsa\" (not "
      "part of a service). Did you mean \"replicas\"?\n");
}

TEST_CASE("a variant must not patch into an array") {
  const Shop shop = Shop().with("variants", R"({"v": {"topology": {"dependencies": {"0": {}}}}})");
  CHECK(shop.problems("v").starts_with(
      "shop.json:5:49: /variants/v/topology/dependencies: an object cannot patch an array (a merge "
      "patch replaces arrays whole (RFC 7386)). Write the array at /topology/dependencies as an "
      "object by name, or replace it by an array.\n"));
}

TEST_CASE("a variant must be an object and keep format and variants") {
  const Shop shop = Shop().with("variants", R"({"a": 1, "b": {"format": "x", "variants": null}})");
  CHECK(shop.problems("a").starts_with(
      "shop.json:5:19: /variants/a: a patch must be an object (a merge patch (RFC 7386))\n"));
  CHECK(shop.problems("b") ==
        "shop.json:5:28: /variants/b/format: a patch cannot change \"format\"\n"
        "shop.json:5:43: /variants/b/variants: a patch cannot change \"variants\"\n");
}
