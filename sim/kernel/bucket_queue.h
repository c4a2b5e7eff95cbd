// A multi-level bucket queue: keeps what is due later, and gives it back in groups, least keys
// first.
#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/kernel/event_key.h"

namespace outcast::sim {

/// A key is read as 32 digits to the base 16, half of them its time and half its tie. An entry lies
/// in the bucket (level, digit) of the highest digit in which its key differs from the base. A
/// crowded bucket is split over the levels below it before it is taken; so an entry moves only
/// down, and few times, however the times are distributed. Sources: Denardo and Fox, Shortest-route
/// methods (1979); Ahuja, Mehlhorn, Orlin and Tarjan, Faster algorithms for the shortest path
/// problem (1990).
///
/// Thread rule: one owner. Invariants: no key is below the base, so a lower level holds lesser keys
/// than a higher one, and within a level a lesser digit lesser keys; chunks are never given back,
/// so nothing is allocated once there are as many as were ever in use at one time.
template <class Entry>
class BucketQueue {
 public:
  /// A group has fewer entries than this (unless that many share one key).
  static constexpr std::size_t greatest_group = 120;

  bool empty() const { return used_levels_ == 0; }
  std::size_t size() const { return size_; }
  void clear() {
    while (!empty()) drain(detach(least()), [](const Entry&) {});
    size_ = 0;
  }

  /// No key below `base` may follow. To be called before the first push into an empty queue.
  void accept_from(EventKey base) {
    if (!empty() && base_ <= base) return;
    const EventKey old_base = std::exchange(base_, base);
    const unsigned level = position_of(old_base).level;
    while (!empty() && least().level < level) scatter(detach(least()));
  }
  void push(const Entry& entry) {
    place(entry);
    ++size_;
  }
  /// Moves the least entries to the end of `group`, in no order. Returns a key that none of them
  /// exceeds and that all others exceed.
  EventKey take_group(std::vector<Entry>& group) {
    while (is_least_crowded()) split_least();
    const std::size_t before = group.size();
    Position at;
    do {
      at = least();
      drain(detach(at), [&group](const Entry& entry) { group.push_back(entry); });
    } while (!empty() && group.size() - before < enough && !is_least_crowded());
    size_ -= group.size() - before;
    return empty() ? EventKey::greatest() : last_key_of(at);
  }

 private:
  // Chosen with bench/hold.
  static constexpr unsigned digit_bits = 4, word_digits = 64 / digit_bits;
  static constexpr std::size_t chunk_size = 32, crowd = 96, enough = 24;
  static_assert(enough - 1 + crowd < greatest_group);

  struct Position {
    unsigned level, digit;
  };
  struct Chunk {
    std::array<Entry, chunk_size> entries;
    std::uint32_t next;
  };
  /// A chain of chunks, all of them full but the first.
  struct Bucket {
    std::uint32_t chunk = 0;
    std::uint32_t count = 0;
  };

  /// Signed time as an unsigned number of the same order.
  static std::uint64_t word(Time t) {
    return static_cast<std::uint64_t>(t.nanoseconds) ^ (1ULL << 63);
  }
  static Time time_of(std::uint64_t word) {
    return {static_cast<std::int64_t>(word ^ (1ULL << 63))};
  }
  static unsigned highest_digit(std::uint64_t word) {
    return (63U - static_cast<unsigned>(std::countl_zero(word | 1))) / digit_bits;
  }
  static Position position_in(std::uint64_t word, unsigned level) {
    return {level, static_cast<unsigned>(word >> (digit_bits * level)) % (1U << digit_bits)};
  }
  Position position_of(EventKey key) const {
    const std::uint64_t time = word(key.time);
    const std::uint64_t difference = time ^ word(base_.time);
    if (difference == 0) return position_in(key.tie, highest_digit(key.tie ^ base_.tie));
    Position at = position_in(time, highest_digit(difference));
    at.level += word_digits;
    return at;
  }

