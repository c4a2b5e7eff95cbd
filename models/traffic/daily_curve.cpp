// A cosine that does not depend on the machine's library.
#include "models/traffic/daily_curve.h"

#include <algorithm>
#include <cmath>

namespace outcast::traffic {
namespace {

/// cos(2 pi turns): within a quarter turn by its Taylor series (error below 1e-13), beyond by
/// symmetry.
double cosine_of(double turns) {
  const double away = std::abs(turns - std::floor(turns + 0.5));  // 0 .. 1/2
  const bool is_far = away > 0.25;
  const double x = 6.283185307179586 * (is_far ? 0.5 - away : away);
  double sum = 0, term = 1;
  for (int k = 1; k <= 10; ++k) {
    sum += term;
    term *= -x * x / ((2 * k - 1) * (2 * k));
  }
  return is_far ? -sum : sum;
}

}  // namespace

double factor_of(const DailyCurve& curve, sim::Time t) {
  constexpr std::int64_t day = sim::days(1).nanoseconds;
  const std::int64_t since_peak = (t.nanoseconds - curve.peak.nanoseconds) % day;
  const double turns = static_cast<double>(since_peak) / static_cast<double>(day);
  return std::max(0., 1 + curve.amplitude * cosine_of(turns));
}

}  // namespace outcast::traffic
