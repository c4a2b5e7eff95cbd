// No closed form is forgotten: the table of README.md says what became of each.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace outcast::laws {
namespace {

TEST_CASE("README.md accounts for every closed form of the oracle") {
  const auto path = std::filesystem::path(OUTCAST_SHARED) / "data/oracles/closed_form.json";
  if (!std::filesystem::exists(path)) {
    MESSAGE("skipped: OUTCAST_SHARED has no data/oracles/closed_form.json");
    return;
  }
  std::ostringstream table;
  table << std::ifstream(std::filesystem::path(OUTCAST_SOURCE) / "tests/laws/README.md").rdbuf();
  const auto entries = nlohmann::json::parse(std::ifstream(path));
  REQUIRE(entries.size() == 35);
  for (const auto& entry : entries) {
    const auto id = entry.at("id").get<std::string>();
    CAPTURE(id);
    CHECK(table.str().find("`" + id + "`") != std::string::npos);
  }
}

}  // namespace
}  // namespace outcast::laws
