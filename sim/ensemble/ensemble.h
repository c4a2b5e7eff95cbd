// Many replications in parallel: same seed, same bytes, for any number of threads.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include "sim/ensemble/first_touch.h"

namespace outcast::sim {

/// One row of numbers per replication, kept in replication order; NaN = this replication has no
/// value (for example no incident happened, so there was nothing to recover from).
class Table {
 public:
  explicit Table(std::size_t columns) : columns_(columns) {}
  std::size_t columns() const { return columns_; }
  std::size_t rows() const { return columns_ == 0 ? 0 : values_.size() / columns_; }
  std::span<const double> row(std::size_t r) const {
    return {values_.data() + r * columns_, columns_};
  }
  std::span<double> row(std::size_t r) { return {values_.data() + r * columns_, columns_}; }
  std::vector<double> column(std::size_t c) const;
  /// New rows hold zeros.
  void resize(std::size_t rows) { values_.resize(rows * columns_, 0.0); }
  /// New rows hold anything until they are written.
  void append_unset(std::size_t rows) { values_.resize(values_.size() + rows * columns_); }

 private:
  std::size_t columns_;
  std::vector<double, FirstTouchAllocator<double>> values_;
};

/// Thrown out of a replication that nobody waits for any more.
struct Abandoned {};

/// Computes replications, one after the other. Thread rule: one worker per thread, never shared.
class Worker {
 public:
  virtual ~Worker() = default;
  /// Fills `row`, which holds zeros; depends on `replication` alone, never on what this worker
  /// computed before.
  virtual void replicate(std::uint64_t replication, std::span<double> row) = 0;
  /// Told after each block of replications and at the end: of what it counts beside its rows, that
  /// of replications before `end` belongs to the ensemble. What it is never told of does not: rows
  /// after a gap are dropped when the ensemble is stopped.
  virtual void count_before(std::uint64_t end) { static_cast<void>(end); }
  /// What ends its ensemble early.
  void heed(std::stop_token stop) { stop_ = std::move(stop); }

 protected:
  /// A replication that takes long calls this several times a second, before it has counted
  /// anything: throws Abandoned once the ensemble was stopped.
  void pause() const {
    if (stop_.stop_requested()) throw Abandoned{};
  }

 private:
  std::stop_token stop_;
};

struct EnsembleOptions {
  std::uint64_t first = 0;  ///< number of the first replication
  std::uint64_t count = 0;
  unsigned threads = 0;  ///< 0: as many as the machine has
  std::stop_token stop{};
  /// Called now and then, from one thread at a time but any of them, with the length of the
  /// unbroken run of finished replications: it never falls, and the last call gives what is
  /// returned.
  std::function<void(std::uint64_t finished)> progress{};
};

/// Appends the rows of replications first .. first + finished to `table` and returns `finished`:
/// `count`, or, when stopped, the length of the unbroken run of finished replications from the
/// first. The workers are created by `make_worker`, one per thread and all on the calling thread,
/// and appended to `workers`, so that what they counted can be added up; one worker computes its
/// replications in increasing order.
///
/// An exception of a worker arrives here, that of the lowest replication when several fail (so it
/// is the same for any number of threads); so do those of `make_worker` and `progress`. The table
/// then has the rows that it had before.
std::uint64_t run_ensemble(const EnsembleOptions& options,
                           const std::function<std::unique_ptr<Worker>()>& make_worker,
                           Table& table, std::vector<std::unique_ptr<Worker>>& workers);

}  // namespace outcast::sim
