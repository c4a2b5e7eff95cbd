// Numbers for people: as many digits as their interval supports.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/stats/estimate.h"

namespace outcast::app {

/// What a number is shown in, and by what it is multiplied for that.
struct Scale {
  std::string_view unit = "";
  double factor = 1;
};

/// With `decimals` places and commas between thousands; "-" for no value.
std::string fixed_text(double value, int decimals);
/// With three significant digits, but all digits of whole numbers.
std::string short_text(double value);
std::string count_text(std::uint64_t count);
/// Decimals at which an uncertainty shows its first digit, or its first two where it begins with 1
/// or 2 (one digit would then be too coarse).
int decimals_of(double uncertainty);

/// An estimate in two parts: "12.43" and "[12.21, 12.65]", with digits to match; percentages from
/// 1 % on have two decimals at most.
struct EstimateText {
  std::string value, interval;
};
EstimateText estimate_text(double value, const sim::Interval& interval, double factor = 1);
inline EstimateText estimate_text(const sim::Estimate& estimate, double factor = 1) {
  return estimate_text(estimate.mean, estimate.interval, factor);
}

/// How a metric with this name and unit is shown: shares in percent, long times in hours or days.
/// `typical`: a value in its own unit.
Scale scale_of(std::string_view metric, std::string_view unit, double typical);

/// "42 s", "12.5 h"
std::string length_text(double seconds);
/// "+13:02:17" or "+2d 03:00:00": time since the start.
std::string clock_text(double seconds);

}  // namespace outcast::app
