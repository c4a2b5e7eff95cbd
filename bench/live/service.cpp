// The program live_service: a small HTTP service with real workers, queue, calls and faults.
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bench/live/http.h"
#include "bench/live/spec.h"
#include "bench/live/station.h"

using namespace outcast::live;  // NOLINT: a program of one file
using tcp = asio::ip::tcp;

namespace {

Task<void> listen(tcp::acceptor& door, Station& station) {
  for (;;) {
    tcp::socket socket = co_await door.async_accept(asio::use_awaitable);
    socket.set_option(tcp::no_delay(true));
    spawn(door.get_executor(), station.take(Connection(std::move(socket))));
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto spec = read_spec<ServiceSpec>(argc, argv);
  asio::io_context context(1);
  try {
    tcp::acceptor door(context,
                       {asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(spec.port)});
    Station station(context.get_executor(), spec);
    spawn(context.get_executor(), listen(door, station));
    context.run();
  } catch (const std::exception& failure) {
    std::cerr << spec.name << ": " << failure.what() << '\n';
    return 1;
  }
}
