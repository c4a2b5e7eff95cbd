// Opens stores, and puts and reads their batches.
#include "app/store/store.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <numeric>

#include "app/store/damage.h"
#include "app/store/manifest_tables.h"
#include "app/store/tallies.h"
#include "app/terminal/exit_code.h"
#include "app/terminal/figures.h"

namespace outcast::app {
namespace {

static_assert(std::endian::native == std::endian::little, "stores hold little-endian doubles");

constexpr std::uint64_t application_id = 0x4f757463;  // "Outc"

/// The bytes of a column; where all values are the same bits, of the first alone: metrics that a
/// scenario does not have then take no room.
std::span<const std::byte> packed(std::span<const double> values) {
  const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); };
  const bool is_constant =
      std::ranges::all_of(values, [&](double value) { return bits(value) == bits(values[0]); });
  return std::as_bytes(is_constant ? values.first(1) : values);
}

[[noreturn]] void refuse(const std::string& why) { throw Failure(ExitCode::invalid, why); }

[[noreturn]] void report_damage(const std::string& path, const Stretch& stretch) {
  refuse_damage(path, "replications " + to_text({&stretch, 1}) + " cannot be read");
}

void unpack(std::span<const std::byte> bytes, std::span<double> values) {
  std::memcpy(values.data(), bytes.data(), bytes.size());
  if (bytes.size() == sizeof(double)) std::ranges::fill(values, values[0]);
}

/// Reads the columns of one stretch after the other.
class ColumnReader {
 public:
  ColumnReader(const Database& database, std::size_t point, std::span<const std::size_t> columns)
      : database_(database), point_(point), columns_(columns), values_(columns.size()) {}

  /// Their first `count` values.
  std::span<const std::span<const double>> read(const Stretch& stretch, std::uint64_t count) {
    spans_.clear();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      values_[i].resize(stretch.count());
      read(columns_[i], stretch, values_[i]);
      spans_.push_back(std::span<const double>(values_[i]).first(count));
    }
    return spans_;
  }

 private:
  void read(std::size_t column, const Stretch& stretch, std::span<double> values) {
    query_.bind(std::uint64_t{point_}).bind(std::uint64_t{column}).bind(stretch.first);
    const bool is_there = query_.step();
    const auto bytes = is_there ? query_.bytes(0) : std::span<const std::byte>();
    if (bytes.size() != sizeof(double) && bytes.size() != values.size_bytes())
      report_damage(database_.path(), stretch);
    unpack(bytes, values);
    query_.reset();
  }

  const Database& database_;
  std::size_t point_;
  std::span<const std::size_t> columns_;
  Statement query_ =
      database_.prepare("SELECT doubles FROM cells WHERE point = ? AND metric = ? AND first = ?");
  std::vector<std::vector<double>> values_;
  std::vector<std::span<const double>> spans_;
};

std::vector<std::size_t> all_columns() {
  std::vector<std::size_t> columns(cascade::metrics().size());
  std::iota(columns.begin(), columns.end(), 0);
  return columns;
}

void append_rows(std::span<const std::span<const double>> columns, sim::Table& table) {
  const std::size_t first = table.rows();
  table.resize(first + columns[0].size());
  for (std::size_t c = 0; c < columns.size(); ++c)
    for (std::size_t r = 0; r < columns[c].size(); ++r) table.row(first + r)[c] = columns[c][r];
}

}  // namespace

std::string to_text(std::span<const Stretch> stretches) {
  std::string text;
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    std::uint64_t end = stretches[i].end;
    const std::uint64_t first = stretches[i].first;
    while (i + 1 < stretches.size() && stretches[i + 1].first == end) end = stretches[++i].end;
    text += (text.empty() ? "" : ", ") + count_text(first) + " .. " + count_text(end - 1);
  }
  return text;
}

Store::Store(std::optional<WriterLock> lock, Database database)
    : lock_(std::move(lock)), database_(std::move(database)) {}

bool Store::is_fresh(const Database& database) {
  return database.number("PRAGMA application_id") == 0 &&
         database.number("SELECT count(*) FROM sqlite_schema") == 0;
}

