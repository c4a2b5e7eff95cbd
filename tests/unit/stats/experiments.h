// Repeated experiments with a known truth: how often does an interval cover it?
#pragma once
#include <cstdint>
#include <vector>

#include "sim/kernel/distribution.h"
#include "sim/stats/estimate.h"

namespace outcast::sim {

/// The luck of one experiment: as many draws as it likes, from streams of its own.
class Luck {
 public:
  Luck(std::uint64_t seed, std::uint64_t experiment) : streams_(seed, experiment) {}

  double uniform() {
    if (left_ == 0) {
      stream_ = streams_.stream(purpose("coverage"), entity("sample"), occurrence_++);
      left_ = 500;  // uniforms, of the 512 that a stream holds
    }
    --left_;
    return stream_.uniform();
  }
  double draw(const Distribution& distribution) { return distribution.quantile(uniform()); }
  std::vector<double> draws(const Distribution& distribution, std::size_t n) {
    std::vector<double> sample(n);
    for (double& value : sample) value = draw(distribution);
    return sample;
  }

 private:
  Streams streams_;
  Stream stream_{{}, {}};
  std::uint32_t occurrence_ = 0;
  int left_ = 0;
};

inline constexpr int experiments = 2000;

/// Share of the experiments whose interval covers the truth; `interval_of(luck)` makes one.
template <typename IntervalOf>
double coverage(double truth, IntervalOf interval_of) {
  int covered = 0;
  for (int e = 0; e < experiments; ++e) {
    Luck luck(20251200, static_cast<std::uint64_t>(e));
    const Interval interval = interval_of(luck);
    covered += interval.low <= truth && truth <= interval.high;
  }
  return static_cast<double>(covered) / experiments;
}

}  // namespace outcast::sim
