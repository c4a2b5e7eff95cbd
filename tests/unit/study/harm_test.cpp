// The worst and the typical replication are those that sorting would find.
#include "app/study/harm.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "models/cascade/metrics.h"
#include "sim/kernel/stream.h"

namespace outcast::app {
namespace {

const std::size_t incidents = *cascade::column_of("incidents");
const std::size_t customers = *cascade::column_of("customer_minutes");
const std::size_t services = *cascade::column_of("service_minutes");

/// Few different losses, so that there are many ties.
sim::Table drawn(std::uint64_t rows, std::uint64_t seed) {
  sim::Table table(cascade::metrics().size());
  table.resize(rows);
  for (std::uint64_t r = 0; r < rows; ++r) {
    const std::uint64_t bits = sim::mix(seed * 1'000'000 + r);
    table.row(r)[incidents] = static_cast<double>(bits % 3);
    table.row(r)[customers] = static_cast<double>(bits >> 8 & 3);
    table.row(r)[services] = static_cast<double>(bits >> 16 & 3);
  }
  return table;
}

std::vector<std::uint64_t> sorted_by_harm(const sim::Table& table) {
  std::vector<std::uint64_t> order;
  for (std::uint64_t r = 0; r < table.rows(); ++r)
    if (table.row(r)[incidents] > 0) order.push_back(r);
  std::ranges::stable_sort(order, [&](std::uint64_t a, std::uint64_t b) {
    const auto x = table.row(a), y = table.row(b);
    if (x[customers] != y[customers]) return x[customers] > y[customers];
    return x[services] > y[services];
  });
  return order;
}

TEST_CASE("worst and typical are found without sorting") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const sim::Table table = drawn(1 + seed * 60, seed);
    const auto sorted = sorted_by_harm(table);
    const Harm harm = harm_in(rows_of(table));
    CHECK(harm.replications == sorted.size());
    if (sorted.empty()) continue;
    CHECK(harm.worst == sorted.front());
    CHECK(harm.typical == sorted[sorted.size() / 2]);
  }
}

TEST_CASE("without an incident no replication is worth explaining") {
  sim::Table table(cascade::metrics().size());
  table.resize(10);
  CHECK(!harm_in(rows_of(table)).worst);
}

}  // namespace
}  // namespace outcast::app
