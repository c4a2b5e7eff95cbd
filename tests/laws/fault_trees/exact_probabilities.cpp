// Fault trees with exactly known top events, by simulation of the cascade.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/laws/agreement.h"
#include "tests/laws/fault_trees/fault_tree.h"

namespace outcast::laws {
namespace {

constexpr int seeds = 4;
/// Rarer top events wait for rare-event methods.
constexpr double least_probability = 1e-4;

std::vector<std::filesystem::path> files() {
  const auto folder = std::filesystem::path(OUTCAST_SHARED) / "data/faulttrees/json";
  std::vector<std::filesystem::path> found;
  if (std::filesystem::exists(folder))
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  if (found.empty()) MESSAGE("skipped: OUTCAST_SHARED has no data/faulttrees/json");
  return found;
}

std::string text_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::uint64_t count_failures(const cascade::Blueprint& blueprint, const std::string& top,
                             std::uint64_t n, std::uint64_t seed) {
  return tally_of(simulate(blueprint, n, seed), blueprint, top).hits.replications;
}

/// Enough replications for about 12 failures of the top per seed.
std::uint64_t replications(double p) {
  return static_cast<std::uint64_t>(std::clamp(12 / p, 1000.0, 120'000.0));
}

/// Sum of z^2 over the seeds, which start at `first`: trees share names of events, and with the
/// seed their luck.
double deviation_of(const FaultTree& tree, std::uint64_t first) {
  const auto blueprint = cascade::draft(tree.scenario);
  const std::uint64_t n = replications(*tree.expected);
  double sum = 0;
  std::uint64_t failures = 0;
  for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
    const std::uint64_t failed = count_failures(blueprint, tree.top, n, seed);
    const double variance = static_cast<double>(n) * *tree.expected * (1 - *tree.expected);
    sum += std::pow(static_cast<double>(failed) - static_cast<double>(n) * *tree.expected, 2) /
           variance;
    failures += failed;
  }
  check_share(tree.name + ", all seeds", failures, seeds * n, *tree.expected);
  return sum;
}

TEST_CASE("fault trees fail with their exact probabilities") {
  int tried = 0;
  double deviation = 0;
  for (const auto& file : files()) {
    const auto tree = read_fault_tree(text_of(file));
    if (!tree || !tree->expected || *tree->expected <= least_probability) continue;
    deviation += deviation_of(*tree, static_cast<std::uint64_t>(tried++) * seeds);
  }
  if (tried == 0) return;
  CHECK(tried == 28);
  // The sum of z^2 has mean k and variance about 2 k (chi-square with k degrees of freedom).
  const double k = tried * seeds;
  INFO("sum of z^2 over ", tried, " trees and ", seeds, " seeds: ", deviation);
  CHECK(deviation < k + 3.5 * std::sqrt(2 * k));
  CHECK(deviation > k - 3.5 * std::sqrt(2 * k));
}

TEST_CASE("of the 40 trees two have gates that no dependency can express") {
  std::vector<std::string> left_out;
  const auto all = files();
  if (all.empty()) return;
  REQUIRE(all.size() == 40);
  for (const auto& file : all)
    if (!read_fault_tree(text_of(file))) left_out.push_back(file.stem().string());
  CHECK(left_out ==
        std::vector<std::string>{"aralia_das9601", "synth_100_to_100k_voter_ft-100-01-all"});
}

/// Whether the top of a tree without luck fails.
bool fails(const std::string& gates) {
  const auto tree = read_fault_tree(R"({"name": "n", "top": "top", "expected": null, "events": {},
                                       "gates": {)" +
                                    gates + "}}");
  const auto blueprint = cascade::draft(tree.value().scenario);
  return count_failures(blueprint, "top", 1, 1) == 1;
}

TEST_CASE("gates of constants fail as their truth tables say") {
  CHECK(fails(R"("top": {"op": "or", "inputs": ["FALSE", "TRUE"]})"));
  CHECK_FALSE(fails(R"("top": {"op": "or", "inputs": ["FALSE"]})"));
  CHECK(fails(R"("top": {"op": "and", "inputs": ["TRUE", "x"]},
                 "x": {"op": "null", "inputs": ["TRUE"]})"));
  CHECK_FALSE(fails(R"("top": {"op": "and", "inputs": ["FALSE", "TRUE"]})"));
  CHECK(fails(R"("top": {"op": "atleast", "k": 2, "inputs": ["FALSE", "TRUE", "x"]},
                 "x": {"op": "or", "inputs": ["TRUE"]})"));
  CHECK_FALSE(fails(R"("top": {"op": "atleast", "k": 2, "inputs": ["FALSE", "TRUE", "x"]},
                       "x": {"op": "or", "inputs": ["FALSE"]})"));
}

}  // namespace
}  // namespace outcast::laws
