// Batches: computed where the store has none, kept at once.
#include "app/study/stored_simulation.h"

#include <algorithm>
#include <chrono>

#include "app/study/rounds.h"
#include "app/study/rows.h"
#include "app/terminal/figures.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

constexpr std::size_t only_point = 0;

/// One run of a case into its store. Thread rule: one thread.
class StoredRun {
 public:
  StoredRun(const Case& subject, Store& store, const Sampling& sampling, const Shard& shard)
      : subject_(subject), store_(store), sampling_(sampling), shard_(shard) {}

  void run_to(std::uint64_t total) {
    store_.expect(only_point, total);
    std::vector<Stretch> stretches = store_.missing(only_point, total);
    std::erase_if(stretches, [&](const Stretch& stretch) {
      return !shard_.holds(stretch.first / store_.manifest().batch);
    });
    std::uint64_t left = 0;
    for (const Stretch& stretch : stretches) left += stretch.count();
    present_ = count_present();
    progress_.expect(present_ + left);
    for (const Stretch& stretch : stretches)
      if (!interrupt_.token().stop_requested()) compute(stretch);
  }

  std::vector<sim::Estimate> estimates(std::uint64_t total,
                                       const std::vector<std::size_t>& columns) const {
    const Rows rows = rows_of(store_, only_point, total);
    std::vector<sim::Estimate> estimates;
    for (const std::size_t column : columns)
      estimates.push_back(sim::estimate_mean(sample_of(rows, column)));
    return estimates;
  }

  Ending run() {
    const std::vector<std::size_t> columns =
        precise_columns_of(sampling_);  // refuses unknown metrics
    Ending ending{.wanted = sampling_.replications};
    if (sampling_.precision)
      run_rounds({[&](std::uint64_t total) { run_to(total); },
                  [&](std::uint64_t total) { return estimates(total, columns); }},
                 sampling_, interrupt_, progress_, ending);
    else
      run_to(sampling_.replications);
    ending.code = interrupt_.exit_code();
    if (shard_.is_whole() && store_.unbroken(only_point, ending.wanted) == ending.wanted)
      ending.code = ExitCode::done;
    return ending;
  }

 private:
  std::uint64_t count_present() const {
    std::uint64_t count = 0;
    for (const Stretch& stretch : store_.present(only_point)) count += stretch.count();
    return count;
  }

  /// In pieces of about a second, so that a crash costs no more than that; how the stretch is cut
  /// changes no result.
  void compute(const Stretch& stretch) {
    using Clock = std::chrono::steady_clock;
    for (std::uint64_t first = stretch.first;
         first < stretch.end && !interrupt_.token().stop_requested();) {
      const std::uint64_t end = std::min(stretch.end, first + piece_);
      const Clock::time_point start = Clock::now();
      compute_piece({first, end});
      const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
      const double fitting = static_cast<double>(end - first) / std::max(seconds, 1e-6);
      piece_ = static_cast<std::uint64_t>(std::clamp(fitting, 1.0, 1e6));
      first = end;
    }
  }

  void compute_piece(const Stretch& piece) {
    cascade::EnsembleResult batch;
    const sim::EnsembleOptions options{
        .first = piece.first,
        .count = piece.count(),
        .threads = static_cast<unsigned>(sampling_.threads),
        .stop = interrupt_.token(),
        .progress = [&](std::uint64_t finished) { progress_.show(present_ + finished); }};
    cascade::run(subject_.blueprint, sampling_.seed, options, batch);
    store_.put(only_point, piece.first, batch);
    present_ += batch.finished;
  }

  const Case& subject_;
  Store& store_;
  const Sampling& sampling_;
  const Shard& shard_;
  const Interrupt interrupt_;
  Progress progress_;
  std::uint64_t present_ = 0;
  std::uint64_t piece_ = 64;
};

void refuse_more_than_asked(const Store& store, const Sampling& sampling) {
  const auto& present = store.present(only_point);
  if (sampling.precision || present.empty() || present.back().end <= sampling.replications) return;
  throw Failure(ExitCode::invalid, store.path() + " already holds replications up to number " +
                                       count_text(present.back().end - 1) + ", more than the " +
                                       count_text(sampling.replications) +
                                       " that are asked for. -n " +
                                       std::to_string(present.back().end) + " takes them all");
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

Store open_store(const std::string& path, OnExisting on_existing, const Case& subject,
                 const Sampling& sampling, Files files) {
  const std::uint64_t wanted = sampling.precision ? 0 : sampling.replications;
  Manifest manifest{.kind = ExperimentKind::run,
                    .seed = sampling.seed,
                    .points = {{.label = subject.label,
                                .scenario = subject.path,
                                .variant = subject.variant,
                                .digest = subject.digest,
                                .replications = wanted}},
                    .files = std::move(files)};
  return Store::open_to_write(path, on_existing, std::move(manifest));
}

Ending simulate(const Case& subject, Store& store, const Sampling& sampling, const Shard& shard) {
  refuse_more_than_asked(store, sampling);
  return StoredRun(subject, store, sampling, shard).run();
}

}  // namespace outcast::app
