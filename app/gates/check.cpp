// Verdicts and regressions as checks, and checks as lines.
#include "app/gates/check.h"

#include <algorithm>
#include <array>

#include "app/terminal/table.h"

namespace outcast::app {
namespace {

std::string mark_of(const Check& check) {
  if (check.is_breached())
    return toned(check.ruling == Ruling::undecided ? "?" : "\u2717", Tone::red, Channel::out);
  return check.ruling == Ruling::undecided ? "?" : "\u2713";
}

std::string line_of(const Check& check, std::size_t width) {
  std::string text = mark_of(check) + ' ' + printable(check.name);
  text += std::string(width - width_of(printable(check.name)) + 3, ' ') + check.found + '\n';
  return check.reason.empty() ? text : text + wrapped("    " + check.reason, 4) + '\n';
}

}  // namespace

std::string_view title_of(CheckKind kind) {
  return kind == CheckKind::requirement ? "requirements" : "regressions";
}

Check check_of(const Verdict& verdict, const Case& subject) {
  return {CheckKind::requirement, verdict.requirement.text, title_of(subject), subject.path,
          measured_text(verdict), reason_text(verdict),     verdict.ruling};
}

Check check_of(const Change& change, const Case& subject) {
  static constexpr std::array<Ruling, 3> rulings = {Ruling::passed, Ruling::breached,
                                                    Ruling::undecided};
  return {CheckKind::regression,
          name_of(change),
          title_of(subject),
          subject.path,
          figures_text(change),
          reason_text(change),
          rulings[static_cast<std::size_t>(change.trend)]};
}

std::string to_text(std::span<const Check> checks) {
  std::size_t width = 0;
  for (const Check& check : checks) width = std::max(width, width_of(printable(check.name)));
  const bool are_several = std::ranges::any_of(
      checks, [&](const Check& check) { return check.subject != checks[0].subject; });
  std::string text, subject;
  for (const Check& check : checks) {
    if (are_several && check.subject != subject) text += printable(check.subject) + '\n';
    subject = check.subject;
    text += line_of(check, width);
  }
  return text;
}

}  // namespace outcast::app
