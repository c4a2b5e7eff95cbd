// HTTP/1.1 on the loopback interface: an attempt as its caller and an answer as its server see it.
// Asio's types are in the signatures of coroutines, hence in this header.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "sim/kernel/time.h"

namespace outcast::live {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using Connection = boost::beast::tcp_stream;
template <class T>
using Task = asio::awaitable<T>;

constexpr std::chrono::nanoseconds chrono(sim::Duration d) {
  return std::chrono::nanoseconds(d.nanoseconds);
}

/// Runs beside the caller; what it throws ends the program.
void spawn(const asio::any_io_executor& executor, Task<void> task);
/// At once when the time has come.
Task<void> sleep_until(Clock::time_point end);

enum class Outcome : std::uint8_t {
  ok,
  error,    ///< another status than 200, or a connection that broke
  refused,  ///< nobody listens
  timeout
};

/// One request on a connection of its own. A caller that gives up resets the connection.
Task<Outcome> attempt(unsigned port, sim::Duration timeout);

/// The path that a client asks for; nothing: it is gone.
Task<std::optional<std::string>> read_target(Connection& connection);
/// Whether somebody was still there to take it.
Task<bool> answer(Connection& connection, unsigned status, std::string body);
/// Keeps the connection open, and silent, until the client gives up.
Task<void> hold(Connection connection);

}  // namespace outcast::live
