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

  /// Somebody may be watching.
  bool is_shown() const { return is_shown_; }
  /// The work there is by now, in replications; it may grow.
  void expect(std::uint64_t total) { total_ = total; }
  /// Of it, what was there already: it counts as finished, and says nothing about the pace.
  void begin_with(std::uint64_t present) { present_ = present; }
  /// What is going on, such as "2 of 12 still in".
  void describe(std::string text) { text_ = std::move(text); }
  /// Such as "blast_radius +-6.1 %, wanted 5 %".
  void tell_precision(std::string precision) { precision_ = std::move(precision); }
  /// Shows `finished` replications, unless the last time is but a moment ago.
  void show(std::uint64_t finished);

 private:
  using Clock = std::chrono::steady_clock;
  std::string line(std::uint64_t finished, double seconds, std::size_t room) const;

  bool is_shown_;
  bool has_line_ = false;
  std::uint64_t total_ = 0, present_ = 0;
  std::string text_, precision_;
  Clock::time_point start_ = Clock::now(), last_ = start_;
};

}  // namespace outcast::app
