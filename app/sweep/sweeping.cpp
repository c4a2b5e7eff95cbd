// Threads take points one after the other; few points are spread over the threads instead.
#include "app/sweep/sweeping.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "app/store/damage.h"
#include "app/study/half_widths.h"
#include "app/terminal/figures.h"
#include "app/terminal/interrupt.h"
#include "app/terminal/progress.h"
#include "models/cascade/ensemble.h"
#include "sim/ensemble/threads.h"
#include "sim/stats/precision.h"

namespace outcast::app {
namespace {

/// The line of progress, told from many threads. Invariant: `finished_` counts each replication
/// once.
class Tally {
 public:
  explicit Tally(std::uint64_t expected) : expected_(expected) { progress_.expect(expected_); }
  void add(std::uint64_t finished) {
    const std::uint64_t all = finished_ += finished;
    const std::unique_lock alone(showing_, std::try_to_lock);
    if (alone) progress_.show(all);
  }
  /// Replications that a store has.
  void keep(std::uint64_t kept) {
    finished_ += kept;
    const std::lock_guard alone(showing_);
    progress_.begin_with(kept_ += kept);
  }
  void expect_more(std::uint64_t replications) {
    const std::lock_guard alone(showing_);
    progress_.expect(expected_ += replications);
  }
  /// One point more is done. Points may differ much: that of the last one is told.
  void close(const HalfWidth& of_point) {
    const std::lock_guard alone(showing_);
    progress_.describe(count_text(++closed_) + " points");
    progress_.tell_precision(to_text(of_point));
  }

 private:
  std::atomic<std::uint64_t> finished_{0};
  std::mutex showing_;
  Progress progress_;
  std::uint64_t expected_, kept_ = 0, closed_ = 0;
};

/// What all threads of a sweep share. Thread rule: each point is written by the thread that took
/// it; the plan and the store are guarded.
struct Work {
  Plan& plan;
  const Sampling& sampling;
  const Keeping& keeping;
  const std::vector<std::size_t> columns;
  const Interrupt& interrupt;
  Tally& tally;
  std::vector<PointResponse>& points;
  std::optional<SharedStore> store{};
  std::mutex preparing{};
  std::atomic<std::size_t> next{0};
  std::mutex failing{};
  std::size_t failed_at = 0;
  std::exception_ptr failure{};

  bool is_stopped() const { return interrupt.token().stop_requested(); }
  bool may_write() const { return store && keeping.missing == Missing::computed; }
};

/// One point on its way. Invariant: `result` has the rows of an unbroken run of replications; its
/// sums are those of this process only.
class PointRun {
 public:
  PointRun(Work& work, std::size_t point, unsigned threads)
      : work_(work), point_(point), threads_(threads) {}

  sim::Precision run() {
    if (work_.sampling.precision) return run_rounds();
    run_up_to(work_.sampling.replications);
    return has(work_.sampling.replications) ? sim::Precision::reached : sim::Precision::open;
  }
  const cascade::EnsembleResult& result() const { return result_; }

 private:
  bool has(std::uint64_t total) const { return result_.finished >= total; }

  /// Rounds until the point is known well enough, or is given up.
  sim::Precision run_rounds() {
    const Sampling& sampling = work_.sampling;
    sim::NextRound next = sim::next_round({}, *sampling.precision, 0, sampling.at_most);
    while (next.precision == sim::Precision::open) {
      run_up_to(next.total);
      if (!has(next.total)) return sim::Precision::open;
      const std::uint64_t so_far = next.total;
      next = sim::next_round(estimates(), *sampling.precision, so_far, sampling.at_most);
      work_.tally.expect_more(next.total - so_far);
    }
    return next.precision;
  }

  std::vector<sim::Estimate> estimates() const {
    std::vector<sim::Estimate> estimates;
    for (const std::size_t column : work_.columns)
      estimates.push_back(sim::estimate_mean(result_.table.column(column)));
    return estimates;
  }

  void run_up_to(std::uint64_t total) {
    if (!work_.store) return compute({result_.finished, total}, result_);
    if (work_.keeping.missing == Missing::computed) compute_missing(total);
    result_.table = work_.store->rows(point_, total);
    result_.finished = result_.table.rows();
  }

  void compute_missing(std::uint64_t total) {
    const std::vector<Stretch> missing = work_.store->missing(point_, total);
    std::uint64_t kept = total - result_.finished;
    for (const Stretch& stretch : missing) kept -= stretch.count();
    work_.tally.keep(kept);
    for (const Stretch& stretch : missing) {
      if (work_.is_stopped()) break;
      cascade::EnsembleResult batch;
      compute(stretch, batch);
      work_.store->put(point_, stretch.first, batch);
    }
  }

  void compute(const Stretch& stretch, cascade::EnsembleResult& result) {
    if (!blueprint_) blueprint_ = prepare();
    std::uint64_t told = 0;
    const auto tell = [&](std::uint64_t finished) {
      work_.tally.add(finished - told);
      told = finished;
    };
    cascade::run(*blueprint_, work_.sampling.seed,
                 {.first = stretch.first,
                  .count = stretch.count(),
                  .threads = threads_,
                  .stop = work_.interrupt.token(),
                  .progress = tell},
                 result);
  }

