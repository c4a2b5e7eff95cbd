// The values that condition operators compare: numbers, dates, addresses.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace outcast::access {

std::optional<double> number_of(std::string_view text);

/// Milliseconds since 1970. Accepts the W3C profile of ISO 8601 (2026, 2026-01, 2026-01-31,
/// 2026-01-31T12:00Z, 2026-01-31T12:00:00.5+01:00) and seconds since 1970; four digits are a year.
std::optional<std::int64_t> date_of(std::string_view text);

/// An address range in CIDR form; an address alone is the range of itself.
struct Network {
  std::array<std::uint8_t, 16> bytes{};
  unsigned address_bits = 0;  ///< 32 or 128
  unsigned prefix = 0;
};
std::optional<Network> network_of(std::string_view text);
bool contains(const Network& outer, const Network& inner);

}  // namespace outcast::access
