// The state of a replication that costs what it touches: records that spring up on first touch.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace outcast::sim {

/// A map from 32-bit keys to records, kept in order of first touch, and emptied in constant time.
/// Thread rule: one owner. Invariants: a reference stays valid until clear(); a slot counts only
/// while its epoch is the current one, so clear() need not visit the table; at most half of the
/// slots are in use.
template <class Record>
class Touched {
 public:
  Touched() : slots_(64) {}

  /// The record of `key`, made afresh (Record{}) on first touch.
  Record& touch(std::uint32_t key) {
    std::size_t at = home(key);
    while (slots_[at].epoch == epoch_) {
      if (slots_[at].key == key) return (*this)[slots_[at].index];
      at = (at + 1) & (slots_.size() - 1);
    }
    if (2 * (size_ + 1) > slots_.size()) {
      grow();
      return touch(key);
    }
    slots_[at] = {key, size_, epoch_};
    return append(key);
  }

  /// Null when the key has not been touched.
  Record* find(std::uint32_t key) {
    const auto at = position(key);
    return at ? &(*this)[*at] : nullptr;
  }

  /// Position of the key's record in order of first touch.
  std::optional<std::uint32_t> position(std::uint32_t key) const {
    for (std::size_t at = home(key); slots_[at].epoch == epoch_;
         at = (at + 1) & (slots_.size() - 1))
      if (slots_[at].key == key) return slots_[at].index;
    return std::nullopt;
  }

  std::uint32_t size() const { return size_; }
  /// The i-th record in order of first touch.
  Record& operator[](std::uint32_t i) { return chunks_[i / chunk_size][i % chunk_size]; }
  std::uint32_t key(std::uint32_t i) const { return keys_[i]; }

  void clear() {
    size_ = 0;
    keys_.clear();
    if (++epoch_ == 0) {  // after 2^32 replications old stamps could look current
      slots_.assign(slots_.size(), {});
      epoch_ = 1;
    }
  }

 private:
  struct Slot {
    std::uint32_t key = 0, index = 0, epoch = 0;
  };
  static constexpr std::uint32_t chunk_size = 256;

  std::size_t home(std::uint32_t key) const {
    return (key * 0x9E3779B97F4A7C15ULL >> 32) &
           (slots_.size() - 1);  // Fibonacci hashing (Knuth, TAOCP 3, 6.4)
  }
  Record& append(std::uint32_t key) {
    if (size_ == chunks_.size() * chunk_size)
      chunks_.push_back(std::make_unique<Record[]>(chunk_size));
    keys_.push_back(key);
    Record& record = (*this)[size_++];
    record = Record{};
    return record;
  }
  void grow() {
    slots_.assign(slots_.size() * 2, {});
    for (std::uint32_t i = 0; i < size_; ++i) {
      std::size_t at = home(keys_[i]);
      while (slots_[at].epoch == epoch_) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = {keys_[i], i, epoch_};
    }
  }

  std::vector<Slot> slots_;
  std::vector<std::uint32_t> keys_;
  std::vector<std::unique_ptr<Record[]>> chunks_;
  std::uint32_t size_ = 0;
  std::uint32_t epoch_ = 1;
};

}  // namespace outcast::sim
