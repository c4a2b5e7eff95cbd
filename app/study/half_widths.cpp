// Intervals that narrow row by row.
#include "app/study/half_widths.h"

#include <cmath>

#include "app/terminal/figures.h"
#include "models/cascade/metrics.h"
#include "sim/stats/precision.h"

namespace outcast::app {

HalfWidth half_width_of(const sim::Estimate& estimate, std::size_t column) {
  return {std::string(cascade::metrics()[column].name), sim::relative_half_width(estimate)};
}

HalfWidth widest_of(std::span<const sim::Estimate> estimates,
                    std::span<const std::size_t> columns) {
  HalfWidth widest;
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    HalfWidth one = half_width_of(estimates[i], columns[i % columns.size()]);
    if (one.relative >= widest.relative) widest = std::move(one);
  }
  return widest;
}

std::string to_text(const HalfWidth& half_width) {
  const bool is_known = std::isfinite(half_width.relative);
  return half_width.metric + " +-" + (is_known ? short_text(100 * half_width.relative) : "?") +
         " %";
}

void HalfWidths::add(std::size_t place, const Rows& rows) {
  const std::span moments = std::span(moments_).subspan(place * columns_.size());
  rows(columns_, [&](std::span<const std::span<const double>> values) {
    for (std::size_t c = 0; c < values.size(); ++c)
      for (const double value : values[c]) moments[c].add(value);
  });
}

HalfWidth HalfWidths::widest() const {
  std::vector<sim::Estimate> estimates;
  for (const sim::Moments& moments : moments_) estimates.push_back(moments.estimate());
  return widest_of(estimates, columns_);
}

}  // namespace outcast::app
