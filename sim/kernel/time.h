// The clock's units: integer nanoseconds, 64 bit, so that a run spans 292 years without rounding.
#pragma once
#include <compare>
#include <cstdint>
#include <limits>

namespace outcast::sim {

/// A length of time in nanoseconds; may be negative only as an intermediate difference.
struct Duration {
  std::int64_t nanoseconds = 0;

  static constexpr Duration zero() { return {0}; }
  static constexpr Duration forever() { return {std::numeric_limits<std::int64_t>::max()}; }
  /// Nearest nanosecond; saturates at forever() where the count would not fit.
  static constexpr Duration from_seconds(double seconds) {
    const double ns = seconds * 1e9;
    return ns >= 9.2e18 ? forever()
                        : Duration{static_cast<std::int64_t>(ns + (ns < 0 ? -0.5 : 0.5))};
  }
  constexpr double seconds() const { return static_cast<double>(nanoseconds) / 1e9; }
  constexpr double minutes() const { return seconds() / 60.0; }

  constexpr auto operator<=>(const Duration&) const = default;
};

/// Saturates at forever().
constexpr Duration operator+(Duration a, Duration b) {
  std::int64_t sum = 0;
  return __builtin_add_overflow(a.nanoseconds, b.nanoseconds, &sum) ? Duration::forever()
                                                                    : Duration{sum};
}
constexpr Duration operator-(Duration a, Duration b) { return {a.nanoseconds - b.nanoseconds}; }
constexpr Duration operator*(std::int64_t n, Duration d) { return {n * d.nanoseconds}; }
constexpr Duration seconds(std::int64_t n) { return {n * 1'000'000'000}; }
constexpr Duration minutes(std::int64_t n) { return seconds(n * 60); }
constexpr Duration hours(std::int64_t n) { return seconds(n * 3600); }
constexpr Duration days(std::int64_t n) { return seconds(n * 86400); }

/// A moment of a replication: nanoseconds since its start.
struct Time {
  std::int64_t nanoseconds = 0;

  static constexpr Time never() { return {std::numeric_limits<std::int64_t>::max()}; }
  constexpr Duration since(Time earlier) const { return {nanoseconds - earlier.nanoseconds}; }

  constexpr auto operator<=>(const Time&) const = default;
};

/// Saturates at Time::never(): what is due after "forever" never happens.
constexpr Time operator+(Time t, Duration d) {
  std::int64_t sum = 0;
  return __builtin_add_overflow(t.nanoseconds, d.nanoseconds, &sum) ? Time::never() : Time{sum};
}

}  // namespace outcast::sim
