// Where a sweep meets its store: points with their values, and what is kept of each.
#pragma once
#include <mutex>

#include "app/store/store.h"
#include "app/study/stored_simulation.h"
#include "app/sweep/plan.h"

namespace outcast::app {

/// Of a sweep, whose plan was read through recording_reader(files), with all of its points; each
/// is loaded once, so that a resumed sweep is the same sweep.
Manifest manifest_of(Plan& plan, const Sampling& sampling, Files files);

/// A sweep as it was asked for.
struct StoredSweep {
  std::unique_ptr<Plan> plan{};
  Sampling sampling{};
};
/// Read from the texts in its store, which must outlive it. Throws Failure when they do not make
/// the points that the store has.
StoredSweep read_stored_sweep(const Store& store);

/// One point of it, labelled with its values. Throws Failure when it is not the scenario that was
/// simulated.
Case case_of(Plan& plan, const Store& store, std::size_t point);

/// A store that many threads add to. Thread rule: shared; one thread at a time is inside.
/// Invariant: the store outlives it.
class SharedStore {
 public:
  explicit SharedStore(Store& store) : store_(store) {}

  /// What a point lacks of replications 0 .. end - 1. From now on it is to have so many.
  std::vector<Stretch> missing(std::size_t point, std::uint64_t end);
  void put(std::size_t point, std::uint64_t first, const cascade::EnsembleResult& batch);
  void answer(std::size_t point, const Response& response);
  /// The unbroken run of rows from the first, `end` of them at most.
  sim::Table rows(std::size_t point, std::uint64_t end);

 private:
  std::mutex alone_;
  Store& store_;
};

}  // namespace outcast::app
