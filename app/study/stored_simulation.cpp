// Batches: computed where the store has none, kept at once.
#include "app/study/stored_simulation.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <optional>

#include "app/store/damage.h"
#include "app/study/half_widths.h"
#include "app/study/rounds.h"
#include "app/study/rows.h"
#include "app/terminal/figures.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

/// Replications of one case that are to be computed.
struct Task {
  std::size_t point = 0;
  Stretch stretch{};
};

/// Short turns first, so that every case soon has some replications: 64, 128, 256 ..
std::uint64_t end_of_turn(std::uint64_t first) {
  return std::max<std::uint64_t>(64, 2 * std::bit_floor(first));
}

/// Cases that are simulated into their store. Thread rule: one thread.
class StoredRun {
 public:
  StoredRun(std::span<const Case> cases, Store& store, const Sampling& sampling, const Shard& shard)
      : cases_(cases), store_(store), sampling_(sampling), shard_(shard) {}

  void run_to(std::uint64_t total) {
    const std::vector<Task> tasks = tasks_up_to(total);
    std::uint64_t left = 0;
    for (const Task& task : tasks) left += task.stretch.count();
    present_ = count_present();
    progress_.expect(present_ + left);
    for (const Task& task : tasks)
      if (!interrupt_.token().stop_requested()) compute(task);
  }

  std::vector<sim::Estimate> estimates(std::uint64_t total,
                                       const std::vector<std::size_t>& columns) const {
    std::vector<sim::Estimate> estimates;
    for (std::size_t p = 0; p < cases_.size(); ++p) {
      const Rows rows = rows_of(store_, p, total);
      for (const std::size_t column : columns)
        estimates.push_back(sim::estimate_mean(sample_of(rows, column)));
    }
    return estimates;
  }

  Ending run() {
    const std::vector<std::size_t> columns =
        precise_columns_of(sampling_);  // refuses unknown metrics
    Ending ending{.wanted = sampling_.replications};
    progress_.begin_with(count_present());
    if (!sampling_.precision && progress_.is_shown()) follow(columns);
    if (sampling_.precision)
      run_rounds({[&](std::uint64_t total) { run_to(total); },
                  [&](std::uint64_t total) { return estimates(total, columns); }},
                 sampling_, interrupt_, progress_, ending);
    else
      run_to(sampling_.replications);
    ending.code = interrupt_.exit_code();
    if (!shard_.is_whole()) return ending;
    const bool is_complete = has_all(ending.wanted);
    if (!is_complete && ending.code == ExitCode::done)
      refuse_damage(store_.path(), "its batches overlap");
    if (is_complete) ending.code = ExitCode::done;
    return ending;
  }

 private:
  /// Cases take turns: interrupted, they have about as many replications.
  std::vector<Task> tasks_up_to(std::uint64_t total) {
    std::vector<Task> tasks;
    for (std::size_t p = 0; p < cases_.size(); ++p) {
      store_.expect(p, total);
      for (Stretch rest : store_.missing(p, total))
        while (rest.count() > 0 && shard_.holds(rest.first / store_.manifest().batch)) {
          const std::uint64_t end = std::min(rest.end, end_of_turn(rest.first));
          tasks.push_back({p, {rest.first, end}});
          rest.first = end;
        }
    }
    std::ranges::stable_sort(tasks, {}, [](const Task& task) { return task.stretch.first; });
    return tasks;
  }

  std::uint64_t count_present() const {
    std::uint64_t count = 0;
    for (std::size_t p = 0; p < cases_.size(); ++p)
      for (const Stretch& stretch : store_.present(p)) count += stretch.count();
    return count;
  }

  /// What is stored so far, and from now on what comes.
  void follow(const std::vector<std::size_t>& columns) {
    reached_.emplace(cases_.size(), columns);
    for (std::size_t p = 0; p < cases_.size(); ++p)
      reached_->add(p, rows_of(store_, p, sampling_.replications));
  }

  bool has_all(std::uint64_t total) const {
    for (std::size_t p = 0; p < cases_.size(); ++p)
      if (store_.unbroken(p, total) < total) return false;
    return true;
  }

  /// In pieces of about a second, so that a crash costs no more than that; how the stretch is cut
  /// changes no result.
  void compute(const Task& task) {
    using Clock = std::chrono::steady_clock;
    for (std::uint64_t first = task.stretch.first;
         first < task.stretch.end && !interrupt_.token().stop_requested();) {
      const std::uint64_t end = std::min(task.stretch.end, first + piece_);
      const Clock::time_point start = Clock::now();
      compute_piece(task.point, {first, end});
      const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
      const double fitting = static_cast<double>(end - first) / std::max(seconds, 1e-6);
      piece_ = static_cast<std::uint64_t>(std::clamp(fitting, 1.0, 1e6));
      first = end;
    }
  }

