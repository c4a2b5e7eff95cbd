// What is kept for an event until its time comes.
#pragma once
#include <cstdint>
#include <utility>
#include <vector>

namespace outcast::traffic {

/// Records by index, each taken out once; its place is used again.
/// Thread rule: one owner. Invariant: no more places than records were kept at one time.
template <class Record>
class Kept {
 public:
  std::uint32_t keep(Record record) {
    if (free_.empty()) {
      records_.push_back(std::move(record));
      return static_cast<std::uint32_t>(records_.size() - 1);
    }
    const std::uint32_t index = free_.back();
    free_.pop_back();
    records_[index] = std::move(record);
    return index;
  }
  Record take(std::uint32_t index) {
    free_.push_back(index);
    return std::move(records_[index]);
  }
  void clear() {
    records_.clear();
    free_.clear();
  }
  /// Places, taken or free.
  std::size_t places() const { return records_.size(); }

 private:
  std::vector<Record> records_;
  std::vector<std::uint32_t> free_;
};

}  // namespace outcast::traffic
