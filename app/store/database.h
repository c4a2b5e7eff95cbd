// SQLite behind three small classes; its header stays in the .cpp.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace outcast::app {

class Database;

/// A prepared statement. Parameters are bound in order, from left to right.
class Statement {
 public:
  Statement& bind(std::uint64_t number);
  Statement& bind(double number);
  Statement& bind(std::string_view text);
  Statement& bind(std::span<const std::byte> bytes);

  /// Goes on to the next row; false: there is none.
  bool step();
  /// Ready for the next parameters.
  void reset();
  /// Runs a statement without rows to its end.
  void run();

  std::uint64_t number(int column) const;
  double real(int column) const;  ///< NULL: NaN
  bool is_text(int column) const;
  std::string text(int column) const;
  /// Valid until the next step.
  std::span<const std::byte> bytes(int column) const;

 private:
  friend class Database;
  Statement(const Database& database, std::string_view sql);
  void check(int code) const;

  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const;
  };
  const Database* database_;
  std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
  int bound_ = 0;
};

/// One file. Thread rule: one thread. Every failure of SQLite arrives as a Failure with the path.
class Database {
 public:
  enum class Access { read, write };  ///< writing makes the file where there is none

  Database(const std::string& path, Access access);
  const std::string& path() const { return path_; }
  void execute(const std::string& sql) const;
  Statement prepare(std::string_view sql) const { return Statement(*this, sql); }
  /// The one number that a query gives.
  std::uint64_t number(std::string_view sql) const;

 private:
  friend class Statement;
  [[noreturn]] void fail(int code) const;

  struct Closer {
    void operator()(sqlite3* connection) const;
  };
  std::string path_;
  std::unique_ptr<sqlite3, Closer> connection_;
};

/// All that is written while it lives, or nothing of it unless it is committed.
class Transaction {
 public:
  explicit Transaction(const Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  const Database& database_;
  bool is_open_ = true;
};

}  // namespace outcast::app
