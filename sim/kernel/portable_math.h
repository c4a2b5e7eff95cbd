// Logarithm and exponential with the same bits on every machine; libm's differ between machines.
#pragma once
#include <bit>
#include <cstdint>
#include <limits>

namespace outcast::sim {

namespace portable {
/// log 2 in two parts: the first has 21 trailing zero bits, so that its product with a small
/// integer is exact. Source: Sun's fdlibm, e_log.c.
inline constexpr double log2_high = 6.93147180369123816490e-01;
inline constexpr double log2_low = 1.90821492927058770002e-10;
}  // namespace portable

/// Natural logarithm of a positive normal number; relative error below 2e-16.
/// x = 2^k m with m within a factor sqrt(2) of one; log m = 2 artanh s with s = (m - 1) / (m + 1),
/// by its Taylor series, as |s| < 0.172.
constexpr double portable_log(double x) {
  constexpr std::uint64_t root_of_half = 0x3FE6A09E667F3BCDULL;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const std::int64_t k = static_cast<std::int64_t>(bits - root_of_half) >> 52;
  const double f = std::bit_cast<double>(bits - (static_cast<std::uint64_t>(k) << 52)) - 1;
  const double s = f / (f + 2), z = s * s, z2 = z * z, z4 = z2 * z2;
  const double low = (2 / 3. + 2 / 5. * z) + (2 / 7. + 2 / 9. * z) * z2;
  const double middle = (2 / 11. + 2 / 13. * z) + (2 / 15. + 2 / 17. * z) * z2;
  const double high = (2 / 19. + 2 / 21. * z) + 2 / 23. * z2;
  const double series = low + (middle + high * z4) * z4;
  const auto octaves = static_cast<double>(k);
  const double rest = s * (f - z * series) - octaves * portable::log2_low;  // 2 s = f - s f
  return octaves * portable::log2_high - (rest - f);
}

/// e^x, relative error below 2e-16; 0 where it would not be a normal number, infinity where it
/// would be too great. x = k log 2 + r with |r| < 0.347; e^r by its Taylor series.
constexpr double portable_exp(double x) {
  if (x > 709.78) return std::numeric_limits<double>::infinity();
  if (x < -708.39) return 0;
  constexpr double integer_part = 0x1.8p52;  // adding it rounds to an integer
  const double k = (x * 1.4426950408889634 + integer_part) - integer_part;
  const double r = (x - k * portable::log2_high) - k * portable::log2_low;
  const double r2 = r * r, r4 = r2 * r2;
  const double low = (1 / 2. + r * (1 / 6.)) + (1 / 24. + r * (1 / 120.)) * r2;
  const double middle = (1 / 720. + r * (1 / 5040.)) + (1 / 40320. + r * (1 / 362880.)) * r2;
  const double high =
      (1 / 3628800. + r * (1 / 39916800.)) + (1 / 479001600. + r * (1 / 6227020800.)) * r2;
  const double power = 1 + (r + r2 * (low + (middle + high * r4) * r4));
  const auto exponent = static_cast<std::uint64_t>(static_cast<std::int64_t>(k));
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(power) + (exponent << 52));
}

/// x^y for positive x; relative error about 2e-16 times the greater of 1 and |y log x|.
constexpr double portable_pow(double x, double y) { return portable_exp(y * portable_log(x)); }

}  // namespace outcast::sim
