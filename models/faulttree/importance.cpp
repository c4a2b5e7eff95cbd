// Linear functions of two sums, and their spread over groups.
#include "models/faulttree/importance.h"

#include <algorithm>
#include <cmath>

namespace outcast::faulttree {
namespace {

/// slope x joint + offset x top, as a mean over samples.
struct Line {
  double slope = 0, offset = 0;
};

sim::Estimate difference_of(std::span<const Group> groups, std::size_t event, const Line& line) {
  std::vector<double> means;
  std::uint64_t n = 0;
  for (const Group& group : groups) {
    if (group.sums.n == 0) continue;
    n += group.sums.n;
    means.push_back((line.slope * group.joint[event] + line.offset * group.sums.value) /
                    static_cast<double>(group.sums.n));
  }
  sim::Estimate estimate = sim::estimate_mean(means);
  estimate.n = n;
  return estimate;
}

/// (slope x joint + offset x top) / top: the numerator's residuals, divided by
/// the mean of the top.
sim::Estimate ratio_of(std::span<const Group> groups, std::size_t event, const Line& line) {
  double joint = 0, top = 0;
  std::uint64_t n = 0;
  for (const Group& group : groups) {
    joint += group.joint[event];
    top += group.sums.value;
    n += group.sums.n;
  }
  const double ratio = (line.slope * joint + line.offset * top) / top;
  sim::Estimate residual = difference_of(groups, event, {line.slope, line.offset - ratio});
  const double mean_top = top / static_cast<double>(n);
  const double half = residual.half_width() / mean_top;
  return {n, ratio, residual.sd / mean_top, {ratio - half, ratio + half}};
}

Importance importance_of(std::span<const Group> groups, std::size_t event, double p) {
  return {event, difference_of(groups, event, {1 / p + 1 / (1 - p), -1 / (1 - p)}),
          ratio_of(groups, event, {1 / (1 - p), -p / (1 - p)}),
          ratio_of(groups, event, {1 / p, 0})};
}

}  // namespace

std::vector<Importance> importance_of(const FaultTree& tree, std::span<const Group> groups) {
  std::vector<Importance> all;
  for (std::size_t e = 0; e < tree.events.size(); ++e) {
    const double p = tree.events[e].probability;
    if (p > 0 && p < 1) all.push_back(importance_of(groups, e, p));
  }
  std::ranges::stable_sort(all, [](const Importance& a, const Importance& b) {
    return a.fussell_vesely.mean > b.fussell_vesely.mean;
  });
  return all;
}

}  // namespace outcast::faulttree
