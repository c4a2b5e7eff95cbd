// A simulation that keeps what it has done in a store, batch by batch.
#pragma once
#include "app/store/store.h"
#include "app/study/case.h"
#include "app/study/simulation.h"

namespace outcast::app {

/// The case of a point of a run or a comparison, read from the texts that the store holds.
Case case_of(const Store& store, std::size_t point);

/// One of several equal parts of the work: the batches b with b mod `of` = `number` - 1.
struct Shard {
  std::uint64_t number = 1, of = 1;
  bool is_whole() const { return of == 1; }
  bool holds(std::uint64_t batch) const { return batch % of == number - 1; }
};

/// "2/4". Throws Failure when it is no such part.
Shard parse_shard(const std::string& text);

/// Opens the store for a run of this case, which was read through recording_reader(files).
Store open_store(const std::string& path, OnExisting on_existing, const Case& subject,
                 const Sampling& sampling, Files files);

/// Computes what the store's only point lacks. Throws Failure when it already has more than is
/// asked for.
Ending simulate(const Case& subject, Store& store, const Sampling& sampling, const Shard& shard);

}  // namespace outcast::app
