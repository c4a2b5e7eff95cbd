// What one replication of a single-fault what-if costs, on graphs of a thousand, a hundred thousand
// and a million services.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/random_topology.h"
#include "bench/timing.h"
#include "models/cascade/ensemble.h"
#include "models/cascade/world.h"

namespace {

using namespace outcast;

struct Measured {
  double replications_per_second = 0, ns_per_event = 0, services_hit = 0, events = 0;
};

Measured measure(const cascade::Blueprint& blueprint, std::uint64_t replications) {
  cascade::CascadeWorker worker(blueprint, 1);
  std::vector<double> row(cascade::metrics().size());
  const std::size_t hit = *cascade::column_of("services_hit");
  std::vector<double> rates;
  Measured measured;
  const std::uint64_t before = worker.events();
  for (int repeat = 0; repeat < 5; ++repeat) {
    const double start = bench::thread_nanoseconds();
    for (std::uint64_t r = 0; r < replications; ++r) {
      worker.replicate(repeat * replications + r, row);
      worker.count_before(repeat * replications + r + 1);
      measured.services_hit += row[hit];
    }
    rates.push_back(static_cast<double>(replications) / (bench::thread_nanoseconds() - start) *
                    1e9);
  }
  const double n = 5.0 * static_cast<double>(replications);
  measured.replications_per_second = bench::median(rates);
  measured.services_hit /= n;
  measured.events = static_cast<double>(worker.events() - before) / n;
  measured.ns_per_event = 1e9 / measured.replications_per_second / measured.events;
  return measured;
}

double show(std::uint32_t services, cascade::Scenario scenario, std::uint64_t replications) {
  const cascade::Blueprint blueprint = cascade::draft(std::move(scenario));
  const Measured m = measure(blueprint, replications);
  std::printf("%10u %14.0f %10.1f %10.2f %10.2f\n", services, m.replications_per_second,
              m.ns_per_event, m.events, m.services_hit);
  std::fflush(stdout);
  return m.replications_per_second;
}

}  // namespace

int main(int argc, char** argv) {
  const auto replications = static_cast<std::uint64_t>(argc > 1 ? std::atoll(argv[1]) : 200'000);
  std::printf("one core, processor time, median of 5 x %llu replications\n",
              static_cast<unsigned long long>(replications));
  std::printf("%10s %14s %10s %10s %10s\n", "services", "replications/s", "ns/event", "events",
              "hit");
  for (const std::uint32_t services : {1'000U, 100'000U, 1'000'000U})
    show(services, bench::single_fault_what_if(services), replications);
  std::printf("ten services touched, however many there are\n");
  const double small = show(1'000, bench::ten_touched_what_if(1'000), replications);
  const double large = show(1'000'000, bench::ten_touched_what_if(1'000'000), replications);
  std::printf("a replication on a million services costs %.2f times one on a thousand\n",
              small / large);
}
