// The store: one file that holds one experiment, survives being killed, and can be merged.
//
// How a command uses it, a sweep of many points for example:
//
//   Manifest manifest{.kind = ExperimentKind::sweep, .seed = 1};
//   // all points up front, each with its coordinates and the replications it is to have:
//   manifest.points.push_back({.label = "adoption 0.3", .scenario = path, .digest = subject.digest,
//                              .replications = 1000, .parameters = {{"/adoption", 0.3}}});
//   manifest.files = files;  // what recording_reader(files) has seen while the cases were read
//   Store store = Store::open_to_write(path, OnExisting::resume, manifest);
//   for (std::size_t p = 0; p < manifest.points.size(); ++p)
//     for (const Stretch& stretch : store.missing(p, 1000)) {
//       cascade::EnsembleResult batch;
//       cascade::run(blueprint, seed, {.first = stretch.first, .count = stretch.count()}, batch);
//       store.put(p, stretch.first, batch);  // one transaction; after it nothing can be lost
//     }
//   store.read(p, {{column}}, 1000, ...);  // or store.rows(p, 1000): every metric at once
//
// What is read back depends on the replications alone, not on how they were cut into batches.
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/store/database.h"
#include "app/store/manifest.h"
#include "app/store/response_table.h"
#include "app/store/writer_lock.h"
#include "models/cascade/ensemble.h"

namespace outcast::app {

/// Replications first .. end - 1.
struct Stretch {
  std::uint64_t first = 0, end = 0;
  std::uint64_t count() const { return end - first; }
  bool operator==(const Stretch&) const = default;
};
/// "0 .. 1,023, 2,048 .. 3,071"
std::string to_text(std::span<const Stretch> stretches);

/// What to do about a file that is there already.
enum class OnExisting { refuse, resume };

/// Thread rule: one thread. Invariants: a file has one writer at a time; the stretches of a point
/// do not overlap and none crosses a multiple of the manifest's batch; what `put` has returned from
/// is kept, even if the process is killed at that moment.
class Store {
 public:
  static constexpr std::uint64_t all = ~std::uint64_t{0};  ///< an end beyond every replication
  static constexpr std::uint64_t format = 2;  ///< of the tables, in PRAGMA user_version

  /// To add to an experiment, or to begin it. Throws Failure with what is wrong: the file exists,
  /// or holds another experiment, or another process is writing to it.
  static Store open_to_write(const std::string& path, OnExisting on_existing, Manifest manifest);
  /// To read, as it is now, even while another process goes on writing.
  static Store open_to_read(const std::string& path);

  /// It is an SQLite file, by its first bytes.
  static bool is_store(const std::string& path);

  const std::string& path() const { return database_.path(); }
  const Manifest& manifest() const { return manifest_; }

  /// What there is of a point, in order.
  const std::vector<Stretch>& present(std::size_t point) const { return present_[point]; }
  /// What there is not of replications 0 .. end - 1, in stretches that one batch can hold.
  std::vector<Stretch> missing(std::size_t point, std::uint64_t end) const;
  /// The length of the unbroken run of replications from the first, up to `end`.
  std::uint64_t unbroken(std::size_t point, std::uint64_t end) const;
  /// The point is to have so many replications in the end; never less than before.
  void expect(std::size_t point, std::uint64_t replications);
  /// Keeps the rows and sums of one stretch, all of them or none.
  void put(std::size_t point, std::uint64_t first, const cascade::EnsembleResult& batch);

  /// Keeps what a point of a sweep answered to what was last asked, unless it is known already.
  /// Resumed with other settings, a store has no answers yet.
  void answer(std::size_t point, const Response& response);
  std::optional<Response> response(std::size_t point) const {
    return read_response(database_, point);
  }

  /// The values of some metrics (columns of cascade::metrics()) by replication, one span for each,
  /// of what there is of 0 .. end - 1, piece by piece in order.
  using Visitor = std::function<void(std::span<const std::span<const double>> columns)>;
  void read(std::size_t point, std::span<const std::size_t> columns, std::uint64_t end,
            const Visitor& visitor) const;
  /// Every metric of all there is, one piece for each of the present stretches.
  void read_all(std::size_t point, const Visitor& visitor) const;
  /// The sums of what there is of 0 .. end - 1, and how much that is; no rows. A batch that reaches
  /// over the end has no sums of a part, and is left out.
  cascade::EnsembleResult sums(std::size_t point, std::uint64_t end) const;
  /// Rows and sums of a stretch that is present.
  cascade::EnsembleResult batch(std::size_t point, const Stretch& stretch) const;
  /// Every metric of what there is of 0 .. end - 1.
  sim::Table rows(std::size_t point, std::uint64_t end) const;

 private:
  Store(std::optional<WriterLock> lock, Database database);
  static bool is_fresh(const Database& database);
  [[noreturn]] static void refuse_existing(const std::string& path);
  static void identify(const Database& database);
  void add_sums(std::size_t point, const Stretch& stretch, cascade::EnsembleResult& result) const;
  void begin(Manifest manifest);
  void resume(const Manifest& manifest);
  void load();

  std::optional<WriterLock> lock_;
  Database database_;
  Manifest manifest_;
  std::vector<std::vector<Stretch>> present_;  ///< by point
};

}  // namespace outcast::app
