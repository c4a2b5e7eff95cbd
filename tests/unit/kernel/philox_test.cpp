// Philox against the known-answer vectors of its authors (Random123, tests/kat_vectors, philox4x32
// with 10 rounds).
#include "sim/kernel/philox.h"

#include <doctest/doctest.h>

using outcast::sim::philox::block;
using outcast::sim::philox::Counter;

TEST_CASE("Philox of zeros is the published block") {
  CHECK(block({0, 0, 0, 0}, {0, 0}) == Counter{0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U});
}

TEST_CASE("Philox of ones is the published block") {
  constexpr std::uint32_t ones = 0xffffffffU;
  CHECK(block({ones, ones, ones, ones}, {ones, ones}) ==
        Counter{0x408f276dU, 0x41c83b0eU, 0xa20bc7c6U, 0x6d5451fdU});
}

TEST_CASE("Philox of the digits of pi is the published block") {
  CHECK(block({0x243f6a88U, 0x85a308d3U, 0x13198a2eU, 0x03707344U}, {0xa4093822U, 0x299f31d0U}) ==
        Counter{0xd16cfe09U, 0x94fdccebU, 0x5001e420U, 0x24126ea1U});
}

TEST_CASE("Philox is computed at compile time as well") {
  static_assert(block({0, 0, 0, 0}, {0, 0})[0] == 0x6627e8d5U);
}
