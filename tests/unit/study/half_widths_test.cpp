// Half-widths that are followed are those of the whole sample.
#include "app/study/half_widths.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "models/cascade/metrics.h"

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
  const sim::Table table = table_of({{1, 10}, {2, 30}, {4, 0}, {3, 20}, {0, 40}});
  app::HalfWidths followed(1, {0, 1});
  sim::Table so_far = table_of({{1, 10}, {2, 30}});
  followed.add(0, app::rows_of(so_far));
  followed.add(0, app::rows_of(table, 2));
  // Both have 0 1 2 3 4, the one tenfold: sd 1.58114, Student's t with 4 degrees of
  // freedom 2.77645.
  CHECK(followed.widest().relative == doctest::Approx(0.981622));
}

TEST_CASE("rows are followed from any one on, over the pieces they come in") {
  sim::Table table(1);
  table.resize(3000);
  for (std::size_t r = 0; r < 3000; ++r)
    table.row(r)[0] = r < 1500 ? 1e9 : static_cast<double>(r % 2);
  app::HalfWidths followed(1, {0});
  followed.add(0, app::rows_of(table, 1500));
  CHECK(followed.widest().relative == doctest::Approx(0.0507).epsilon(0.001));  // t / sqrt(1499)
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
