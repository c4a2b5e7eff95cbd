// The timeouts of one call's attempts, in the order in which they pass.
#pragma once
#include <cstdint>
#include <vector>

#include "sim/kernel/time.h"

namespace outcast::traffic::request {

/// When an attempt times out.
struct Deadline {
  sim::Time at{};
  std::uint32_t exchange = 0;
  std::uint32_t generation = 0;
  unsigned attempt = 0;
};

/// All attempts of a call have the same timeout, so their deadlines come in the order in which they
/// were set: a ring does what the future event list would, and most deadlines never reach the list,
/// because by the time they are first in the ring nobody waits any more.
/// Thread rule: one owner. Invariant: ascending by time.
class Deadlines {
 public:
  bool empty() const { return size_ == 0; }
  const Deadline& front() const { return ring_[first_]; }
  void push(const Deadline& deadline) {
    if (size_ == ring_.size()) grow();
    ring_[(first_ + size_++) & (ring_.size() - 1)] = deadline;
  }
  void pop() {
    first_ = (first_ + 1) & (ring_.size() - 1);
    --size_;
  }
  void clear() { first_ = size_ = 0; }

 private:
  void grow() {
    std::vector<Deadline> larger(ring_.size() * 2);
    for (std::size_t i = 0; i < size_; ++i) larger[i] = ring_[(first_ + i) & (ring_.size() - 1)];
    ring_ = std::move(larger);
    first_ = 0;
  }

  std::vector<Deadline> ring_ = std::vector<Deadline>(16);
  std::size_t first_ = 0, size_ = 0;
};

}  // namespace outcast::traffic::request
