// ^C and termination stop a simulation at once, and what is finished is reported.
#pragma once
#include <atomic>
#include <csignal>
#include <stop_token>
#include <thread>

#include "app/terminal/exit_code.h"

namespace outcast::app {

/// While it lives, SIGINT and SIGTERM request a stop instead of ending the program; a second one
/// ends it at once. Thread rule: made before the threads that are to be undisturbed, since they
/// inherit its mask. The signals are waited for by a thread of its own, because almost nothing may
/// be called from a signal handler.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  std::stop_token token() const { return stop_.get_token(); }
  /// `done` until a signal came.
  ExitCode exit_code() const;

 private:
  void wait();

  sigset_t awaited_{}, before_{};
  std::stop_source stop_;
  std::atomic<int> signal_{0};
  std::atomic<bool> is_over_{false};
  std::thread waiting_;
};

}  // namespace outcast::app
