// Workers, queue and faults of a service.
#include "bench/live/station.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdlib>
#include <sstream>

namespace outcast::live {

Station::Station(const asio::any_io_executor& executor, const ServiceSpec& spec)
    : executor_(executor),
      spec_(spec),
      streams_(spec.seed, 0),
      arrival_(executor, Clock::time_point::max()) {
  if (spec_.calls)
    caller_ = std::make_unique<Caller>(*spec_.calls, spec_.seed, sim::entity(spec_.name));
  for (unsigned i = 0; i < spec_.concurrency; ++i) spawn(executor_, work());
}

Task<void> Station::take(Connection connection) {
  constexpr std::string_view door = "/admin/";
  std::optional<std::string> target = co_await read_target(connection);
  if (!target) co_return;
  if (target->starts_with(door))
    co_await obey(std::move(connection), target->substr(door.size()));
  else
    co_await admit(std::move(connection));
}

Task<void> Station::admit(Connection connection) {
  ++counts_.arrived;
  if (hangs_) {
    forget(std::move(connection));
  } else if (queue_.size() >= spec_.queue && busy_ == spec_.concurrency) {
    ++counts_.shed;
    co_await answer(connection, 503, "full\n");
  } else {
    queue_.push_back({std::move(connection), life_});
    arrival_.cancel_one();
  }
}

Task<void> Station::work() {
  for (;;) {
    Job job = co_await next_job();
    const auto begin = Clock::now();
    ++busy_;
    co_await serve(std::move(job));
    --busy_;
    counts_.busy_seconds += std::chrono::duration<double>(Clock::now() - begin).count();
  }
}

Task<Station::Job> Station::next_job() {
  boost::system::error_code woken;
  while (queue_.empty())
    co_await arrival_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  Job job = std::move(queue_.front());
  queue_.pop_front();
  co_return job;
}

Task<void> Station::serve(Job job) {
  sim::Stream luck =
      streams_.stream(sim::purpose("live.service"), sim::entity(spec_.name), jobs_++);
  const double seconds = spec_.service_time.sample(luck) * slowness_;
  co_await sleep_until(Clock::now() + chrono(sim::Duration::from_seconds(seconds)));
  bool is_good = true;
  if (caller_) is_good = (co_await caller_->call()).outcome == Outcome::ok;
  if (job.life != life_) {
    forget(std::move(job.connection));
  } else if (!co_await answer(job.connection, is_good ? 200 : 502, "done\n")) {
    ++counts_.abandoned;
  } else {
    ++(is_good ? counts_.answered : counts_.failed);
  }
}

void Station::hang() {
  hangs_ = true;
  ++life_;
  for (Job& job : queue_) forget(std::move(job.connection));
  queue_.clear();
}

void Station::forget(Connection connection) {
  ++counts_.forgotten;
  spawn(executor_, hold(std::move(connection)));
}

/// state | hang | slow/FACTOR | serve
Task<void> Station::obey(Connection connection, std::string command) {
  if (command == "hang") {
    hang();
  } else if (command.starts_with("slow/")) {
    slowness_ = std::strtod(command.c_str() + 5, nullptr);
  } else if (command == "serve") {
    hangs_ = false;
    slowness_ = 1;
  } else if (command != "state") {
    co_await answer(connection, 404, "unknown command\n");
    co_return;
  }
  co_await answer(connection, 200, state());
}

/// As JSON; counting starts anew.
std::string Station::state() {
  std::ostringstream out;
  out << "{\"queue\":" << queue_.size() << ",\"busy\":" << busy_
      << ",\"arrived\":" << counts_.arrived << ",\"answered\":" << counts_.answered
      << ",\"failed\":" << counts_.failed << ",\"abandoned\":" << counts_.abandoned
      << ",\"shed\":" << counts_.shed << ",\"forgotten\":" << counts_.forgotten
      << ",\"busy_seconds\":" << counts_.busy_seconds << "}\n";
  counts_ = {};
  return out.str();
}

}  // namespace outcast::live
