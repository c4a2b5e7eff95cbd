// The future event list: what will happen, in the order in which it will happen.
#pragma once
#include <compare>
#include <cstdint>
#include <vector>

#include "sim/kernel/time.h"

namespace outcast::sim {

/// The total order of events: time, then priority, then origin, then the origin's own sequence number.
/// No two keys of a run are equal, because an origin never uses a sequence number twice; so the order depends neither
/// on threads nor on the order of insertion.
struct EventKey {
  Time time;
  std::uint64_t tie = 0;  ///< priority (4 bits) | origin (28 bits) | sequence (32 bits)

  constexpr auto operator<=>(const EventKey&) const = default;
};

constexpr std::uint64_t event_tie(unsigned priority, std::uint32_t origin, std::uint32_t sequence) {
  return (std::uint64_t{priority} << 60) | (std::uint64_t{origin} << 32) | sequence;
}

/// A 4-ary implicit heap. Thread rule: one owner. Invariant: top() has the least key of all that are pending.
/// Any structure with push, top, pop, size and clear may take its place (see bench/hold).
template <class Event>
class FutureEventList {
 public:
  struct Entry {
    EventKey key;
    Event event;
  };

  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  void clear() { entries_.clear(); }
  const Entry& top() const { return entries_.front(); }

  void push(EventKey key, const Event& event) {
    std::size_t hole = entries_.size();
    entries_.push_back({key, event});
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / 4;
      if (entries_[parent].key <= key) break;
      entries_[hole] = entries_[parent];
      hole = parent;
    }
    entries_[hole] = {key, event};
  }

  void pop() {
    const Entry last = entries_.back();
    entries_.pop_back();
    if (entries_.empty()) return;
    std::size_t hole = 0;
    for (std::size_t child = 1; child < entries_.size(); child = 4 * hole + 1) {
      std::size_t least = child;
      const std::size_t end = std::min(child + 4, entries_.size());
      for (std::size_t c = child + 1; c < end; ++c)
        if (entries_[c].key < entries_[least].key) least = c;
      if (last.key <= entries_[least].key) break;
      entries_[hole] = entries_[least];
      hole = least;
    }
    entries_[hole] = last;
  }

 private:
  std::vector<Entry> entries_;
};

}  // namespace outcast::sim
