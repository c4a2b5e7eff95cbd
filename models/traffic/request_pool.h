// Records that come and go by the million without an allocation.
#pragma once
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace outcast::traffic::request {

/// Stands for no record.
inline constexpr std::uint32_t none = ~std::uint32_t{0};

/// Records by index; the last one given back is the next one taken. A record has a `generation`,
/// which moves on when it is given back and tells stale events, and a link `next`.
/// Thread rule: one owner. Invariants: a reference stays valid until clear(); after clear() the
/// same indices and generations are given out again.
template <class Record>
class Pool {
 public:
  Record& operator[](std::uint32_t i) { return chunks_[i / chunk_size][i % chunk_size]; }
  const Record& operator[](std::uint32_t i) const {
    return chunks_[i / chunk_size][i % chunk_size];
  }

  /// A fresh record, all but its generation as Record{}.
  std::uint32_t take() {
    const std::uint32_t index = free_ == none ? grow() : free_;
    Record& record = (*this)[index];
    if (free_ == index) free_ = record.next;
    const auto generation = record.generation;
    record = fresh;
    record.generation = generation;
    ++in_use_;
    return index;
  }
  void give_back(std::uint32_t index) {
    Record& record = (*this)[index];
    --in_use_;
    record.is_in_use = false;
    ++record.generation;
    record.next = std::exchange(free_, index);
  }
  /// All indices ever given out since clear() are below it.
  std::uint32_t size() const { return size_; }
  std::uint32_t in_use() const { return in_use_; }
  void clear() {
    size_ = in_use_ = 0;
    free_ = none;
  }

 private:
  static constexpr std::uint32_t chunk_size = 1024;
  static constexpr Record fresh{};  ///< copied from memory: building one here takes longer

  std::uint32_t grow() {
    if (size_ == chunks_.size() * chunk_size)
      chunks_.push_back(std::make_unique<Record[]>(chunk_size));
    (*this)[size_].generation = 0;
    return size_++;
  }

  std::vector<std::unique_ptr<Record[]>> chunks_;
  std::uint32_t size_ = 0, in_use_ = 0;
  std::uint32_t free_ = none;
};

}  // namespace outcast::traffic::request
