// Even steps through cumulative rates.
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

}  // namespace outcast::sim
