// What a traffic engine writes down: requests, answers, latencies, time in overload.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/kernel/time.h"

namespace outcast::traffic {

/// Latencies by powers of the square root of 2 from 0.1 ms on; quantiles are interpolated within a
/// class.
class LatencyHistogram {
 public:
  static constexpr std::size_t classes = 48;  ///< up to about 20 minutes
  void add(sim::Duration latency, double count);
  void add_class(std::size_t index, double count) { counts_[index] += count; }
  double count() const;
  /// Adds to each latency one of `seconds`, all equally likely: the sum of two independent times.
  void add_independent(std::span<const double> seconds);
  const std::array<double, classes>& counts() const { return counts_; }
  /// Seconds; p in (0, 1); NaN when empty.
  double quantile(double p) const;
  LatencyHistogram& operator+=(const LatencyHistogram& other);
  void clear() { counts_.fill(0); }

 private:
  std::array<double, classes> counts_{};
};

/// Requests that got their final answer; the flow engine's are fractions.
struct Answers {
  double succeeded = 0, failed = 0;
  double attempts = 0;  ///< made for them, first ones included

  double all() const { return succeeded + failed; }
  Answers& operator+=(const Answers& other) {
    succeeded += other.succeeded;
    failed += other.failed;
    attempts += other.attempts;
    return *this;
  }
};

/// Of one source or one station. A station's answers are those its callers accepted in time.
struct Account {
  Answers answers;
  LatencyHistogram latency;     ///< of the successes
  double arrivals = 0;          ///< requests begun (source), attempts received (station)
  double busy_seconds = 0;      ///< slots x time (station), requests under way x time (source)
  double queued_seconds = 0;    ///< waiting requests x time
  double overload_seconds = 0;  ///< with every slot taken and requests waiting
  std::vector<Answers> series;  ///< by step of the time series
  std::vector<LatencyHistogram> latency_series;  ///< by step, of the successes; may be left out

  void reset(std::size_t steps, std::size_t latency_steps);
};

/// Steps of which latencies are kept: all of the series', or none where they would fill the memory.
std::size_t latency_steps(std::size_t steps, std::size_t accounts);

struct Books {
  std::vector<Account> sources, stations;  ///< by index
};

}  // namespace outcast::traffic
