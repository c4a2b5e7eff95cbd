// A line on standard error that says how far a long run is; nothing off a terminal.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>

namespace outcast::app {

/// Thread rule: one thread at a time. Invariant: when it is gone, so is its line.
class Progress {
 public:
  Progress();
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  bool is_shown() const { return is_shown_; }
  /// The work there is by now, in replications; it may grow.
  void expect(std::uint64_t total) { total_ = total; }
  /// More about the present state, such as "blast_radius +-6.1 %, wanted 5 %".
  void describe(std::string text) { text_ = std::move(text); }
  /// Shows `finished` replications, unless the last time is but a moment ago.
  void show(std::uint64_t finished);

 private:
  using Clock = std::chrono::steady_clock;
  std::string line(std::uint64_t finished, double seconds, std::size_t room) const;

  bool is_shown_;
  bool has_line_ = false;
  std::uint64_t total_ = 0;
  std::string text_;
  Clock::time_point start_ = Clock::now(), last_ = start_;
};

}  // namespace outcast::app
