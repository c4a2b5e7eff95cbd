// How narrow intervals are by now: for people who wait, and for runs that aim at a precision.
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/study/rows.h"
#include "sim/stats/estimate.h"
#include "sim/stats/moments.h"

namespace outcast::app {

/// Half of the 95 % interval of a mean, divided by that mean.
struct HalfWidth {
  std::string metric{};  ///< or another name of what has the mean
  double relative = 0;   ///< infinite: not known yet (sim::relative_half_width)
};

HalfWidth half_width_of(const sim::Estimate& estimate, std::size_t column);
/// Of estimates that come case by case, each with the same columns of metrics.
HalfWidth widest_of(std::span<const sim::Estimate> estimates, std::span<const std::size_t> columns);
/// "blast_radius +-6.1 %"; "blast_radius +-? %" while it is not known.
std::string to_text(const HalfWidth& half_width);

/// Follows the rows of some cases as they come. Thread rule: one thread.
class HalfWidths {
 public:
  HalfWidths(std::size_t cases, std::vector<std::size_t> columns)
      : columns_(std::move(columns)), moments_(cases * columns_.size()) {}

  /// More rows of the case at that place; each row is looked at once.
  void add(std::size_t place, const Rows& rows);
  /// Of all cases and columns.
  HalfWidth widest() const;

 private:
  std::vector<std::size_t> columns_;
  std::vector<sim::Moments> moments_;  ///< by case, then column
};

}  // namespace outcast::app
