// Threads take points one after the other; few points are spread over the threads instead.
#include "app/sweep/sweeping.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <thread>

#include "app/terminal/interrupt.h"
#include "app/terminal/progress.h"
#include "models/cascade/metrics.h"
#include "sim/ensemble/threads.h"
#include "sim/stats/precision.h"

namespace outcast::app {
namespace {

/// The line of progress, told from many threads. Invariant: `finished_` counts each replication
/// once.
class Tally {
 public:
  explicit Tally(std::uint64_t expected) { progress_.expect(expected); }
  void add(std::uint64_t finished) {
    const std::uint64_t all = finished_ += finished;
    const std::unique_lock alone(showing_, std::try_to_lock);
    if (alone) progress_.show(all);
  }

 private:
  std::atomic<std::uint64_t> finished_{0};
  std::mutex showing_;
  Progress progress_;
};

/// What all threads of a sweep share. Thread rule: each point is written by the thread that took
/// it; the plan is guarded.
struct Work {
  Plan& plan;
  const Sampling& sampling;
  const std::vector<std::size_t> columns;
  const Interrupt& interrupt;
  Tally& tally;
  std::vector<PointResponse>& points;
  std::mutex preparing{};
  std::atomic<std::size_t> next{0};
  std::mutex failing{};
  std::size_t failed_at = 0;
  std::exception_ptr failure{};

  bool is_stopped() const { return interrupt.token().stop_requested(); }
};

cascade::Blueprint prepare(Work& work, std::size_t point) {
  std::unique_lock alone(work.preparing);
  scenario::Loaded loaded = load_point(work.plan, point);
  alone.unlock();
  return cascade::draft(std::move(loaded.scenario));
}

void run_up_to(Work& work, const cascade::Blueprint& blueprint, std::uint64_t total,
               unsigned threads, cascade::EnsembleResult& result) {
  std::uint64_t told = 0;
  const auto tell = [&](std::uint64_t finished) {
    work.tally.add(finished - told);
    told = finished;
  };
  cascade::run(blueprint, work.sampling.seed,
               {.first = result.finished,
                .count = total - result.finished,
                .threads = threads,
                .stop = work.interrupt.token(),
                .progress = tell},
               result);
}

std::vector<sim::Estimate> estimates_of(const Work& work, const cascade::EnsembleResult& result) {
  std::vector<sim::Estimate> estimates;
  for (const std::size_t column : work.columns)
    estimates.push_back(sim::estimate_mean(result.table.column(column)));
  return estimates;
}

/// Rounds until the point is known well enough, or is given up.
sim::Precision run_rounds(Work& work, const cascade::Blueprint& blueprint, unsigned threads,
                          cascade::EnsembleResult& result) {
  const Sampling& sampling = work.sampling;
  sim::NextRound next = sim::next_round({}, *sampling.precision, 0, sampling.at_most);
  while (next.precision == sim::Precision::open && !work.is_stopped()) {
    run_up_to(work, blueprint, next.total, threads, result);
    if (result.finished < next.total) return sim::Precision::open;
    next = sim::next_round(estimates_of(work, result), *sampling.precision, next.total,
                           sampling.at_most);
  }
  return next.precision;
}

sim::Precision run_once(Work& work, const cascade::Blueprint& blueprint, unsigned threads,
                        cascade::EnsembleResult& result) {
  run_up_to(work, blueprint, work.sampling.replications, threads, result);
  return result.finished < work.sampling.replications ? sim::Precision::open
                                                      : sim::Precision::reached;
}

void run_point(Work& work, std::size_t point, unsigned threads) {
  const cascade::Blueprint blueprint = prepare(work, point);
  cascade::EnsembleResult result;
  const sim::Precision precision = work.sampling.precision
                                       ? run_rounds(work, blueprint, threads, result)
                                       : run_once(work, blueprint, threads, result);
  work.points[point] = respond(result.table, work.columns, samples_for(work.plan.kind));
  work.points[point].precision = precision;
}

/// The failure of the lowest point is the one that is told.
void note_failure(Work& work, std::size_t point) {
  const std::lock_guard alone(work.failing);
  if (work.failure && work.failed_at < point) return;
  work.failed_at = point;
  work.failure = std::current_exception();
}

void take_points(Work& work, unsigned threads) {
  while (!work.is_stopped()) {
    const std::size_t point = work.next++;
    if (point >= work.points.size()) return;
    try {
      run_point(work, point, threads);
    } catch (...) {
      note_failure(work, point);
      work.next = work.points.size();
    }
  }
}

std::uint64_t wanted_of(const Sampling& sampling) {
  return sampling.precision ? std::min(sim::smallest_precise_run, sampling.at_most)
                            : sampling.replications;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

unsigned threads_of(const Sampling& sampling) {
  return sampling.threads > 0 ? static_cast<unsigned>(sampling.threads)
                              : std::max(1U, std::thread::hardware_concurrency());
}

Swept sweep(Plan& plan, const Sampling& sampling) {
  Swept swept;
  swept.points.resize(plan.points.count());
  const Interrupt interrupt;
  Tally tally(swept.points.size() * wanted_of(sampling));
  Work work{plan, sampling, columns_of(sampling), interrupt, tally, swept.points};
  const unsigned threads = threads_of(sampling);
  const bool are_many = swept.points.size() >= 2 * std::size_t{threads};
  if (are_many)
    sim::on_threads(threads, [&](unsigned) { take_points(work, 1); });
  else
    take_points(work, threads);
  if (work.failure) std::rethrow_exception(work.failure);
  std::uint64_t complete = 0;
  for (const PointResponse& point : swept.points) {
    swept.replications += point.replications;
    complete += point.is_complete();
  }
  if (complete < swept.points.size()) swept.code = interrupt.exit_code();
  return swept;
}

Pace try_pace(Plan& plan, const Sampling& sampling) {
  constexpr double long_enough = 0.3;
  const auto start = std::chrono::steady_clock::now();
  const cascade::Blueprint blueprint = cascade::draft(load_base(plan).scenario);
  const double prepared = seconds_since(start);
  cascade::EnsembleResult result;
  const auto running = std::chrono::steady_clock::now();
  for (std::uint64_t count = 1; seconds_since(running) < long_enough && count < 100'000; count *= 2)
    cascade::run(blueprint, sampling.seed, {.first = result.finished, .count = count, .threads = 1},
                 result);
  return {prepared, seconds_since(running) / static_cast<double>(result.finished)};
}

}  // namespace outcast::app