  Position least() const {
    const auto level = static_cast<unsigned>(std::countr_zero(used_levels_));
    return {level, static_cast<unsigned>(std::countr_zero(used_digits_[level]))};
  }
  /// `base` with the digit at `at`, and zeros below it. Two shifts, because one by 64 is undefined.
  static std::uint64_t first_word_of(Position at, std::uint64_t base) {
    const unsigned shift = digit_bits * at.level;
    return ((base >> shift >> digit_bits << digit_bits) | at.digit) << shift;
  }
  EventKey first_key_of(Position at) const {
    if (at.level < word_digits) return {base_.time, first_word_of(at, base_.tie)};
    return {time_of(first_word_of({at.level - word_digits, at.digit}, word(base_.time))), 0};
  }
  EventKey last_key_of(Position at) const {
    const EventKey first = first_key_of(at);
    const std::uint64_t below = (1ULL << (digit_bits * (at.level % word_digits))) - 1;
    if (at.level < word_digits) return {first.time, first.tie | below};
    return {time_of(word(first.time) | below), ~0ULL};
  }

  void place(const Entry& entry) {
    const Position at = position_of(entry.key);
    Bucket& bucket = buckets_[at.level][at.digit];
    if (bucket.count % chunk_size == 0) add_chunk(at);
    chunks_[bucket.chunk].entries[bucket.count++ % chunk_size] = entry;
  }
  [[gnu::noinline]] void add_chunk(Position at) {
    used_levels_ |= 1U << at.level;
    used_digits_[at.level] |= 1U << at.digit;
    if (free_ == 0) {
      free_ = static_cast<std::uint32_t>(chunks_.size());
      chunks_.emplace_back();
    }
    Bucket& bucket = buckets_[at.level][at.digit];
    const std::uint32_t chunk = std::exchange(free_, chunks_[free_].next);
    chunks_[chunk].next = std::exchange(bucket.chunk, chunk);
  }

  /// A bucket of level 0 holds a single key: it cannot be split.
  bool is_least_crowded() const {
    const Position at = least();
    return buckets_[at.level][at.digit].count > crowd && at.level > 0;
  }
  void split_least() {
    const Position at = least();
    base_ = first_key_of(at);
    scatter(detach(at));
  }
  void scatter(Bucket bucket) {
    drain(bucket, [this](const Entry& entry) { place(entry); });
  }
  Bucket detach(Position at) {
    used_digits_[at.level] &= ~(1U << at.digit);
    if (used_digits_[at.level] == 0) used_levels_ &= ~(1U << at.level);
    return std::exchange(buckets_[at.level][at.digit], {});
  }
  /// Gives a copy of every entry to `take` (which may add chunks), and frees the chunks.
  template <class Take>
  void drain(Bucket bucket, Take take) {
    while (bucket.count > 0) {
      const std::uint32_t chunk = bucket.chunk;
      const auto in_chunk = static_cast<std::uint32_t>((bucket.count - 1) % chunk_size + 1);
      bucket.chunk = chunks_[chunk].next;
      bucket.count -= in_chunk;
      if (bucket.count > 0) prefetch(chunks_[bucket.chunk]);
      for (std::uint32_t i = 0; i < in_chunk; ++i) take(Entry(chunks_[chunk].entries[i]));
      chunks_[chunk].next = std::exchange(free_, chunk);
    }
  }
  static void prefetch(const Chunk& chunk) {
    const auto* bytes = reinterpret_cast<const char*>(&chunk);
    for (std::size_t line = 0; line < sizeof(Chunk); line += 64) __builtin_prefetch(bytes + line);
  }

  EventKey base_{};
  std::size_t size_ = 0;
  std::uint32_t used_levels_ = 0;
  std::uint32_t free_ = 0;  ///< the first of the chain of free chunks; chunk 0 stands for none
  std::array<std::uint32_t, 2 * word_digits> used_digits_{};
  std::array<std::array<Bucket, 1U << digit_bits>, 2 * word_digits> buckets_{};
  std::vector<Chunk> chunks_ = std::vector<Chunk>(1);
};

}  // namespace outcast::sim
