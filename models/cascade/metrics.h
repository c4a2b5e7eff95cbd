// What is measured of each replication, and how a replication's row is filled.
#pragma once
#include <optional>
#include <span>
#include <string_view>

namespace outcast::cascade {

class World;

/// Which of two values people would rather have; neither: it depends on why.
enum class Better { lower, higher, neither };

/// A column of the table. Sizes and losses have a value in every replication; times are means over
/// the incidents of the replication and have none (NaN) where there was no incident.
struct Metric {
  std::string_view name;
  std::string_view unit;       ///< "share", "count", "min", "h"
  std::string_view what;       ///< one sentence for people
  bool needs_traffic = false;  ///< has a value only where customers have a load
  Better better = Better::lower;
};

/// In the order of the columns.
std::span<const Metric> metrics();
/// The column of a metric; empty when there is none of that name.
std::optional<std::size_t> column_of(std::string_view metric);

/// Fills a row, one value per metric, from what a replication left in its world.
void fill(World& world, std::span<double> row);

}  // namespace outcast::cascade
