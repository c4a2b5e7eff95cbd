// Blocks in increasing order, and the length of the unbroken run of finished replications.
#include "sim/ensemble/handout.h"

#include <algorithm>
#include <utility>

namespace outcast::sim {

Handout::Handout(std::uint64_t count, std::uint64_t block_size, std::stop_token stop)
    : count_(count),
      block_size_(block_size),
      stop_(std::move(stop)),
      done_((count + block_size - 1) / block_size) {}

Block Handout::block(std::uint64_t index) const {
  const std::uint64_t begin = index * block_size_;
  return {begin, std::min(count_, begin + block_size_)};
}

std::optional<Block> Handout::take() {
  const std::uint64_t index = next_.fetch_add(1, std::memory_order_relaxed);
  if (index >= blocks() || !wanted(index * block_size_)) return std::nullopt;
  return block(index);
}

void Handout::settle(const Block& settled, std::uint64_t reached) {
  const std::lock_guard lock(accounts_);
  done_[settled.begin / block_size_] = reached - settled.begin;
  while (front_ < done_.size()) {
    const Block at_front = block(front_);
    if (done_[front_] < at_front.end - at_front.begin) break;
    before_front_ = at_front.end;
    ++front_;
  }
}

void Handout::fail(std::uint64_t replication, std::exception_ptr reason) {
  const std::lock_guard lock(accounts_);
  if (replication >= failed_at_.load(std::memory_order_relaxed)) return;
  failed_at_.store(replication, std::memory_order_relaxed);
  failure_ = std::move(reason);
}

void Handout::report(const std::function<void(std::uint64_t finished)>& progress) {
  const std::unique_lock alone(reporting_, std::try_to_lock);
  if (alone) progress(finished());
}

std::uint64_t Handout::finished() const {
  const std::lock_guard lock(accounts_);
  return front_ < done_.size() ? before_front_ + done_[front_] : before_front_;
}

void Handout::rethrow_failure() const {
  const std::lock_guard lock(accounts_);
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace outcast::sim
