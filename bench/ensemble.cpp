// Replications per second of the whole ensemble, and what a second thread adds.
#include "models/cascade/ensemble.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "bench/random_topology.h"
#include "bench/timing.h"
#include "sim/ensemble/digest.h"

namespace {

using namespace outcast;
using Clock = std::chrono::steady_clock;

struct Measured {
  double replications_per_second = 0;
  std::string digest;
};

Measured measure(const cascade::Blueprint& blueprint, std::uint64_t replications,
                 unsigned threads) {
  std::vector<double> rates;
  Measured measured;
  for (int repeat = 0; repeat < 5; ++repeat) {
    cascade::EnsembleResult result;
    const auto start = Clock::now();
    cascade::run(blueprint, 1, {.count = replications, .threads = threads}, result);
    const std::chrono::duration<double> spent = Clock::now() - start;
    rates.push_back(static_cast<double>(replications) / spent.count());
    measured.digest = sim::digest(result.table);
  }
  measured.replications_per_second = bench::median(rates);
  return measured;
}

}  // namespace

int main(int argc, char** argv) {
  const auto replications = static_cast<std::uint64_t>(argc > 1 ? std::atoll(argv[1]) : 500'000);
  std::printf("%10s %16s %16s %8s  (replications/s, wall clock, median of 5 x %llu)\n", "services",
              "1 thread", "2 threads", "gain", static_cast<unsigned long long>(replications));
  for (const std::uint32_t services : {1'000U, 100'000U}) {
    const cascade::Blueprint blueprint = cascade::draft(bench::single_fault_what_if(services));
    const Measured one = measure(blueprint, replications, 1);
    const Measured two = measure(blueprint, replications, 2);
    std::printf("%10u %16.0f %16.0f %7.2fx  rows %s\n", services, one.replications_per_second,
                two.replications_per_second,
                two.replications_per_second / one.replications_per_second,
                one.digest == two.digest ? "equal" : "DIFFERENT");
    std::fflush(stdout);
    if (one.digest != two.digest) return 1;
  }
}
