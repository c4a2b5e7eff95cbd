// Order statistics by passes are those of sorting, however the sample is cut.
#include "sim/stats/order_statistics.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/kernel/stream.h"
#include "sim/stats/estimate.h"
#include "sim/stats/quantile.h"

using namespace outcast::sim;

namespace {

constexpr std::uint64_t never_copied = 0;
constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

Sample in_pieces(std::span<const double> values, std::size_t length) {
  return [=](const auto& visit) {
    for (std::size_t at = 0; at < values.size(); at += length)
      visit(values.subspan(at, std::min(length, values.size() - at)));
  };
}

/// Of all sizes and signs, with ties and with values that are absent.
std::vector<double> drawn(std::uint64_t seed) {
  std::vector<double> values;
  for (std::uint64_t i = 0; i < 5000; ++i) {
    const std::uint64_t bits = mix(seed * 10'000 + i);
    if (bits % 7 == 0) values.push_back(no_value);
    const double exponent = static_cast<double>(bits >> 8 & 0xff) - 128;
    const double value = static_cast<double>(bits >> 40) * std::exp2(exponent);
    values.push_back(bits % 3 == 0 ? static_cast<double>(bits % 5) : bits % 2 ? value : -value);
  }
  return values;
}

std::vector<std::uint64_t> ranks_up_to(std::uint64_t n) {
  return {1, 2, n / 4, n / 2, n / 2 + 1, n - 1, n};
}

}  // namespace

TEST_CASE("passes over a sample find what sorting finds") {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const std::vector<double> values = drawn(seed);
    std::vector<double> sorted = present_values(values);
    std::ranges::sort(sorted);
    const auto ranks = ranks_up_to(sorted.size());
    const auto found = order_statistics(in_pieces(values, 700), sorted.size(), ranks, never_copied);
    for (std::size_t i = 0; i < ranks.size(); ++i) CHECK(found[i] == sorted[ranks[i] - 1]);
  }
}

TEST_CASE("a copy and passes agree") {
  const std::vector<double> values = drawn(9);
  const std::uint64_t n = present_values(values).size();
  const auto ranks = ranks_up_to(n);
  CHECK(order_statistics(sample_of(values), n, ranks) ==
        order_statistics(sample_of(values), n, ranks, never_copied));
}

TEST_CASE("infinite values keep their places at the ends") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const std::vector<double> values = {3, infinity, -1, -infinity, 0};
  const std::vector<std::uint64_t> ranks = {1, 3, 5};
  CHECK(order_statistics(sample_of(values), 5, ranks, never_copied) ==
        std::vector<double>{-infinity, 0, infinity});
}

TEST_CASE("a mean is the same to the last bit, however the sample is cut") {
  const std::vector<double> values = drawn(3);
  const Estimate whole = estimate_mean(values);
  for (const std::size_t length : {1, 64, 1000}) {
    const Estimate cut = estimate_mean(in_pieces(values, length));
    CHECK(cut.n == whole.n);
    CHECK(cut.mean == whole.mean);
    CHECK(cut.sd == whole.sd);
    CHECK(cut.interval.low == whole.interval.low);
  }
}

TEST_CASE("quantiles are the same however the sample is cut") {
  const std::vector<double> values = drawn(4);
  const std::vector<double> levels = {0.05, 0.5, 0.99};
  const auto whole = estimate_quantiles(values, levels);
  const auto cut = estimate_quantiles(in_pieces(values, 33), levels);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    CHECK(cut[i].value == whole[i].value);
    CHECK(cut[i].interval.high == whole[i].interval.high);
  }
}
