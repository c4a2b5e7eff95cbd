// Rare top events of real and drawn fault trees, by importance sampling against their exact
// probabilities.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "models/faulttree/load.h"
#include "models/faulttree/rare_event.h"

namespace outcast::laws {
namespace {

std::vector<faulttree::FaultTree> trees_between(double least, double most) {
  const auto folder = std::filesystem::path(OUTCAST_SHARED) / "data/faulttrees/json";
  std::vector<std::filesystem::path> files;
  if (std::filesystem::exists(folder))
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<faulttree::FaultTree> trees;
  for (const auto& file : files) {
    document::Problems problems;
    auto tree = faulttree::load(file.string(), problems);
    REQUIRE(tree);
    if (tree->expected && *tree->expected >= least && *tree->expected <= most)
      trees.push_back(std::move(*tree));
  }
  if (trees.empty()) MESSAGE("skipped: OUTCAST_SHARED has no data/faulttrees/json");
  return trees;
}

TEST_CASE("rare top events are known to a tenth, and their intervals cover the truth") {
  const auto trees = trees_between(1e-11, 2e-4);
  if (trees.empty()) return;
  CHECK(trees.size() == 10);
  constexpr int seeds = 2;
  int covered = 0;
  std::uint64_t next = 1;  // no two trees share their luck
  for (const faulttree::FaultTree& tree : trees)
    for (int repeat = 0; repeat < seeds; ++repeat) {
      const std::uint64_t seed = next++;
      INFO(tree.name, ", seed ", seed);
      const auto found = faulttree::estimate_top(tree, {.computing = {.seed = seed}});
      const sim::Estimate& estimate = found.probability.estimate;
      CHECK(found.ending == sim::Precision::reached);
      CHECK(sim::relative_half_width(estimate) <= 0.1);
      CHECK(found.agreement == faulttree::Agreement::agree);
      CHECK(std::abs(estimate.mean / *tree.expected - 1) < 0.1);
      covered +=
          estimate.interval.low <= *tree.expected && *tree.expected <= estimate.interval.high;
    }
  // Of 20 intervals at 95 %, 16 or fewer cover with a chance of 1.6 %; a way that is missed misses
  // in every seed.
  INFO("covered ", covered, " of ", trees.size() * seeds);
  CHECK(covered >= 17);
}

}  // namespace
}  // namespace outcast::laws
