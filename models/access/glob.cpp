// Patterns with wildcards: matched position by position, so that no pattern costs more than its
// length times the text's.
#include "models/access/glob.h"

#include <algorithm>
#include <vector>

namespace outcast::access {
namespace {

Glyph byte(char c) { return static_cast<unsigned char>(c); }

bool is_run(Glyph g) { return g == any_run || g == run_in_part; }

bool takes(Glyph g, char c) {
  if (g == any_run || g == any_one) return true;
  if (g == run_in_part || g == one_in_part) return c != ':';
  return g == byte(c);
}

/// reached[i]: the glyphs so far can match the first i characters.
using Reached = std::vector<char>;

Reached step(const Reached& before, Glyph g, std::string_view text) {
  Reached after(before.size(), 0);
  if (is_run(g)) after[0] = before[0];
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool here = takes(g, text[i]);
    after[i + 1] = is_run(g) ? before[i + 1] || (here && after[i]) : here && before[i];
  }
  return after;
}

}  // namespace

Glob pattern_of(std::string_view text) {
  Glob out;
  for (char c : text) out += c == '*' ? any_run : c == '?' ? any_one : byte(c);
  return out;
}

Glob literal_of(std::string_view text) {
  Glob out;
  for (char c : text) out += byte(c);
  return out;
}

std::string text_of(const Glob& glob) {
  std::string out;
  for (Glyph g : glob) out += is_run(g) ? '*' : g > 0xff ? '?' : static_cast<char>(g);
  return out;
}

bool matches(const Glob& glob, std::string_view text) {
  Reached reached(text.size() + 1, 0);
  reached[0] = 1;
  for (Glyph g : glob) reached = step(reached, g, text);
  return reached.back();
}

bool has_wildcard(const Glob& glob) {
  return std::ranges::any_of(glob, [](Glyph g) { return g > 0xff; });
}

}  // namespace outcast::access
