// Pairwise comparison of all coalitions: at most 4,096 squared.
#include "app/attribution/front.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace outcast::app {
namespace {

/// Less is better.
using Costs = std::vector<double>;

Costs costs_of(const CoalitionMeans& coalition, const std::vector<std::size_t>& columns) {
  Costs costs;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const double mean = coalition.means[c].mean;
    const bool is_more_better = cascade::metrics()[columns[c]].better == cascade::Better::higher;
    costs.push_back(std::isnan(mean) ? std::numeric_limits<double>::infinity()
                    : is_more_better ? -mean
                                     : mean);
  }
  return costs;
}

bool beats(const Costs& a, const Costs& b) {
  bool is_better = false;
  for (std::size_t c = 0; c < a.size(); ++c) {
    if (a[c] > b[c]) return false;
    is_better = is_better || a[c] < b[c];
  }
  return is_better;
}

bool is_smaller(Coalition a, Coalition b) {
  return std::popcount(a) != std::popcount(b) ? std::popcount(a) < std::popcount(b) : a < b;
}

}  // namespace

std::vector<FrontMember> pareto_front(std::span<const CoalitionMeans> coalitions,
                                      const std::vector<std::size_t>& columns) {
  std::vector<Costs> costs;
  for (const CoalitionMeans& coalition : coalitions) costs.push_back(costs_of(coalition, columns));
  std::vector<FrontMember> front;
  for (std::size_t i = 0; i < costs.size(); ++i) {
    if (std::ranges::any_of(costs, [&](const Costs& other) { return beats(other, costs[i]); }))
      continue;
    const auto equal = std::ranges::find_if(
        front, [&](const FrontMember& member) { return costs[member.position] == costs[i]; });
    if (equal == front.end()) {
      front.push_back({i});
      continue;
    }
    ++equal->equals;
    if (is_smaller(coalitions[i].coalition, coalitions[equal->position].coalition))
      equal->position = i;
  }
  std::ranges::stable_sort(front, {}, [&](const FrontMember& m) { return costs[m.position]; });
  return front;
}

}  // namespace outcast::app
