// Variances of pairs by stretches, so that each can be left out in turn.
#include "sim/stats/pairing_gain.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace outcast::sim {
namespace {

struct Sums {
  double n = 0, sum = 0, squares = 0;

  void add(double value) { add({1, value, value * value}); }
  void add(const Sums& other) {
    n += other.n;
    sum += other.sum;
    squares += other.squares;
  }
  double variance() const { return (squares - sum * sum / n) / (n - 1); }
};

struct PairSums {
  Sums a{}, b{}, difference{};

  void add(const PairSums& other) {
    a.add(other.a);
    b.add(other.b);
    difference.add(other.difference);
  }
};

bool is_pair(double a, double b) { return !std::isnan(a) && !std::isnan(b); }

/// Pairs in stretches of about equal length. Values are taken from the first pair on, so that equal
/// differences are exactly zero and little is lost in the squares: an outlier is the root of n
/// standard deviations away at most.
std::vector<PairSums> sums_of_stretches(std::span<const double> a, std::span<const double> b) {
  constexpr std::size_t most_stretches = 32;
  std::size_t pairs = 0, first = a.size();
  for (std::size_t r = a.size(); r-- > 0;)
    if (is_pair(a[r], b[r])) ++pairs, first = r;
  std::vector<PairSums> stretches(std::min(pairs, most_stretches));
  std::size_t pair = 0;
  for (std::size_t r = first; r < a.size(); ++r) {
    if (!is_pair(a[r], b[r])) continue;
    PairSums& sums = stretches[pair++ * stretches.size() / pairs];
    sums.a.add(a[r] - a[first]);
    sums.b.add(b[r] - b[first]);
    sums.difference.add((b[r] - a[r]) - (b[first] - a[first]));
  }
  return stretches;
}

}  // namespace

std::optional<VarianceReduction> pairing_gain(std::span<const double> a, std::span<const double> b,
                                              double confidence) {
  constexpr double least_pairs = 10;
  const std::vector<PairSums> stretches = sums_of_stretches(a, b);
  PairSums all;
  for (const PairSums& stretch : stretches) all.add(stretch);
  if (all.difference.squares == 0) return {};
  const auto factor_without = [&](std::size_t left_out) {
    PairSums rest;
    for (std::size_t s = 0; s < stretches.size(); ++s)
      if (s != left_out) rest.add(stretches[s]);
    return (rest.a.variance() + rest.b.variance()) / rest.difference.variance();
  };
  if (all.difference.n >= least_pairs)
    return jackknifed(stretches.size(), factor_without, confidence);
  return VarianceReduction{factor_without(stretches.size()),
                           {0, std::numeric_limits<double>::infinity()}};
}

}  // namespace outcast::sim
