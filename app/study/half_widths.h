// How narrow intervals are by now: for people who wait, and for runs that aim at a precision.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "app/study/rows.h"
#include "sim/stats/estimate.h"
#include "sim/stats/moments.h"

namespace outcast::app {

/// Half of the 95 % interval of a metric's mean, divided by that mean.
struct HalfWidth {
  std::string metric{};
  double relative = 0;
};

/// Of estimates that come case by case, each with the same columns of metrics.
HalfWidth widest_of(std::span<const sim::Estimate> estimates, std::span<const std::size_t> columns);
/// "blast_radius +-6.1 %"; "blast_radius +-? %" while one value is all there is.
std::string to_text(const HalfWidth& half_width);

/// Follows the rows of some cases as they come. Each row is looked at once.
class HalfWidths {
 public:
  HalfWidths(std::size_t cases, std::vector<std::size_t> columns)
      : columns_(std::move(columns)), moments_(cases * columns_.size()) {}

  void add(std::size_t subject, const Rows& rows);
  HalfWidth widest() const;

 private:
  std::vector<std::size_t> columns_;
  std::vector<sim::Moments> moments_;  ///< by case, then column
};

}  // namespace outcast::app
