// Asks the operating system about the terminal.
#include "app/terminal/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <limits>

namespace outcast::app {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : value;
}

std::string_view code_of(Tone tone) {
  switch (tone) {
    case Tone::bold:
      return "\x1b[1m";
    case Tone::faint:
      return "\x1b[2m";
    case Tone::red:
      return "\x1b[31m";
  }
  return {};
}

}  // namespace

bool is_terminal(Channel channel) { return isatty(static_cast<int>(channel)) == 1; }

bool can_animate(Channel channel) { return is_terminal(channel) && environment("TERM") != "dumb"; }

bool has_colour(Channel channel) { return can_animate(channel) && environment("NO_COLOR").empty(); }

std::size_t columns(Channel channel) {
  if (!is_terminal(channel)) return std::numeric_limits<std::size_t>::max();
  winsize size{};
  const bool is_known = ioctl(static_cast<int>(channel), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return is_known ? size.ws_col : 80;
}

std::string toned(std::string_view text, Tone tone, Channel channel) {
  if (!has_colour(channel)) return std::string(text);
  return std::string(code_of(tone)) + std::string(text) + "\x1b[0m";
}

std::string printable(std::string_view text) {
  std::string safe(text);
  for (char& c : safe)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return safe;
}

}  // namespace outcast::app
