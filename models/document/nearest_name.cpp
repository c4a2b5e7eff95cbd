// Edit distance and the hints made of it.
#include "models/document/nearest_name.h"

#include <algorithm>
#include <array>

namespace outcast::document {
namespace {

constexpr std::size_t longest_compared = 100;  // longer texts are no names

/// Three rows of the table suffice: a swap looks two rows back.
using Row = std::array<std::size_t, longest_compared + 1>;

bool swapped(std::string_view a, std::string_view b, std::size_t i, std::size_t j) {
  return i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

void append_printable(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (!is_control(c)) {
    out += c;
    return;
  }
  const auto byte = static_cast<unsigned char>(c);
  out += "\\u00";
  out += digits[byte >> 4];
  out += digits[byte & 15];
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  a = a.substr(0, longest_compared);
  b = b.substr(0, longest_compared);
  Row before_last{}, last{}, row{};
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (swapped(a, b, i, j)) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = last;
    last = row;
  }
  return last[b.size()];
}

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates) {
  std::size_t nearest = std::max<std::size_t>(1, name.size() / 3) + 1;
  std::string_view found;
  for (const std::string_view candidate : candidates) {
    const std::size_t longer = std::max(name.size(), candidate.size());
    const std::size_t shorter = std::min(name.size(), candidate.size());
    if (longer - shorter >= nearest || candidate == name) continue;
    const std::size_t distance = edit_distance(name, candidate);
    if (distance >= nearest) continue;
    nearest = distance;
    found = candidate;
  }
  return found;
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates) {
  if (const std::string_view near = nearest_name(name, candidates); !near.empty())
    return "Did you mean " + quoted(near) + '?';
  if (candidates.empty() || candidates.size() > 12) return {};
  std::string known = "Known: ";
  for (const std::string_view candidate : candidates)
    known += (candidate == candidates.front() ? "" : ", ") + quoted(candidate);
  return known + '.';
}

std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 60;
  std::string out = "\"";
  std::size_t end = std::min(text.size(), longest);
  while (end < text.size() && end > 0 && (text[end] & 0xc0) == 0x80) --end;  // no half characters
  for (const char c : text.substr(0, end)) append_printable(out, c);
  return out + (end < text.size() ? "...\"" : "\"");
}

}  // namespace outcast::document
