// How the benchmarks measure: the median of repeats, in processor time of the own thread.
#pragma once
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace outcast::bench {

/// Nanoseconds that this thread has computed for; what others do to the machine counts little.
inline double thread_nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

inline double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Nanoseconds per step of `work(steps)`.
template <class Work>
double nanoseconds_per_step(std::uint64_t steps, Work work) {
  const double start = thread_nanoseconds();
  work(steps);
  return (thread_nanoseconds() - start) / static_cast<double>(steps);
}

}  // namespace outcast::bench
