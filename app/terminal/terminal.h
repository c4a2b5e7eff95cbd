// What the terminal can show: its width, colours, and whether there is one.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace outcast::app {

enum class Channel { out = 1, error = 2 };

bool is_terminal(Channel channel);
/// A terminal that understands cursor movements.
bool can_animate(Channel channel);
/// Never off a terminal, nor under NO_COLOR (https://no-color.org) or TERM=dumb.
bool has_colour(Channel channel);
/// Characters per line; off a terminal there is no limit.
std::size_t columns(Channel channel);

enum class Tone { bold, faint, red };
/// The text in that tone, where the channel has colours.
std::string toned(std::string_view text, Tone tone, Channel channel);

/// Names come from files: what could steer the terminal becomes a question mark.
std::string printable(std::string_view text);

}  // namespace outcast::app
