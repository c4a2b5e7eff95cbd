// A counting sort that brings a group of events nearly into order, in two passes and no comparison.
#pragma once
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "sim/kernel/event_key.h"

namespace outcast::sim {

/// Fills `order` with the positions of the entries, latest time first; the order is right but for
/// entries that share one of 64 equal parts of the group's range of times.
template <class Entry>
void order_roughly(const std::vector<Entry>& entries, std::vector<std::uint32_t>& order) {
  constexpr unsigned bits = 6;
  const auto by_time = [](const Entry& a, const Entry& b) { return a.key.time < b.key.time; };
  const auto [first, last] = std::minmax_element(entries.begin(), entries.end(), by_time);
  const auto latest = static_cast<std::uint64_t>(last->key.time.nanoseconds);
  const auto before_latest = [latest](const Entry& entry) {
    return latest - static_cast<std::uint64_t>(entry.key.time.nanoseconds);
  };
  const auto width = static_cast<unsigned>(std::bit_width(before_latest(*first)));
  const unsigned shift = width > bits ? width - bits : 0;

  std::array<std::uint32_t, (1U << bits) + 1> place{};
  for (const Entry& entry : entries) ++place[(before_latest(entry) >> shift) + 1];
  for (std::size_t part = 1; part < place.size(); ++part) place[part] += place[part - 1];
  order.resize(entries.size());
  for (std::uint32_t i = 0; i < entries.size(); ++i)
    order[place[before_latest(entries[i]) >> shift]++] = i;
}

}  // namespace outcast::sim
