// Even steps through cumulative rates, and the spread of independent sweeps.
#include "sim/stats/systematic.h"

#include <numeric>

namespace outcast::sim {

std::vector<std::uint32_t> systematic_sweep(std::span<const double> rates, std::uint64_t n,
                                            double start) {
  const double step = std::accumulate(rates.begin(), rates.end(), 0.0) / static_cast<double>(n);
  std::vector<std::uint32_t> visits;
  visits.reserve(n);
  std::uint32_t cell = 0, last = 0;
  for (std::uint32_t i = 0; i < rates.size(); ++i)
    if (rates[i] > 0) last = i;
  double end = rates[0];
  for (std::uint64_t k = 0; k < n; ++k) {
    const double at = (static_cast<double>(k) + start) * step;
    while (at >= end && cell < last) end += rates[++cell];
    visits.push_back(cell);
  }
  return visits;
}

SystematicEstimate estimate_systematic(std::span<const double> values, std::uint64_t sweep_length,
                                       double confidence) {
  std::vector<double> means;
  for (std::size_t begin = 0; begin + sweep_length <= values.size(); begin += sweep_length)
    means.push_back(estimate_mean(values.subspan(begin, sweep_length)).mean);
  const Estimate sweeps = estimate_mean(means, confidence);
  const Estimate plain = estimate_mean(values.first(means.size() * sweep_length));
  if (means.size() < 2) return {sweeps, {}};
  const auto length = static_cast<double>(sweep_length);
  return {sweeps, reduction_of({plain.sd * plain.sd / length, static_cast<double>(plain.n - 1),
                                sweeps.sd * sweeps.sd, static_cast<double>(means.size() - 1)},
                               confidence)};
}

}  // namespace outcast::sim
