// What is wrong with a file: every problem with its place, the reason, and a hint.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace outcast::document {

/// Where something is written. Line and column count from 1 (columns in bytes); line 0: the file as
/// a whole.
struct Position {
  std::string file;
  std::size_t line = 0, column = 0;
  std::string pointer = {};  ///< JSON pointer within that file; empty: the whole document
};

struct Problem {
  Position at;
  std::string what;
  std::string why = {};   ///< the rule that was broken
  std::string hint = {};  ///< a full sentence: what to write instead
};

/// `scenarios/shop.json:14:9: /dependencies/3/to: unknown service "atuh" (why). Did you mean
/// "auth"?`
std::string to_text(const Problem& problem);

/// Collects all problems of all files, so that they are reported at once.
/// Thread rule: one thread. Invariant: at most `kept_most` are kept; the others are only counted.
class Problems {
 public:
  void add(Problem problem);
  bool empty() const { return count_ == 0; }
  std::size_t size() const { return count_; }
  /// Enough for a page: looking for hints is no longer worth its time.
  bool is_crowded() const { return count_ >= 100; }
  /// By file, line and column, each once.
  std::vector<Problem> sorted() const;
  /// One line each, sorted; past `most` lines "and 37 more".
  std::string to_text(std::size_t most = 50) const;

 private:
  static constexpr std::size_t kept_most = 10'000;
  std::vector<Problem> problems_;
  std::size_t count_ = 0;
};

}  // namespace outcast::document
