// Rows out of a table, and out of a store.
#include "app/study/rows.h"

#include <algorithm>
#include <vector>

#include "app/store/store.h"

namespace outcast::app {
namespace {

constexpr std::size_t piece_length = 1024;

void read_table(const sim::Table& table, std::size_t from, std::span<const std::size_t> columns,
                const Visitor& visitor) {
  std::vector<std::vector<double>> values(columns.size());
  std::vector<std::span<const double>> spans(columns.size());
  for (std::size_t first = from; first < table.rows(); first += piece_length) {
    const std::size_t count = std::min(piece_length, table.rows() - first);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      values[c].resize(count);
      for (std::size_t r = 0; r < count; ++r) values[c][r] = table.row(first + r)[columns[c]];
      spans[c] = values[c];
    }
    visitor(spans);
  }
}

}  // namespace

Rows rows_of(const sim::Table& table, std::size_t first) {
  return [&table, first](std::span<const std::size_t> columns, const Visitor& visitor) {
    read_table(table, first, columns, visitor);
  };
}

Rows rows_of(const Store& store, std::size_t point, std::uint64_t end) {
  return [&store, point, end](std::span<const std::size_t> columns, const Visitor& visitor) {
    store.read(point, columns, end, visitor);
  };
}

sim::Sample sample_of(const Rows& rows, std::size_t column) {
  return [&rows, column](const std::function<void(std::span<const double>)>& visit) {
    rows({&column, 1},
         [&](std::span<const std::span<const double>> columns) { visit(columns[0]); });
  };
}

}  // namespace outcast::app
