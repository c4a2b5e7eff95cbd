// What a random decision costs: a Philox block, a named stream, and a sample of each distribution.
#include <cstdio>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "bench/timing.h"
#include "sim/kernel/distribution.h"
#include "sim/kernel/philox.h"
#include "sim/kernel/stream.h"

using namespace outcast;

namespace {

/// Takes a number of steps and returns something that depends on all of them.
using Work = std::function<double(std::uint64_t)>;

struct Measurement {
  std::string name;
  Work work;
  std::vector<double> times{};
};

double philox_blocks(std::uint64_t steps) {
  std::uint32_t sum = 0;
  for (std::uint32_t i = 0; i < steps; ++i) sum += sim::philox::block({i, 0, 0, 0}, {1, 2})[0];
  return sum;
}

/// Every step asks for a stream of its own, as handlers do.
sim::Stream stream(const sim::Streams& streams, std::uint64_t step) {
  return streams.stream(sim::purpose("bench"), sim::Entity{step}, 0);
}

double coins(std::uint64_t steps) {
  const sim::Streams streams(1, 0);
  std::uint64_t heads = 0;
  for (std::uint64_t i = 0; i < steps; ++i) heads += stream(streams, i).coin(0.3);
  return static_cast<double>(heads);
}

double uniforms(std::uint64_t steps) {
  const sim::Streams streams(1, 0);
  double sum = 0;
  for (std::uint64_t i = 0; i < steps; ++i) sum += stream(streams, i).uniform();
  return sum;
}

Work samples(sim::DistributionParameters parameters) {
  return [distribution = sim::Distribution(std::move(parameters))](std::uint64_t steps) {
    const sim::Streams streams(1, 0);
    double sum = 0;
    for (std::uint64_t i = 0; i < steps; ++i) {
      sim::Stream own = stream(streams, i);
      sum += distribution.sample(own);
    }
    return sum;
  };
}

/// The standard library's distribution on one running generator, which no name can find again.
template <class Standard>
Work standard_samples(Standard distribution) {
  return [distribution](std::uint64_t steps) mutable {
    std::mt19937_64 generator(1);
    double sum = 0;
    for (std::uint64_t i = 0; i < steps; ++i) sum += distribution(generator);
    return sum;
  };
}

std::vector<Measurement> measurements() {
  return {
      {"Philox 4x32-10 block", philox_blocks},
      {"stream + coin", coins},
      {"stream + uniform", uniforms},
      {"stream + exponential", samples(sim::Exponential{1})},
      {"stream + lognormal", samples(sim::Lognormal{1, 1})},
      {"stream + weibull", samples(sim::Weibull{2, 1})},
      {"stream + gamma", samples(sim::Gamma{2.5, 1})},
      {"stream + pareto", samples(sim::Pareto{2.5, 1})},
      {"stream + triangular", samples(sim::Triangular{0, 1, 3})},
      {"stream + empirical (5 values)", samples(sim::Empirical{{1, 2, 3, 5, 8}})},
      {"std::mt19937_64 + std::exponential", standard_samples(std::exponential_distribution<>(1))},
      {"std::mt19937_64 + std::lognormal", standard_samples(std::lognormal_distribution<>(0, 1))},
      {"std::mt19937_64 + std::weibull", standard_samples(std::weibull_distribution<>(2, 1))},
      {"std::mt19937_64 + std::gamma", standard_samples(std::gamma_distribution<>(2.5, 1))},
  };
}

/// Repeats go round all measurements, so that a disturbance of the machine meets all.
double measure(std::vector<Measurement>& all) {
  constexpr int repeats = 7;
  constexpr std::uint64_t steps = 200'000;
  double sink = 0;
  for (int i = 0; i < repeats; ++i)
    for (Measurement& m : all)
      m.times.push_back(
          bench::nanoseconds_per_step(steps, [&](std::uint64_t n) { sink += m.work(n); }));
  return sink;
}

}  // namespace

int main(int count, char** arguments) {
  const bool as_json = count > 1 && std::string_view(arguments[1]) == "--json";
  std::vector<Measurement> all = measurements();
  const double sink = measure(all);
  std::printf(as_json ? "{" : "nanoseconds each, one core\n");
  for (const Measurement& m : all) {
    if (as_json)
      std::printf("\n  \"%s\": %.1f,", m.name.c_str(), bench::median(m.times));
    else
      std::printf("%-36s %7.1f\n", m.name.c_str(), bench::median(m.times));
  }
  std::printf(as_json ? "\n  \"checksum\": %.17g\n}\n" : "checksum %.17g\n", sink);
  return 0;
}