void Store::identify(const Database& database) {
  if (database.number("PRAGMA application_id") != application_id)
    refuse(database.path() + " is no store of results");
  const std::uint64_t found = database.number("PRAGMA user_version");
  if (found != format)
    refuse(database.path() + " has store format " + std::to_string(found) +
           ", this version of outcast (" OUTCAST_VERSION ") knows format " +
           std::to_string(format) +
           ". It is left as it is: read it with the build that wrote it, or simulate again into "
           "another store");
}

Store Store::open_to_write(const std::string& path, OnExisting on_existing, Manifest manifest) {
  manifest.outcast = OUTCAST_VERSION;
  WriterLock lock(path);
  std::error_code error;
  if (on_existing == OnExisting::refuse && std::filesystem::exists(path, error))
    refuse_existing(path);
  Store store(std::move(lock), Database(path, Database::Access::write));
  if (is_fresh(store.database_))
    store.begin(std::move(manifest));
  else
    store.resume(manifest);
  return store;
}

/// Only a store can be gone on with.
void Store::refuse_existing(const std::string& path) {
  if (!is_store(path))
    refuse(path + " exists already and is no store of results; name another file");
  identify(Database(path, Database::Access::read));
  refuse(path + " exists already. --resume goes on with it; or name another store");
}

Store Store::open_to_read(const std::string& path) {
  Store store({}, Database(path, Database::Access::read));
  store.database_.execute("PRAGMA query_only = 1");
  identify(store.database_);
  store.database_.execute("BEGIN");  // one state of the file, to the end
  store.load();
  return store;
}

bool Store::is_store(const std::string& path) {
  constexpr std::string_view mark = "SQLite format 3";
  std::string found(mark.size(), '\0');
  std::ifstream(path, std::ios::binary)
      .read(found.data(), static_cast<std::streamsize>(mark.size()));
  return found == mark;
}

void Store::begin(Manifest manifest) {
  manifest_ = std::move(manifest);
  present_.resize(manifest_.points.size());
  database_.execute("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL");
  database_.execute("PRAGMA synchronous = NORMAL");
  Transaction transaction(database_);
  database_.execute("PRAGMA application_id = " + std::to_string(application_id));
  database_.execute("PRAGMA user_version = " + std::to_string(format));
  write_manifest(database_, manifest_);
  transaction.commit();
}

void Store::resume(const Manifest& manifest) {
  identify(database_);
  database_.execute("PRAGMA synchronous = NORMAL");
  load();
  const std::vector<std::string> differences = differences_of(manifest_, manifest);
  if (!differences.empty()) {
    std::string text = path() + " holds another experiment and cannot be resumed with this one";
    for (const std::string& difference : differences) text += "\n  " + difference;
    refuse(text);
  }
  for (std::size_t i = 0; i < manifest.points.size(); ++i)
    expect(i, manifest.points[i].replications);
  // It may have been read by other paths, and the settings then name those.
  const bool has_all = std::ranges::includes(manifest_.files, manifest.files);
  if (has_all && manifest.settings == manifest_.settings) return;
  Transaction transaction(database_);
  if (manifest.settings != manifest_.settings) database_.execute("DELETE FROM response");
  update_manifest(database_, manifest);
  transaction.commit();
}

void Store::load() {
  manifest_ = read_manifest(database_);
  present_.resize(manifest_.points.size());
  Statement query =
      database_.prepare("SELECT point, first, replications FROM batch ORDER BY point, first");
  while (query.step()) {
    if (query.number(0) >= present_.size()) refuse_damage(path(), "it has rows of no point");
    present_[query.number(0)].push_back({query.number(1), query.number(1) + query.number(2)});
  }
}

