// Rounding and spacing of numbers.
#include "app/terminal/figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace outcast::app {
namespace {

constexpr int most_decimals = 6;

/// Commas between groups of three digits before the point.
std::string with_commas(std::string digits) {
  const auto point = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits[0] == '-' ? 1 : 0;
  for (std::size_t i = point; i > first + 3; i -= 3) digits.insert(i - 3, 1, ',');
  return digits;
}

int magnitude(double value) { return static_cast<int>(std::floor(std::log10(std::abs(value)))); }

}  // namespace

std::string fixed_text(double value, int decimals) {
  if (std::isnan(value)) return "-";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  std::array<char, 400> text{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  std::string digits = text.data();
  const bool is_zero = digits.find_first_not_of("-0.") == std::string::npos;
  if (is_zero && digits[0] == '-') digits.erase(0, 1);
  return with_commas(digits);
}

std::string short_text(double value) {
  if (!std::isfinite(value) || value == 0) return fixed_text(value, 0);
  if (std::abs(value) < 1e-4) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.2g", value);
    return text.data();
  }
  if (value == std::floor(value)) return fixed_text(value, 0);
  return fixed_text(value, std::clamp(2 - magnitude(value), 0, most_decimals));
}

std::string count_text(std::uint64_t count) { return with_commas(std::to_string(count)); }

int decimals_of(double uncertainty) {
  if (!std::isfinite(uncertainty) || uncertainty <= 0) return 0;
  const int first = -magnitude(uncertainty);
  const double leading = uncertainty * std::pow(10, first);
  return std::clamp(leading < 3 ? first + 1 : first, 0, most_decimals);
}

EstimateText estimate_text(double value, const sim::Interval& interval, double factor) {
  const double low = interval.low * factor, high = interval.high * factor;
  const double half = (high - low) / 2;
  if (std::isnan(value)) return {"-", "-"};
  if (!std::isfinite(half)) return {short_text(value * factor), "[?, ?]"};
  if (half == 0)
    return {short_text(value * factor), '[' + short_text(low) + ", " + short_text(high) + ']'};
  const bool is_percent = factor == 100 && std::abs(value) >= 0.01;
  const int decimals = std::min(decimals_of(half), is_percent ? 2 : most_decimals);
  return {fixed_text(value * factor, decimals),
          '[' + fixed_text(low, decimals) + ", " + fixed_text(high, decimals) + ']'};
}

Scale scale_of(std::string_view metric, std::string_view unit, double typical) {
  if (unit == "share") return {"%", 100};
  const bool is_length = metric.starts_with("time_to_") || metric == "lead_time";
  if (!is_length) return {unit == "count" ? "" : unit, 1};
  const double minutes = unit == "h" ? typical * 60 : typical;
  const double to_minutes = unit == "h" ? 60 : 1;
  if (minutes >= 72 * 60) return {"d", to_minutes / 1440};
  if (minutes >= 120) return {"h", to_minutes / 60};
  return {"min", to_minutes};
}

std::string length_text(double seconds) {
  if (seconds < 120) return short_text(seconds) + " s";
  if (seconds < 120 * 60) return short_text(seconds / 60) + " min";
  if (seconds < 72 * 3600) return short_text(seconds / 3600) + " h";
  return short_text(seconds / 86400) + " d";
}

std::string clock_text(double seconds) {
  const auto whole = static_cast<long long>(seconds);
  std::array<char, 64> text{};
  const int hours = static_cast<int>(whole / 3600 % 24),
            minutes = static_cast<int>(whole / 60 % 60);
  const int rest = static_cast<int>(whole % 60);
  if (whole < 86400)
    std::snprintf(text.data(), text.size(), "+%02d:%02d:%02d", hours, minutes, rest);
  else
    std::snprintf(text.data(), text.size(), "+%lldd %02d:%02d:%02d", whole / 86400, hours, minutes,
                  rest);
  return text.data();
}

}  // namespace outcast::app
