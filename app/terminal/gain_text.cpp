// Factors and their intervals.
#include "app/terminal/gain_text.h"

#include <cmath>

namespace outcast::app {

EstimateText gain_text(const std::optional<sim::VarianceReduction>& gain) {
  if (!gain) return {"-", "the difference does not vary"};
  const auto& [low, high] = gain->interval;
  const bool is_open = !std::isfinite(high);
  return {short_text(gain->factor) + 'x',
          is_open ? "[?, ?]" : '[' + short_text(low) + ", " + short_text(high) + ']'};
}

}  // namespace outcast::app
