// JUnit XML as Jenkins, GitLab and others read it.
#include <algorithm>

#include "app/gates/check_files.h"
#include "app/terminal/terminal.h"

namespace outcast::app {
namespace {

/// Control characters cannot be written in XML 1.0, not even escaped.
std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string attribute(const std::string& name, const std::string& value) {
  return ' ' + name + "=\"" + escaped(value) + '"';
}

std::string counts_of(std::span<const Check> checks) {
  const auto failures = std::ranges::count_if(checks, &Check::is_breached);
  return attribute("tests", std::to_string(checks.size())) +
         attribute("failures", std::to_string(failures)) + attribute("errors", "0");
}

std::string case_of(const Check& check) {
  std::string text = "    <testcase" + attribute("name", check.name) +
                     attribute("classname", check.subject) + ">\n";
  if (check.is_breached())
    text += "      <failure" + attribute("message", check.message()) +
            attribute("type", std::string(to_text(check.ruling))) + "/>\n";
  text += "      <system-out>" + escaped(check.message()) + "</system-out>\n";
  return text + "    </testcase>\n";
}

std::string suite_of(std::span<const Check> checks) {
  std::string text =
      "  <testsuite" +
      attribute("name", checks[0].subject + ": " + std::string(title_of(checks[0].kind))) +
      counts_of(checks) + ">\n";
  for (const Check& check : checks) text += case_of(check);
  return text + "  </testsuite>\n";
}

}  // namespace

std::string to_junit(std::span<const Check> checks) {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" +
                     attribute("name", "outcast") + counts_of(checks) + ">\n";
  while (!checks.empty()) {
    const auto end = std::ranges::find_if(checks, [&](const Check& check) {
      return check.subject != checks[0].subject || check.kind != checks[0].kind;
    });
    const auto length = static_cast<std::size_t>(end - checks.begin());
    text += suite_of(checks.first(length));
    checks = checks.subspan(length);
  }
  return text + "</testsuites>\n";
}

}  // namespace outcast::app
