// The ensemble: workers take blocks of replications and write each row at its own place.
#include "sim/ensemble/ensemble.h"

#include <algorithm>
#include <thread>

#include "sim/ensemble/handout.h"
#include "sim/ensemble/threads.h"

namespace outcast::sim {
namespace {

unsigned thread_count(const EnsembleOptions& options) {
  const std::uint64_t wished =
      options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  return static_cast<unsigned>(std::min(wished, options.count));
}

/// Many blocks per thread, so that all end at about the same time, but not so small that taking
/// them would show beside replications of a microsecond.
std::uint64_t block_size(std::uint64_t count, unsigned threads) {
  return std::clamp<std::uint64_t>(count / (64 * std::uint64_t{threads}), 1, 256);
}

/// What all threads of one ensemble share.
struct Shared {
  const EnsembleOptions& options;
  Table& table;
  std::uint64_t first_row;
  Handout handout;
};

void replicate_block(Worker& worker, Shared& shared, const Block& block) {
  std::uint64_t at = block.begin;
  try {
    for (; at < block.end && shared.handout.wanted(at); ++at) {
      const std::span<double> row = shared.table.row(shared.first_row + at);
      std::fill(row.begin(), row.end(), 0.0);
      worker.replicate(shared.options.first + at, row);
    }
    shared.handout.settle(block, at);
    worker.count_before(shared.options.first + shared.handout.finished());
    if (shared.options.progress) shared.handout.report(shared.options.progress);
  } catch (const Abandoned&) {
    shared.handout.settle(block, at);
    worker.count_before(shared.options.first + shared.handout.finished());
  } catch (...) {
    shared.handout.fail(at, std::current_exception());
  }
}

void work(Worker& worker, Shared& shared) {
  while (const auto block = shared.handout.take()) replicate_block(worker, shared, *block);
}

}  // namespace

std::vector<double> Table::column(std::size_t c) const {
  std::vector<double> values(rows());
  for (std::size_t r = 0; r < values.size(); ++r) values[r] = row(r)[c];
  return values;
}

std::uint64_t run_ensemble(const EnsembleOptions& options,
                           const std::function<std::unique_ptr<Worker>()>& make_worker,
                           Table& table, std::vector<std::unique_ptr<Worker>>& workers) {
  if (options.count == 0) return 0;
  const unsigned threads = thread_count(options);
  const std::size_t first_worker = workers.size();
  for (unsigned t = 0; t < threads; ++t) workers.emplace_back(make_worker())->heed(options.stop);

  const std::size_t first_row = table.rows();
  table.append_unset(options.count);
  Shared shared{options, table, first_row,
                Handout(options.count, block_size(options.count, threads), options.stop)};
  on_threads(threads, [&](unsigned t) { work(*workers[first_worker + t], shared); });
  try {
    shared.handout.rethrow_failure();
    if (options.progress) shared.handout.report(options.progress);
  } catch (...) {
    table.resize(first_row);
    throw;
  }
  for (std::size_t w = first_worker; w < workers.size(); ++w)
    workers[w]->count_before(options.first + shared.handout.finished());
  table.resize(first_row + shared.handout.finished());
  return shared.handout.finished();
}

}  // namespace outcast::sim
