// Whole variants of a scenario file as players.
#include <doctest/doctest.h>

#include "app/attribution/attribution.h"
#include "app/terminal/exit_code.h"
#include "sim/ensemble/digest.h"

using namespace outcast;

namespace {

const std::string shop = OUTCAST_SOURCE "/tests/cli/shop.json";

std::string hash_of(const cascade::Blueprint& blueprint) {
  cascade::EnsembleResult result;
  cascade::run(blueprint, 1, {.count = 100, .threads = 1}, result);
  return sim::digest(result.table);
}

std::string hash_of_variant(const std::string& variant) {
  return hash_of(app::read_case(shop, variant).blueprint);
}

}  // namespace

TEST_CASE("a coalition of one variant is that variant, of none the scenario as it is") {
  const app::Players players = app::variants_as_players(shop, {"least-privilege", "deletion"});
  CHECK(hash_of(players.field(0b00)) == hash_of_variant(""));
  CHECK(hash_of(players.field(0b01)) == hash_of_variant("least-privilege"));
  CHECK(hash_of(players.field(0b10)) == hash_of_variant("deletion"));
  CHECK(players.field(0b11).scenario.what_if.has_value());
  CHECK(hash_of(players.field(0b00)) == hash_of_variant(""));
}

TEST_CASE("Shapley values of variants add up to what all of them change together") {
  app::AttributionRequest request{.variants = {"deletion", "least-privilege"}};
  request.sampling = {.replications = 200, .threads = 1};
  const app::Attribution found = app::attribute(app::read_case(shop, ""), request);
  CHECK(found.players.names == request.variants);
  REQUIRE(found.all[0].mean != 0);
  CHECK(found.worths[0][0].shapley.mean + found.worths[1][0].shapley.mean ==
        doctest::Approx(found.all[0].mean));
  CHECK(found.coalitions.size() == 4);
}

TEST_CASE("variants that change the same value are told, others are not") {
  CHECK(app::variants_as_players(shop, {"least-privilege", "deletion"}).overlaps.empty());
  const std::string region = OUTCAST_SOURCE "/scenarios/what-if/aws-region-quarter.json";
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  CHECK(app::variants_as_players(region, {"no-ai-tools", "peer-review", "kill-switch"})
            .overlaps.empty());
  CHECK(app::variants_as_players(OUTCAST_SOURCE "/tests/unit/attribution/overlap.json",
                                 {"slow", "quick", "reviewed"})
            .overlaps == Pairs{{"slow", "quick"}});
}

TEST_CASE("variants that are unknown, alone, or impossible together are refused") {
  const auto refusal = [](const std::string& path, const std::vector<std::string>& names) {
    try {
      app::variants_as_players(path, names);
    } catch (const app::Failure& failure) {
      CHECK(failure.code == app::ExitCode::invalid);
      return std::string(failure.what());
    }
    return std::string();
  };
  CHECK(refusal(shop, {"deletoin", "x"}).find("Did you mean \"deletion\"?") != std::string::npos);
  CHECK(refusal(shop, {"deletion", "deletion"}).find("two different") != std::string::npos);
  const std::string together =
      refusal(OUTCAST_SOURCE "/tests/unit/attribution/overlap.json", {"without-web", "web-first"});
  CHECK(together.find("do not go together: without-web, web-first") != std::string::npos);
  CHECK(together.find("web") != std::string::npos);
}
