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

/// Of a run or a comparison of these cases, which were read through recording_reader(files): each
/// is a point.
Manifest manifest_of(ExperimentKind kind, std::span<const Case> cases, const Sampling& sampling,
                     Files files);

/// Throws Failure when a point already has more replications than are asked for; a precision
/// stops where it stops.
void refuse_more_than_asked(const Store& store, const Sampling& sampling);

/// Computes what the store's points lack; the cases are those of its manifest, and get the sums of
/// what it then has of each without a gap. Their rows stay in the store, which must outlive them.
Ending simulate(std::span<Case> cases, Store& store, const Sampling& sampling, const Shard& shard);

/// The same of what the store has, up to replication `end`; `threads` 0: as many as the machine
/// has.
void take_results(std::span<Case> cases, const Store& store, std::uint64_t end,
                  std::uint64_t threads = 0);

}  // namespace outcast::app
