// Where a sweep meets its store: points with their values, and what is kept of each.
#pragma once
#include <mutex>

#include "app/store/store.h"
#include "app/study/stored_simulation.h"
#include "app/sweep/plan.h"

namespace outcast::app {

/// A store for this sweep, whose plan was read through recording_reader(files), with all of its
/// points; each is loaded once, so that a resumed sweep is the same sweep.
Store open_sweep_store(const std::string& path, OnExisting on_existing, Plan& plan,
                       const Sampling& sampling, Files files);

/// A store that many threads add to. Thread rule: shared; one thread at a time is inside.
/// Invariant: the store outlives it.
class SharedStore {
 public:
  explicit SharedStore(Store& store) : store_(store) {}

  /// What a point lacks of replications 0 .. end - 1. From now on it is to have so many.
  std::vector<Stretch> missing(std::size_t point, std::uint64_t end);
  void put(std::size_t point, std::uint64_t first, const cascade::EnsembleResult& batch);
  /// The unbroken run of rows from the first, `end` of them at most.
  sim::Table rows(std::size_t point, std::uint64_t end);

 private:
  std::mutex alone_;
  Store& store_;
};

}  // namespace outcast::app
