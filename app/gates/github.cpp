// Workflow commands and job summaries of GitHub Actions.
#include <algorithm>

#include "app/gates/check_files.h"
#include "app/terminal/terminal.h"

namespace outcast::app {
namespace {

/// As the runner's toolkit escapes: a property ends at a comma or colon, a command at its line.
std::string escaped(const std::string& text, std::string_view special) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string safe;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (special.find(c) == std::string_view::npos)
      safe += c;
    else
      safe += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return safe;
}
std::string property(const std::string& text) { return escaped(text, "%\r\n:,"); }
std::string data(const std::string& text) { return escaped(text, "%\r\n"); }

/// A cell of a Markdown table; names come from files and may hold anything.
std::string cell(const std::string& text) {
  std::string safe;
  for (const char c : printable(text)) {
    if (std::string_view("|\\`*_<>[]").find(c) != std::string_view::npos) safe += '\\';
    safe += c;
  }
  return safe;
}

std::string verdict_of(const Check& check) {
  if (check.ruling == Ruling::passed) return "\u2705 passed";
  return (check.is_breached() ? "\u274c " : "\u2754 ") + std::string(to_text(check.ruling));
}

}  // namespace

std::string to_annotations(std::span<const Check> checks) {
  std::string text;
  for (const Check& check : checks)
    if (check.is_breached())
      text += "::error file=" + property(check.path) +
              ",title=" + property("Outcast: " + check.name) +
              "::" + data(printable(check.subject + ": " + check.message())) + '\n';
  return text;
}

std::string to_step_summary(std::span<const Check> checks) {
  const auto breached = std::ranges::count_if(checks, &Check::is_breached);
  std::string text = "### Outcast: " + std::to_string(checks.size()) + " checked, " +
                     std::to_string(breached) + " breached\n\n" +
                     "| case | check | verdict | found (95 % interval) |\n|---|---|---|---|\n";
  for (const Check& check : checks)
    text += "| " + cell(check.subject) + " | " + cell(check.name) + " | " + verdict_of(check) +
            " | " + cell(check.message()) + " |\n";
  return text + '\n';
}

}  // namespace outcast::app
