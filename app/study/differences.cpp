// Pairs the replications of two cases.
#include "app/study/differences.h"

#include <algorithm>

namespace outcast::app {

Differences differences_between(const Case& first, const Case& second) {
  const std::size_t rows = std::min(first.result.table.rows(), second.result.table.rows());
  Differences differences;
  for (std::size_t c = 0; c < cascade::metrics().size(); ++c) {
    std::vector<double> a = first.result.table.column(c), b = second.result.table.column(c);
    a.resize(rows);
    b.resize(rows);
    differences.push_back({cascade::metrics()[c], sim::estimate_paired_difference(a, b)});
  }
  return differences;
}

}  // namespace outcast::app
