// The key of an event: when it is due, and which of two simultaneous events comes first.
#pragma once
#include <compare>
#include <cstdint>

#include "sim/kernel/time.h"

namespace outcast::sim {

/// The total order of events: time, then priority, then origin, then the origin's own sequence
/// number. No two keys of a run are equal, because an origin never uses a sequence number twice; so
/// the order depends neither on threads nor on the order of insertion.
struct EventKey {
  Time time;
  std::uint64_t tie = 0;  ///< priority (4 bits) | origin (28 bits) | sequence (32 bits)

  static constexpr EventKey greatest() { return {Time::never(), ~std::uint64_t{0}}; }
  constexpr auto operator<=>(const EventKey&) const = default;
};

constexpr std::uint64_t event_tie(unsigned priority, std::uint32_t origin, std::uint32_t sequence) {
  return (std::uint64_t{priority} << 60) | (std::uint64_t{origin} << 32) | sequence;
}

}  // namespace outcast::sim
