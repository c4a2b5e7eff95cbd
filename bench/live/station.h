// A service as its requests see it: workers behind a queue, and the faults that may befall them.
#pragma once
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <string>

#include "bench/live/caller.h"
#include "bench/live/http.h"
#include "bench/live/spec.h"

namespace outcast::live {

/// What happened since somebody last asked.
struct Counts {
  std::uint64_t arrived = 0;
  std::uint64_t answered = 0;
  std::uint64_t failed = 0;     ///< its own call failed
  std::uint64_t abandoned = 0;  ///< worked off for a client who had given up
  std::uint64_t shed = 0;       ///< the queue was full
  std::uint64_t forgotten = 0;  ///< lost in a hang
  double busy_seconds = 0;      ///< workers x time
};

/// Takes requests in the order of their arrival and works on each to the end, whether or not its
/// client still waits. Thread rule: the thread of its executor.
class Station {
 public:
  Station(const asio::any_io_executor& executor, const ServiceSpec& spec);
  Station(const Station&) = delete;
  Station& operator=(const Station&) = delete;

  /// Reads a request and sees that it is answered.
  Task<void> take(Connection connection);

 private:
  struct Job {
    Connection connection;
    unsigned life = 0;
  };

  Task<void> work();
  Task<Job> next_job();
  Task<void> serve(Job job);
  Task<void> admit(Connection connection);
  Task<void> obey(Connection connection, std::string command);
  void hang();
  void forget(Connection connection);
  std::string state();

  asio::any_io_executor executor_;
  ServiceSpec spec_;
  sim::Streams streams_;
  std::unique_ptr<Caller> caller_;
  asio::steady_timer arrival_;  ///< never expires; cancelled to wake an idle worker
  std::deque<Job> queue_;
  unsigned busy_ = 0;
  bool hangs_ = false;
  unsigned life_ = 0;  ///< a hang ends one: its jobs are never answered
  double slowness_ = 1;
  std::uint32_t jobs_ = 0;
  Counts counts_;
};

}  // namespace outcast::live
