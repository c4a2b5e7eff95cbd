// Comparison of ASCII text that is blind to case, independent of the locale.
#pragma once
#include <algorithm>
#include <string>
#include <string_view>

namespace outcast::access {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

inline bool same_but_for_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, {}, [](char c) { return lower(c); }, [](char c) { return lower(c); });
}

struct CaseBlindLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const {
    return std::ranges::lexicographical_compare(
        a, b, {}, [](char c) { return lower(c); }, [](char c) { return lower(c); });
  }
};

}  // namespace outcast::access