std::vector<Stretch> Store::missing(std::size_t point, std::uint64_t end) const {
  std::vector<Stretch> gaps;
  const auto add = [&](std::uint64_t from, std::uint64_t to) {
    while (from < to) {
      const std::uint64_t next = std::min(to, (from / manifest_.batch + 1) * manifest_.batch);
      gaps.push_back({from, next});
      from = next;
    }
  };
  std::uint64_t reached = 0;
  for (const Stretch& stretch : present_[point]) {
    add(reached, std::min(stretch.first, end));
    reached = stretch.end;
  }
  add(reached, end);
  return gaps;
}

std::uint64_t Store::unbroken(std::size_t point, std::uint64_t end) const {
  std::uint64_t reached = 0;
  for (const Stretch& stretch : present_[point]) {
    if (stretch.first != reached || reached >= end) break;
    reached = stretch.end;
  }
  return std::min(reached, end);
}

void Store::expect(std::size_t point, std::uint64_t replications) {
  if (replications <= manifest_.points[point].replications) return;
  manifest_.points[point].replications = replications;
  Statement update = database_.prepare("UPDATE point SET replications = ? WHERE id = ?");
  update.bind(replications).bind(std::uint64_t{point}).run();
}

void Store::put(std::size_t point, std::uint64_t first, const cascade::EnsembleResult& batch) {
  const std::uint64_t id = point, rows = batch.table.rows();
  if (rows == 0) return;
  Transaction transaction(database_);
  const std::vector<std::byte> sums = pack_tallies(batch);
  database_.prepare("INSERT INTO batch VALUES (?, ?, ?, ?)")
      .bind(id)
      .bind(first)
      .bind(rows)
      .bind(std::span(sums))
      .run();
  Statement insert = database_.prepare("INSERT INTO cells VALUES (?, ?, ?, ?)");
  for (std::uint64_t metric = 0; metric < batch.table.columns(); ++metric) {
    const std::vector<double> values = batch.table.column(metric);
    insert.bind(id).bind(metric).bind(first).bind(packed(values)).run();
  }
  transaction.commit();
  auto& present = present_[point];
  const Stretch stretch{first, first + rows};
  present.insert(std::ranges::upper_bound(present, first, {}, &Stretch::first), stretch);
}

void Store::answer(std::size_t point, const Response& found) {
  if (response(point)) return;
  Transaction transaction(database_);
  write_response(database_, point, found);
  transaction.commit();
}

void Store::read(std::size_t point, std::span<const std::size_t> columns, std::uint64_t end,
                 const Visitor& visitor) const {
  ColumnReader reader(database_, point, columns);
  for (const Stretch& stretch : present_[point]) {
    if (stretch.first >= end) break;
    visitor(reader.read(stretch, std::min(stretch.end, end) - stretch.first));
  }
}

void Store::read_all(std::size_t point, const Visitor& visitor) const {
  read(point, all_columns(), all, visitor);
}

void Store::add_sums(std::size_t point, const Stretch& stretch,
                     cascade::EnsembleResult& result) const {
  Statement query = database_.prepare("SELECT sums FROM batch WHERE point = ? AND first = ?");
  query.bind(std::uint64_t{point}).bind(stretch.first);
  if (!query.step() || !add_tallies(query.bytes(0), result)) report_damage(path(), stretch);
  result.finished += stretch.count();
}

cascade::EnsembleResult Store::sums(std::size_t point, std::uint64_t end) const {
  cascade::EnsembleResult result;
  for (const Stretch& stretch : present_[point]) {
    if (stretch.end > end) break;
    add_sums(point, stretch, result);
  }
  return result;
}

cascade::EnsembleResult Store::batch(std::size_t point, const Stretch& stretch) const {
  cascade::EnsembleResult result;
  add_sums(point, stretch, result);
  const std::vector<std::size_t> columns = all_columns();
  ColumnReader reader(database_, point, columns);
  append_rows(reader.read(stretch, stretch.count()), result.table);
  return result;
}

sim::Table Store::rows(std::size_t point, std::uint64_t end) const {
  sim::Table table(cascade::metrics().size());
  read(point, all_columns(), end,
       [&](std::span<const std::span<const double>> piece) { append_rows(piece, table); });
  return table;
}

}  // namespace outcast::app
