// Whole variants of a scenario file as players.
#include <doctest/doctest.h>

#include "app/attribution/attribution.h"
#include "app/terminal/exit_code.h"
#include "sim/ensemble/digest.h"

using namespace outcast;

namespace {

const std::string shop = OUTCAST_SOURCE "/tests/cli/shop.json";

const std::string overlap = OUTCAST_SOURCE "/tests/unit/attribution/overlap.json";

std::string refusal(const app::AttributionRequest& request, const std::string& path) {
  try {
    app::attribute(app::read_case(path, ""), request);
  } catch (const app::Failure& failure) {
    CHECK(failure.code == app::ExitCode::invalid);
    return failure.what();
  }
  return "none";
}

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
  CHECK(app::variants_as_players(overlap, {"slow", "quick", "reviewed"}).overlaps ==
        Pairs{{"slow", "quick"}});
}

TEST_CASE("variants that are unknown or alone are refused") {
  CHECK(refusal({.variants = {"deletoin", "x"}}, shop).find("Did you mean \"deletion\"?") !=
        std::string::npos);
  CHECK(refusal({.variants = {"deletion", "deletion"}}, shop).find("two different") !=
        std::string::npos);
}

TEST_CASE("variants that do not go together are refused, and named") {
  CHECK(refusal({.variants = {"without-web", "web-first"}}, overlap)
            .starts_with("these variants do not go together: without-web, web-first\n"));
}

// So many replications would take hours, or all of the memory.
TEST_CASE("three that do not go together are refused before the first replication of any") {
  const std::vector<std::string> variants = {"mail", "hard-web", "hard-cart", "hard-db"};
  const std::string three = "these variants do not go together: hard-web, hard-cart, hard-db\n";
  for (const std::uint64_t permutations : {0, 40})
    CHECK(refusal({.variants = variants,
                   .permutations = permutations,
                   .sampling = {.replications = 1'000'000'000}},
                  OUTCAST_SOURCE "/tests/unit/attribution/quiet.json")
              .starts_with(three));
}
