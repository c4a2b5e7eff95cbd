// HTTP on the loopback interface, by Boost.Beast.
#include "bench/live/http.h"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace outcast::live {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using boost::system::error_code;

auto into(error_code& failure) { return asio::redirect_error(asio::use_awaitable, failure); }

Outcome outcome_of(const error_code& failure) {
  if (failure == beast::error::timeout) return Outcome::timeout;
  if (failure == asio::error::connection_refused) return Outcome::refused;
  return Outcome::error;
}

/// Closing now resets, so that neither side keeps the port in TIME_WAIT: a storm of timeouts would
/// use up the ports, which is not the failure under study.
void reset_on_close(Connection& connection) {
  error_code ignored;
  connection.socket().set_option(tcp::socket::linger(true, 0), ignored);
  connection.socket().set_option(tcp::no_delay(true), ignored);
}

/// A client that gave up has closed its side (a proxy's close does not make writing fail).
bool is_gone(Connection& connection) {
  std::array<char, 1> byte;
  error_code failure;
  connection.socket().non_blocking(true, failure);
  connection.socket().receive(asio::buffer(byte), tcp::socket::message_peek, failure);
  return failure && failure != asio::error::would_block;
}

Task<error_code> send_request(Connection& connection) {
  http::request<http::empty_body> request(http::verb::get, "/", 11);
  request.set(http::field::host, "127.0.0.1");
  request.keep_alive(false);
  error_code failure;
  co_await http::async_write(connection, request, into(failure));
  co_return failure;
}

}  // namespace

void spawn(const asio::any_io_executor& executor, Task<void> task) {
  asio::co_spawn(executor, std::move(task), [](std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
  });
}

Task<void> sleep_until(Clock::time_point end) {
  asio::steady_timer timer(co_await asio::this_coro::executor, end);
  co_await timer.async_wait(asio::use_awaitable);
}

Task<Outcome> attempt(unsigned port, sim::Duration timeout) {
  Connection connection(co_await asio::this_coro::executor);
  connection.expires_after(chrono(timeout));
  const tcp::endpoint place(asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(port));
  error_code failure;
  co_await connection.async_connect(place, into(failure));
  if (failure) co_return outcome_of(failure);
  reset_on_close(connection);
  failure = co_await send_request(connection);
  if (failure) co_return outcome_of(failure);
  beast::flat_buffer buffer;
  http::response<http::string_body> response;
  co_await http::async_read(connection, buffer, response, into(failure));
  if (failure) co_return outcome_of(failure);
  co_return response.result() == http::status::ok ? Outcome::ok : Outcome::error;
}

Task<std::optional<std::string>> read_target(Connection& connection) {
  beast::flat_buffer buffer;
  http::request<http::string_body> request;
  error_code failure;
  co_await http::async_read(connection, buffer, request, into(failure));
  if (failure) co_return std::nullopt;
  co_return std::string(request.target());
}

Task<bool> answer(Connection& connection, unsigned status, std::string body) {
  const bool is_taken = !is_gone(connection);
  http::response<http::string_body> response(http::int_to_status(status), 11);
  response.body() = std::move(body);
  response.keep_alive(false);
  response.prepare_payload();
  error_code failure, ignored;
  co_await http::async_write(connection, response, into(failure));
  connection.socket().shutdown(tcp::socket::shutdown_send, ignored);
  co_return is_taken && !failure;
}

Task<void> hold(Connection connection) {
  std::array<char, 256> bytes;
  error_code failure;
  while (!failure) co_await connection.async_read_some(asio::buffer(bytes), into(failure));
}

}  // namespace outcast::live
