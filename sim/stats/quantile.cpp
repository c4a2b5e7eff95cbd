// The ranks that bound a quantile, and the values of these ranks.
#include "sim/stats/quantile.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "sim/stats/order_statistics.h"
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

std::uint64_t count_present(const Sample& sample) {
  std::uint64_t n = 0;
  sample([&](std::span<const double> piece) {
    n += static_cast<std::uint64_t>(
        std::ranges::count_if(piece, [](double value) { return !std::isnan(value); }));
  });
  return n;
}

/// The values of all ranks asked for; those of ranks beyond the sample are infinite.
class OrderStatistics {
 public:
  OrderStatistics(const Sample& sample, std::uint64_t n, std::vector<std::uint64_t> ranks) : n_(n) {
    std::erase_if(ranks, [n](std::uint64_t rank) { return rank < 1 || rank > n; });
    const std::vector<double> values = order_statistics(sample, n, ranks);
    for (std::size_t i = 0; i < ranks.size(); ++i) values_[ranks[i]] = values[i];
  }
  double at(std::uint64_t rank) const {
    if (rank < 1) return -infinity;
    return rank > n_ ? infinity : values_.at(rank);
  }

 private:
  std::uint64_t n_;
  std::map<std::uint64_t, double> values_;
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
  return estimate_quantiles(sample_of(sample), ps, confidence);
}

std::vector<Quantile> estimate_quantiles(const Sample& sample, std::span<const double> ps,
                                         double confidence) {
  const std::uint64_t n = count_present(sample);
  std::vector<Ranks> ends;
  std::vector<std::uint64_t> ranks;
  for (const double p : ps) {
    ends.push_back(quantile_ranks(p, n, confidence));
    ranks.insert(ranks.end(), {ends.back().low, ends.back().high, value_rank(p, n)});
  }
  const OrderStatistics order(sample, n, ranks);
  std::vector<Quantile> quantiles;
  for (std::size_t i = 0; i < ps.size(); ++i) {
    const double value = n == 0 ? no_value : order.at(value_rank(ps[i], n));
    quantiles.push_back({ps[i], n, value, {order.at(ends[i].low), order.at(ends[i].high)}});
  }
  return quantiles;
}

}  // namespace outcast::sim
