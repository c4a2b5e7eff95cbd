// Order statistics by partial sorting, and the ranks that bound a quantile.
#include "sim/stats/quantile.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sim/stats/reference_distributions.h"

namespace outcast::sim {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

/// The smallest k of 0 .. n with binomial_cdf(k) >= probability.
std::uint64_t binomial_quantile(double probability, std::uint64_t n, double p) {
  std::uint64_t low = 0;
  std::uint64_t high = n;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (binomial_cdf(static_cast<std::int64_t>(middle), n, p) < probability) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/// The rank of the point estimate, ceil(n p), where n p that is whole but for rounding counts as
/// whole; 1 when n is 0.
std::uint64_t value_rank(double p, std::uint64_t n) {
  const double exact = static_cast<double>(n) * p;
  const auto rank = static_cast<std::uint64_t>(std::ceil(exact * (1 - 1e-12)));
  return std::max<std::uint64_t>(1, std::min(rank, n));
}

/// Puts the values of the given places (ascending, from 0) where sorting would put them; the
/// middle place first, so that each half is searched for its own places only.
void place(std::span<double> values, std::size_t offset, std::span<const std::size_t> places) {
  if (places.empty()) return;
  const std::size_t middle = places.size() / 2;
  const std::size_t at = places[middle] - offset;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  place(values.first(at), offset, places.first(middle));
  place(values.subspan(at + 1), offset + at + 1, places.subspan(middle + 1));
}

/// Values in which all ranks asked for stand in their places.
class OrderStatistics {
 public:
  OrderStatistics(std::vector<double> values, std::vector<std::uint64_t> ranks)
      : values_(std::move(values)) {
    std::vector<std::size_t> places;
    for (const std::uint64_t rank : ranks) {
      if (1 <= rank && rank <= values_.size()) places.push_back(rank - 1);
    }
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    place(values_, 0, places);
  }
  double at(std::uint64_t rank) const {
    if (rank < 1) return -infinity;
    return rank > values_.size() ? infinity : values_[rank - 1];
  }

 private:
  std::vector<double> values_;
};

}  // namespace

Ranks quantile_ranks(double p, std::uint64_t n, double confidence) {
  const double outside = (1 - confidence) / 2;
  // The low rank is the largest l with cdf(l - 1) <= outside, the high one the smallest h with
  // 1 - cdf(h - 1) <= outside.
  const std::uint64_t low = binomial_quantile(outside, n, p);
  const std::uint64_t high = binomial_quantile(1 - outside, n, p) + 1;
  return {low, high};
}

std::vector<Quantile> estimate_quantiles(std::span<const double> sample, std::span<const double> ps,
                                         double confidence) {
  std::vector<double> values = present_values(sample);
  const std::uint64_t n = values.size();
  std::vector<Ranks> ends;
  std::vector<std::uint64_t> ranks;
  for (const double p : ps) {
    ends.push_back(quantile_ranks(p, n, confidence));
    ranks.insert(ranks.end(), {ends.back().low, ends.back().high, value_rank(p, n)});
  }
  const OrderStatistics order(std::move(values), ranks);
  std::vector<Quantile> quantiles;
  for (std::size_t i = 0; i < ps.size(); ++i) {
    const double value = n == 0 ? no_value : order.at(value_rank(ps[i], n));
    quantiles.push_back({ps[i], n, value, {order.at(ends[i].low), order.at(ends[i].high)}});
  }
  return quantiles;
}

}  // namespace outcast::sim
