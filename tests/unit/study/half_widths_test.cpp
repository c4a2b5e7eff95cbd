// Half-widths that are followed are those of the whole sample.
#include "app/study/half_widths.h"

#include <doctest/doctest.h>

#include <cmath>

#include "models/cascade/metrics.h"
#include "sim/stats/precision.h"

using namespace outcast;

namespace {

using TableRows = std::vector<std::vector<double>>;

sim::Table table_of(const TableRows& rows) {
  sim::Table table(rows[0].size());
  table.resize(rows.size());
  for (std::size_t r = 0; r < rows.size(); ++r) std::ranges::copy(rows[r], table.row(r).begin());
  return table;
}

std::string name_of(std::size_t column) { return std::string(cascade::metrics()[column].name); }

}  // namespace

TEST_CASE("rows that come turn by turn give the half-width of them all") {
  const sim::Table table = table_of({{1, 10}, {2, 30}, {4, 0}, {3, 20}, {9, 25}});
  app::HalfWidths followed(1, {0, 1});
  sim::Table so_far = table_of({{1, 10}, {2, 30}});
  followed.add(0, app::rows_of(so_far));
  followed.add(0, app::rows_of(table, 2));
  const double expected = std::max(sim::relative_half_width(sim::estimate_mean(table.column(0))),
                                   sim::relative_half_width(sim::estimate_mean(table.column(1))));
  CHECK(followed.widest().relative == doctest::Approx(expected));
}

TEST_CASE("the widest of all cases and metrics is told") {
  app::HalfWidths followed(2, {0, 1});
  followed.add(0, app::rows_of(table_of({{100, 10}, {101, 11}})));
  CHECK(followed.widest().metric == name_of(1));
  followed.add(1, app::rows_of(table_of({{1, 10}, {9, 11}})));
  CHECK(followed.widest().metric == name_of(0));
}

TEST_CASE("one value alone has no half-width") {
  app::HalfWidths followed(1, {0});
  followed.add(0, app::rows_of(table_of({{1}})));
  CHECK(app::to_text(followed.widest()) == name_of(0) + " +-? %");
}
