// Differences of pairs, their mean and their signs.
#include "sim/stats/paired_difference.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace outcast::sim {

PairedDifference estimate_paired_difference(std::span<const double> a, std::span<const double> b,
                                            double confidence) {
  PairedDifference result;
  std::vector<double> differences;
  differences.reserve(a.size());
  for (std::size_t r = 0; r < a.size(); ++r) {
    const bool in_a = !std::isnan(a[r]);
    const bool in_b = !std::isnan(b[r]);
    result.only_in_a += in_a && !in_b;
    result.only_in_b += in_b && !in_a;
    if (in_a && in_b) differences.push_back(b[r] - a[r]);
  }
  const auto share = [&](auto is_meant) {
    const auto count = std::count_if(differences.begin(), differences.end(), is_meant);
    return estimate_proportion(static_cast<std::uint64_t>(count), differences.size(), confidence);
  };
  result.difference = estimate_mean(differences, confidence);
  result.higher = share([](double d) { return d > 0; });
  result.lower = share([](double d) { return d < 0; });
  return result;
}

}  // namespace outcast::sim
