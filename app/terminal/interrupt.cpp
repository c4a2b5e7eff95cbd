// A thread that waits for signals which all others have blocked.
#include "app/terminal/interrupt.h"

#include <pthread.h>
#include <unistd.h>

namespace outcast::app {
namespace {

constexpr int wake_up = SIGUSR2;  // ends the wait when no signal came

}  // namespace

Interrupt::Interrupt() {
  sigemptyset(&awaited_);
  for (const int signal : {SIGINT, SIGTERM, wake_up}) sigaddset(&awaited_, signal);
  pthread_sigmask(SIG_BLOCK, &awaited_, &before_);
  waiting_ = std::thread([this] { wait(); });
}

Interrupt::~Interrupt() {
  is_over_ = true;
  pthread_kill(waiting_.native_handle(), wake_up);
  waiting_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void Interrupt::wait() {
  while (!is_over_) {
    int signal = 0;
    sigwait(&awaited_, &signal);
    if (signal == wake_up) continue;
    if (signal_ != 0) ::_exit(128 + signal);
    signal_ = signal;
    stop_.request_stop();
  }
}

ExitCode Interrupt::exit_code() const {
  switch (signal_) {
    case SIGINT:
      return ExitCode::interrupted;
    case SIGTERM:
      return ExitCode::terminated;
    default:
      return ExitCode::done;
  }
}

}  // namespace outcast::app
