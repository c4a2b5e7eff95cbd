// Patterns with wildcards, and their match against a text.
#pragma once
#include <string>
#include <string_view>

namespace outcast::access {

/// One element of a pattern: a byte that must be there, or a wildcard. A wildcard is no byte, so a
/// value that is put into a pattern cannot smuggle one in.
using Glyph = char16_t;
using Glob = std::u16string;

inline constexpr Glyph any_run = 0x100;      ///< `*`
inline constexpr Glyph any_one = 0x101;      ///< `?`
inline constexpr Glyph run_in_part = 0x102;  ///< `*` that stops at a colon
inline constexpr Glyph one_in_part = 0x103;  ///< `?` that is no colon

/// The text as a pattern in which `*` and `?` are wildcards.
Glob pattern_of(std::string_view text);
/// The text as a pattern that matches itself only.
Glob literal_of(std::string_view text);
/// The text that was made into this pattern.
std::string text_of(const Glob&);

bool matches(const Glob&, std::string_view text);
bool has_wildcard(const Glob&);

}  // namespace outcast::access
