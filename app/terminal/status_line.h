// One line of several parts, however narrow the terminal.
#pragma once
#include <cstddef>
#include <span>
#include <string>

namespace outcast::app {

struct StatusPart {
  std::string text;  ///< empty: nothing to say
  int worth = 0;     ///< where there is not room for all, what is worth more goes first
};

/// The parts that fit into `room` characters, whole and in their order, two spaces between them.
std::string status_line(std::span<const StatusPart> parts, std::size_t room);

}  // namespace outcast::app
