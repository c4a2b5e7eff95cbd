// Draws the progress line.
#include "app/terminal/progress.h"

#include <algorithm>
#include <vector>

#include "app/terminal/figures.h"
#include "app/terminal/output.h"
#include "app/terminal/status_line.h"
#include "app/terminal/terminal.h"

namespace outcast::app {
namespace {

constexpr std::chrono::milliseconds pause{100};  // short enough to look alive
constexpr std::size_t bar_width = 20;

std::string bar(double share) {
  const auto full = static_cast<std::size_t>(share * bar_width);
  return '[' + std::string(full, '#') + std::string(bar_width - full, '.') + ']';
}

std::string time_text(double seconds) {
  if (seconds < 100) return fixed_text(seconds, 0) + " s";
  if (seconds < 6000) return fixed_text(seconds / 60, 0) + " min";
  return fixed_text(seconds / 3600, 1) + " h";
}

}  // namespace

Progress::Progress() : is_shown_(can_animate(Channel::error)) {}

Progress::~Progress() {
  if (has_line_) print_diagnostic("\r\x1b[K");
}

void Progress::show(std::uint64_t finished) {
  if (!is_shown_) return;
  const auto now = Clock::now();
  if (now - last_ < pause) return;
  last_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  print_diagnostic("\r" + line(finished, seconds, columns(Channel::error) - 1) + "\x1b[K");
  has_line_ = true;
}

std::string Progress::line(std::uint64_t finished, double seconds, std::size_t room) const {
  const double share =
      total_ == 0 ? 0 : std::min(1.0, static_cast<double>(finished) / static_cast<double>(total_));
  const double rate = static_cast<double>(finished - std::min(finished, present_)) / seconds;
  const bool has_end = rate > 0 && finished < total_;
  const std::string left =
      has_end ? time_text(static_cast<double>(total_ - finished) / rate) + " left" : "";
  return status_line(std::vector<StatusPart>{{bar(share), 1},
                                             {fixed_text(100 * share, 0) + " %", 5},
                                             {count_text(finished) + " replications", 3},
                                             {short_text(rate) + "/s", 2},
                                             {left, 6},
                                             {text_, 4},
                                             {precision_, 7}},
                     room);
}

}  // namespace outcast::app
