// What is worth most is put in first.
#include "app/terminal/status_line.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <vector>

namespace outcast::app {

std::string status_line(std::span<const StatusPart> parts, std::size_t room) {
  constexpr std::string_view gap = "  ";
  std::vector<std::size_t> by_worth(parts.size());
  std::iota(by_worth.begin(), by_worth.end(), std::size_t{0});
  std::ranges::sort(by_worth, std::greater<>{}, [&](std::size_t i) { return parts[i].worth; });
  std::vector<bool> is_in(parts.size());
  std::size_t length = 0;
  for (const std::size_t i : by_worth) {
    const std::size_t more = parts[i].text.size() + (length > 0 ? gap.size() : 0);
    if (parts[i].text.empty() || length + more > room) continue;
    is_in[i] = true;
    length += more;
  }
  std::string line;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (is_in[i]) line.append(line.empty() ? "" : gap).append(parts[i].text);
  return line;
}

}  // namespace outcast::app
