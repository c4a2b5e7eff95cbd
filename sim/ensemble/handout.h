// Hands out the replications of an ensemble and keeps account of what came of them.
#pragma once
#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <limits>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace outcast::sim {

/// Replications begin .. end, counted from the first of the ensemble.
struct Block {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// Small contiguous blocks in increasing order. Thread rule: shared by all threads of an ensemble.
/// Invariants: every replication is handed out at most once, and only after all before it; so the
/// finished ones are an unbroken run but for the blocks that are still at work. A failure withdraws
/// the replications after it, never those before: the first failing one is the same for any number
/// of threads.
class Handout {
 public:
  Handout(std::uint64_t count, std::uint64_t block_size, std::stop_token stop);

  std::uint64_t blocks() const { return done_.size(); }
  /// The next block; nothing when all are handed out, or stopped, or after a failure.
  std::optional<Block> take();
  /// Whether a replication that was handed out is still worth computing.
  bool wanted(std::uint64_t replication) const {
    return replication < failed_at_.load(std::memory_order_relaxed) && !stop_.stop_requested();
  }
  /// Says that of `block` the replications before `reached` are finished.
  void settle(const Block& block, std::uint64_t reached);
  /// Says that `replication` failed. Of several failures the one of the lowest replication is kept.
  void fail(std::uint64_t replication, std::exception_ptr reason);
  /// Calls `progress` with the length of the unbroken run, unless another thread is just doing so.
  void report(const std::function<void(std::uint64_t finished)>& progress);

  /// Length of the unbroken run of finished replications.
  std::uint64_t finished() const;
  /// Throws the failure that was kept, if there was one.
  void rethrow_failure() const;

 private:
  Block block(std::uint64_t index) const;

  std::uint64_t count_;
  std::uint64_t block_size_;
  std::stop_token stop_;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<std::uint64_t> failed_at_{std::numeric_limits<std::uint64_t>::max()};

  mutable std::mutex accounts_;      // guards the four below
  std::vector<std::uint64_t> done_;  // replications finished, by block
  std::uint64_t front_ = 0;          // the first block that is not finished
  std::uint64_t before_front_ = 0;   // replications in the blocks before it
  std::exception_ptr failure_;

  std::mutex reporting_;
};

}  // namespace outcast::sim
