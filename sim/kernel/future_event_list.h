// The future event list: what will happen, in the order in which it will happen.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include "sim/kernel/bucket_queue.h"
#include "sim/kernel/event_key.h"
#include "sim/kernel/rough_order.h"

namespace outcast::sim {

/// A short sorted list of what is due next, and a bucket queue of what is due later. A small list
/// is sorted throughout. When the sorted part is full, its later half moves to the queue; when it
/// is empty, the queue gives the next group. Events may be pushed before the top as well as after
/// it. Source: the sorted bottom of Tang, Goh and Thng, Ladder queue (2005).
///
/// Thread rule: one owner. Invariants: top() has the least key of all that are pending; an event is
/// in the sorted part if and only if its key is at most last_sorted_. No allocation in steady
/// state. Any structure with push, top, pop, size, empty and clear may take its place (see
/// bench/hold).
template <class Event>
class FutureEventList {
  static_assert(std::is_trivially_copyable_v<Event>, "events are moved as bytes");

 public:
  struct Entry {
    EventKey key;
    Event event;
  };

  FutureEventList() {
    for (std::size_t i = 0; i < order_.size(); ++i) order_[i] = {Time::never(), i};
    for (std::size_t i = 0; i < sentinels; ++i) entries_[i].key = EventKey::greatest();
  }

  bool empty() const { return top_ < sentinels; }
  std::size_t size() const { return sorted_size() + later_.size(); }
  void clear() {
    top_ = sentinels - 1;
    last_sorted_ = EventKey::greatest();
    later_.clear();
  }
  const Entry& top() const { return entries_[order_[top_].entry]; }

  void push(EventKey key, const Event& event) {
    if (top_ + 1 == order_.size()) move_half_later();
    if (key <= last_sorted_)
      insert({key, event});
    else
      later_.push({key, event});
  }
  void pop() {
    --top_;
    if (empty() && !later_.empty()) sort_next_group();
  }

 private:
  static constexpr std::size_t sentinels = 2;
  static constexpr std::size_t greatest_sorted = 126;  // chosen with bench/hold
  static_assert(BucketQueue<Entry>::greatest_group <= greatest_sorted);

  struct Place {
    Time time;
    std::size_t entry;  ///< index into entries_
  };

  std::size_t sorted_size() const { return top_ + 1 - sentinels; }

  /// Two steps at a time, the last half step without a branch: that halves the mispredictions,
  /// which are what an insertion costs.
  void insert(const Entry& entry) {
    const Time time = entry.key.time;
    Place* hole = &order_[++top_];
    const std::size_t free = hole->entry;
    entries_[free] = entry;
    for (; hole[-2].time < time; hole -= 2) {
      hole[0] = hole[-1];
      hole[-1] = hole[-2];
    }
    const bool one_more = hole[-1].time < time;
    hole[0] = hole[-1];
    hole -= one_more;
    for (; hole[-1].time == time && entries_[hole[-1].entry].key.tie < entry.key.tie; --hole)
      hole[0] = hole[-1];
    *hole = {time, free};
  }

  [[gnu::noinline]] void move_half_later() {
    const std::size_t moved = sorted_size() / 2;
    const auto first = order_.begin() + sentinels;
    last_sorted_ = entries_[first[moved].entry].key;
    later_.accept_from(last_sorted_);
    for (auto place = first; place != first + moved; ++place) later_.push(entries_[place->entry]);
    std::rotate(first, first + moved, order_.end());
    top_ -= moved;
  }
  [[gnu::noinline]] void sort_next_group() {
    group_.clear();
    last_sorted_ = later_.take_group(group_);
    if (group_.size() > greatest_sorted) throw std::logic_error("events with equal keys");
    order_roughly(group_, group_order_);
    for (const std::uint32_t i : group_order_) insert(group_[i]);
  }

  /// Latest first, behind two sentinels that no time exceeds; the places beyond top_ name the free
  /// entries.
  std::array<Place, sentinels + greatest_sorted> order_;
  std::array<Entry, sentinels + greatest_sorted> entries_{};
  std::size_t top_ = sentinels - 1;
  EventKey last_sorted_ = EventKey::greatest();
  BucketQueue<Entry> later_;
  std::vector<Entry> group_;
  std::vector<std::uint32_t> group_order_;
};

}  // namespace outcast::sim
