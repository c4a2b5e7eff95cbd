// Rare top events of fault trees: how far estimates are from the exact probabilities, and seconds.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "models/faulttree/load.h"
#include "models/faulttree/rare_event.h"

namespace {

using namespace outcast;

struct Tally {
  std::uint64_t last_seed = 0;
  int runs = 0, covered = 0, precise = 0, disagree = 0;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void measure(const faulttree::FaultTree& tree, const std::string& file, std::uint64_t seeds,
             Tally& all) {
  double worst = 0, slowest = 0, widest = 0;
  int covered = 0;
  faulttree::RareEvent found;
  for (std::uint64_t repeat = 0; repeat < seeds; ++repeat) {
    const std::uint64_t seed = ++all.last_seed;  // no two trees share their luck
    const auto start = std::chrono::steady_clock::now();
    found = faulttree::estimate_top(tree, {.computing = {.seed = seed}});
    slowest = std::max(slowest, seconds_since(start));
    const sim::Estimate& estimate = found.probability.estimate;
    const double width = sim::relative_half_width(estimate);
    widest = std::max(widest, width);
    all.precise += width <= 0.1;
    all.disagree += found.agreement == faulttree::Agreement::disagree;
    if (!tree.expected) continue;
    worst = std::max(worst, std::abs(estimate.mean / *tree.expected - 1));
    // Some truths are known to six digits only.
    const double rounding = 2e-6 * *tree.expected;
    covered += estimate.interval.low <= *tree.expected + rounding &&
               *tree.expected - rounding <= estimate.interval.high;
    ++all.runs;
  }
  all.covered += covered;
  std::printf("%-42.42s %12.5g %12.5g %8.2f %8.2f %4d/%-3llu %9llu %9.2g %8.2f\n", file.c_str(),
              tree.expected.value_or(std::nan("")), found.probability.estimate.mean, 100 * worst,
              100 * widest, covered, static_cast<unsigned long long>(seeds),
              static_cast<unsigned long long>(found.probability.estimate.n),
              found.probability.reduction.factor, slowest);
  std::fflush(stdout);
}

}  // namespace

/// bench_fault_trees FOLDER [seeds] [least expected] [greatest expected]
int main(int argc, char** argv) {
  if (argc < 2) return std::puts("usage: bench_fault_trees FOLDER [SEEDS] [LEAST] [GREATEST]"), 2;
  const auto seeds = static_cast<std::uint64_t>(argc > 2 ? std::atoll(argv[2]) : 1);
  const double least = argc > 3 ? std::atof(argv[3]) : 0, most = argc > 4 ? std::atof(argv[4]) : 1;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1]))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::printf("%-42s %12s %12s %8s %8s %8s %9s %9s %8s\n", "tree", "expected", "estimate",
              "error %", "+- %", "covered", "n", "reduced", "seconds");
  Tally all;
  for (const auto& file : files) {
    document::Problems problems;
    const auto tree = faulttree::load(file.string(), problems);
    const double expected = tree ? tree->expected.value_or(least) : -1;
    if (tree && expected >= least && expected <= most)
      measure(*tree, file.stem().string(), seeds, all);
  }
  std::printf("covered %d of %d, within 10 %%: %d, halves disagree: %d\n", all.covered, all.runs,
              all.precise, all.disagree);
}
