// Sums and quantiles of what a traffic engine writes down.
#include "models/traffic/books.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <utility>

#include "sim/kernel/portable_math.h"

namespace outcast::traffic {
namespace {

constexpr double least_seconds = 1e-4;

/// Upper bound of a class, in seconds.
double bound(std::size_t index) {
  return least_seconds * sim::portable_exp(0.34657359027997264 * static_cast<double>(index));
}

}  // namespace

void LatencyHistogram::add(sim::Duration latency, double count) {
  // The class is the logarithm of the square to the base 2, rounded up: read off the exponent.
  const double ratio =
      std::max(static_cast<double>(latency.nanoseconds) * (1e-9 / least_seconds), 1.);
  const auto bits = std::bit_cast<std::uint64_t>(ratio * ratio);
  const std::uint64_t index = (bits >> 52) - 1023 + ((bits & ((1ULL << 52) - 1)) != 0);
  counts_[std::min<std::uint64_t>(index, classes - 1)] += count;
}

double LatencyHistogram::count() const {
  return std::accumulate(counts_.begin(), counts_.end(), 0.);
}

void LatencyHistogram::add_independent(std::span<const double> seconds) {
  const auto before = std::exchange(counts_, {});
  for (std::size_t i = 0; i < classes; ++i) {
    if (before[i] <= 0) continue;
    const double middle = i == 0 ? 0 : (bound(i - 1) + bound(i)) / 2;
    for (const double time : seconds)
      add(sim::Duration::from_seconds(middle + time),
          before[i] / static_cast<double>(seconds.size()));
  }
}

double LatencyHistogram::quantile(double p) const {
  double left = p * count();
  if (count() <= 0) return std::numeric_limits<double>::quiet_NaN();
  std::size_t i = 0;
  while (i + 1 < classes && left > counts_[i]) left -= counts_[i++];
  const double low = i == 0 ? 0 : bound(i - 1);
  return counts_[i] <= 0 ? low : low + (bound(i) - low) * std::min(left / counts_[i], 1.);
}

LatencyHistogram& LatencyHistogram::operator+=(const LatencyHistogram& other) {
  for (std::size_t i = 0; i < classes; ++i) counts_[i] += other.counts_[i];
  return *this;
}

void Account::reset(std::size_t steps, std::size_t latency_steps) {
  *this = {.answers = {},
           .latency = {},
           .series = std::move(series),
           .latency_series = std::move(latency_series)};
  series.assign(steps, {});
  latency_series.assign(latency_steps, {});
}

std::size_t latency_steps(std::size_t steps, std::size_t accounts) {
  constexpr std::size_t most_histograms = 100'000;  // 38 MB per thread
  return steps * accounts <= most_histograms ? steps : 0;
}

}  // namespace outcast::traffic