  cascade::Blueprint prepare() {
    std::unique_lock alone(work_.preparing);
    scenario::Loaded loaded = load_point(work_.plan, point_);
    alone.unlock();
    return cascade::draft(std::move(loaded.scenario));
  }

  Work& work_;
  std::size_t point_;
  unsigned threads_;
  std::optional<cascade::Blueprint> blueprint_;
  cascade::EnsembleResult result_;
};

HalfWidth widest_of(const PointResponse& point, const std::vector<std::size_t>& columns) {
  std::vector<sim::Estimate> estimates;
  for (const MetricResponse& metric : point.metrics) estimates.push_back(metric.estimate);
  return app::widest_of(estimates, columns);
}

void run_point(Work& work, std::size_t point, unsigned threads) {
  PointRun run(work, point, threads);
  const sim::Precision precision = run.run();
  work.points[point] = respond(run.result().table, work.columns, samples_for(work.plan.kind));
  work.points[point].precision = precision;
  if (!work.points[point].is_complete()) return;
  work.tally.close(widest_of(work.points[point], work.columns));
  if (work.may_write()) work.store->answer(point, response_of(run.result().table));
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
    if (!work.keeping.shard.holds(point)) continue;
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

/// Of the points computed here; all of them, unless it was interrupted or may only read.
void note_completeness(const Keeping& keeping, const Interrupt& interrupt, Swept& swept) {
  std::uint64_t wanted = 0, complete = 0;
  for (std::size_t p = 0; p < swept.points.size(); ++p) {
    wanted += keeping.shard.holds(p);
    complete += swept.points[p].is_complete();
    swept.replications += swept.points[p].replications;
  }
  if (complete == wanted) return;
  swept.code = interrupt.exit_code();
  const bool may_compute = keeping.store != nullptr && keeping.missing == Missing::computed;
  if (swept.code == ExitCode::done && may_compute)
    refuse_damage(keeping.store->path(), "its batches overlap");
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Of one scenario, in about `seconds`.
Pace pace_of(const std::function<scenario::Loaded()>& load, std::uint64_t seed, double seconds) {
  const auto start = std::chrono::steady_clock::now();
  const cascade::Blueprint blueprint = cascade::draft(load().scenario);
  const double prepared = seconds_since(start);
  cascade::EnsembleResult result;
  const auto running = std::chrono::steady_clock::now();
  for (std::uint64_t count = 1; seconds_since(running) < seconds && count < 100'000; count *= 2)
    cascade::run(blueprint, seed, {.first = result.finished, .count = count, .threads = 1}, result);
  return {prepared, seconds_since(running) / static_cast<double>(result.finished)};
}

}  // namespace

unsigned threads_of(const Sampling& sampling) {
  return sampling.threads > 0 ? static_cast<unsigned>(sampling.threads)
                              : std::max(1U, std::thread::hardware_concurrency());
}

Swept sweep(Plan& plan, const Sampling& sampling, const Keeping& keeping) {
  Swept swept;
  swept.points.resize(plan.points.count());
  std::uint64_t ours = 0;
  for (std::size_t p = 0; p < swept.points.size(); ++p) ours += keeping.shard.holds(p);
  const Interrupt interrupt;
  Tally tally(ours * wanted_of(sampling));
  Work work{plan, sampling, keeping, columns_of(sampling), interrupt, tally, swept.points};
  if (keeping.store != nullptr) {
    refuse_more_than_asked(*keeping.store, sampling);
    work.store.emplace(*keeping.store);
  }
  const unsigned threads = threads_of(sampling);
  if (ours >= 2 * std::uint64_t{threads})
    sim::on_threads(threads, [&](unsigned) { take_points(work, 1); });
  else
    take_points(work, threads);
  if (work.failure) std::rethrow_exception(work.failure);
  note_completeness(keeping, interrupt, swept);
  return swept;
}

Pace try_pace(Plan& plan, const Sampling& sampling) {
  return pace_of([&] { return load_base(plan); }, sampling.seed, 0.2);
}

Pace try_pace_of_points(Plan& plan, const Sampling& sampling) {
  constexpr double patience = 1;  // seconds in all, where single replications take long
  const auto start = std::chrono::steady_clock::now();
  const std::size_t points = plan.points.count(), most_tried = std::min<std::size_t>(points, 8);
  Pace sum;
  std::size_t tried = 0;
  while (tried < most_tried && seconds_since(start) < patience) {
    const std::size_t point = (2 * tried + 1) * points / (2 * most_tried);
    const Pace pace = pace_of([&] { return load_point(plan, point); }, sampling.seed, 0.04);
    sum.seconds_to_prepare += pace.seconds_to_prepare;
    sum.seconds_per_replication += pace.seconds_per_replication;
    ++tried;
  }
  const auto count = static_cast<double>(tried);
  return {sum.seconds_to_prepare / count, sum.seconds_per_replication / count};
}

}  // namespace outcast::app