  void compute_piece(std::size_t point, const Stretch& piece) {
    cascade::EnsembleResult batch;
    const sim::EnsembleOptions options{
        .first = piece.first,
        .count = piece.count(),
        .threads = static_cast<unsigned>(sampling_.threads),
        .stop = interrupt_.token(),
        .progress = [&](std::uint64_t finished) { progress_.show(present_ + finished); }};
    cascade::run(cases_[point].blueprint, sampling_.seed, options, batch);
    store_.put(point, piece.first, batch);
    present_ += batch.finished;
    if (!reached_) return;
    reached_->add(point, rows_of(batch.table));
    progress_.tell_precision(to_text(reached_->widest()));
  }

  std::span<const Case> cases_;
  Store& store_;
  const Sampling& sampling_;
  const Shard& shard_;
  const Interrupt interrupt_;
  Progress progress_;
  std::optional<HalfWidths> reached_{};  ///< empty: nobody watches, or rounds tell it
  std::uint64_t present_ = 0;
  std::uint64_t piece_ = 64;
};

/// A batch of the store that reaches over `end` has no sums of a part: that part is simulated
/// again, to the same bytes.
cascade::EnsembleResult sums_up_to(std::uint64_t end, const Store& store, std::size_t point,
                                   const Case& subject, std::uint64_t threads) {
  cascade::EnsembleResult sums = store.sums(point, end);
  if (sums.finished == end) return sums;
  cascade::run(subject.blueprint, store.manifest().seed,
               {.first = sums.finished,
                .count = end - sums.finished,
                .threads = static_cast<unsigned>(threads)},
               sums);
  sums.table.resize(0);  // the store has the rows
  return sums;
}

}  // namespace

Case case_of(const Store& store, std::size_t point) {
  const Point& stored = store.manifest().points[point];
  Case subject = read_case(stored.scenario, stored.variant, reader_of(store.manifest().files));
  subject.label = stored.label;
  return subject;
}

Shard parse_shard(const std::string& text) {
  const auto slash = text.find('/');
  const auto number = parse_count(text.substr(0, slash));
  const auto of = parse_count(slash == std::string::npos ? "" : text.substr(slash + 1));
  if (!number || !of || *number < 1 || *number > *of)
    throw Failure(ExitCode::invalid, "--shard must be a part of a whole, such as 1/4 or 4/4, not " +
                                         document::quoted(text));
  return {*number, *of};
}

void refuse_more_than_asked(const Store& store, const Sampling& sampling) {
  std::uint64_t end = 0;
  for (std::size_t p = 0; p < store.manifest().points.size(); ++p)
    if (!store.present(p).empty()) end = std::max(end, store.present(p).back().end);
  if (sampling.precision || end <= sampling.replications) return;
  throw Failure(ExitCode::invalid,
                store.path() + " already holds replications up to number " + count_text(end - 1) +
                    ", more than the " + count_text(sampling.replications) +
                    " that are asked for. -n " + std::to_string(end) + " takes them all");
}

Manifest manifest_of(ExperimentKind kind, std::span<const Case> cases, const Sampling& sampling,
                     Files files) {
  Manifest manifest{.kind = kind, .seed = sampling.seed, .files = std::move(files)};
  for (const Case& subject : cases)
    manifest.points.push_back({.label = subject.label,
                               .scenario = subject.path,
                               .variant = subject.variant,
                               .digest = subject.digest,
                               .replications = sampling.precision ? 0 : sampling.replications});
  return manifest;
}

Ending simulate(std::span<Case> cases, Store& store, const Sampling& sampling, const Shard& shard) {
  refuse_more_than_asked(store, sampling);
  const Ending ending = StoredRun(cases, store, sampling, shard).run();
  take_results(cases, store, ending.wanted, sampling.threads);
  return ending;
}

void take_results(std::span<Case> cases, const Store& store, std::uint64_t end,
                  std::uint64_t threads) {
  for (std::size_t p = 0; p < cases.size(); ++p) {
    const std::uint64_t n = store.unbroken(p, end);
    cases[p].result = sums_up_to(n, store, p, cases[p], threads);
    cases[p].stored = rows_of(store, p, n);
  }
}

}  // namespace outcast::app
