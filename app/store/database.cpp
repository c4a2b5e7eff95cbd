// Calls SQLite and turns its error codes into messages for people.
#include "app/store/database.h"

#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <limits>

#include "app/store/damage.h"
#include "app/terminal/exit_code.h"

namespace outcast::app {
namespace {

bool is_out_of_room(int code) {
  return (code & 0xff) == SQLITE_FULL || code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_FSYNC ||
         code == SQLITE_IOERR_TRUNCATE || code == SQLITE_IOERR_SHMSIZE;
}

bool is_damage(int code) {
  return (code & 0xff) == SQLITE_CORRUPT || code == SQLITE_IOERR_SHORT_READ;
}

}  // namespace

void Statement::Finalizer::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement::Statement(const Database& database, std::string_view sql) : database_(&database) {
  sqlite3_stmt* prepared = nullptr;
  check(sqlite3_prepare_v2(database.connection_.get(), sql.data(), static_cast<int>(sql.size()),
                           &prepared, nullptr));
  statement_.reset(prepared);
}

void Statement::check(int code) const {
  if (code != SQLITE_OK) database_->fail(code);
}

Statement& Statement::bind(std::uint64_t number) {
  check(sqlite3_bind_int64(statement_.get(), ++bound_, static_cast<sqlite3_int64>(number)));
  return *this;
}

Statement& Statement::bind(double number) {
  check(sqlite3_bind_double(statement_.get(), ++bound_, number));
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  check(sqlite3_bind_text64(statement_.get(), ++bound_, text.data() == nullptr ? "" : text.data(),
                            text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind(std::span<const std::byte> bytes) {
  check(sqlite3_bind_blob64(statement_.get(), ++bound_, bytes.data(), bytes.size(),
                            SQLITE_TRANSIENT));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_->fail(sqlite3_extended_errcode(database_->connection_.get()));
  return false;
}

void Statement::reset() {
  check(sqlite3_reset(statement_.get()));
  bound_ = 0;
}

void Statement::run() {
  step();
  reset();
}

std::uint64_t Statement::number(int column) const {
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), column));
}

double Statement::real(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL
             ? std::numeric_limits<double>::quiet_NaN()
             : sqlite3_column_double(statement_.get(), column);
}

bool Statement::is_text(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_TEXT;
}

std::string Statement::text(int column) const {
  const std::span<const std::byte> found = bytes(column);
  return {reinterpret_cast<const char*>(found.data()), found.size()};
}

std::span<const std::byte> Statement::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return {static_cast<const std::byte*>(data), static_cast<std::size_t>(size)};
}

void Database::Closer::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

namespace {

/// Nobody can write beside it, as in an archive. A reader that may not make the files of the log
/// needs SQLite's word that nothing changes.
bool is_archived(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return ::access(folder.empty() ? "." : folder.c_str(), W_OK) != 0 &&
         !std::filesystem::exists(path + "-wal");
}

std::string immutable_uri(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path)
    uri += c == '?' ? "%3f" : c == '#' ? "%23" : c == '%' ? "%25" : std::string(1, c);
  return uri + "?immutable=1";
}

}  // namespace

Database::Database(const std::string& path, Access access) : path_(path) {
  sqlite3* opened = nullptr;
  // Also for reading: after a crash the reader puts the log in order.
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  if (access == Access::write) flags |= SQLITE_OPEN_CREATE;
  const bool is_fixed = access == Access::read && is_archived(path);
  if (is_fixed) flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
  const std::string name = is_fixed ? immutable_uri(path) : path;
  const int code = sqlite3_open_v2(name.c_str(), &opened, flags, nullptr);
  connection_.reset(opened);
  if (code != SQLITE_OK) fail(code);
  sqlite3_extended_result_codes(opened, 1);
  sqlite3_busy_timeout(opened, 10'000);  // of a reader that meets a commit
}

void Database::execute(const std::string& sql) const {
  const int code = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

std::uint64_t Database::number(std::string_view sql) const {
  Statement query = prepare(sql);
  return query.step() ? query.number(0) : 0;
}

void Database::fail(int code) const {
  if (is_out_of_room(code))
    throw Failure(ExitCode::failed,
                  "cannot write " + path_ +
                      ": there is no room left. The batches before are kept; with more room, "
                      "--resume goes on from there");
  if (is_damage(code))
    refuse_damage(path_, std::string("SQLite cannot read it (") + sqlite3_errstr(code) + ")");
  if ((code & 0xff) == SQLITE_NOTADB)
    throw Failure(ExitCode::invalid, path_ + " is no store of results");
  const std::string why =
      connection_ ? sqlite3_errmsg(connection_.get()) : std::string(sqlite3_errstr(code));
  throw Failure(ExitCode::failed, "cannot use the store " + path_ + ": " + why);
}

Transaction::Transaction(const Database& database) : database_(database) {
  database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (!is_open_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const Failure&) {
    // A full disk has rolled it back already; the reason is under way.
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  is_open_ = false;
}

}  // namespace outcast::app
