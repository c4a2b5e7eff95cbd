// Policy variables: found in a text, and replaced by what the request says. Rules: IAM user guide,
// "IAM policy elements: Variables and tags".
#include "models/access/variables.h"

#include <functional>
#include <optional>

namespace outcast::access {
namespace {

struct Variable {
  std::string key;
  std::optional<std::string> otherwise;  ///< its default
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// The inside of ${...}: a key, perhaps with a quoted default after a comma.
Variable variable_of(std::string_view inside) {
  const auto comma = inside.find(',');
  Variable out{std::string(trimmed(inside.substr(0, comma))), {}};
  if (comma == std::string_view::npos) return out;
  const auto quoted = trimmed(inside.substr(comma + 1));
  if (quoted.size() >= 2 && quoted.front() == '\'' && quoted.back() == '\'')
    out.otherwise = quoted.substr(1, quoted.size() - 2);
  return out;
}

bool is_special(std::string_view inside) { return inside == "*" || inside == "?" || inside == "$"; }

/// Calls `on_text` and `on_variable` for the pieces of a text in order; an unclosed ${ is text.
void split(std::string_view text, const std::function<void(std::string_view)>& on_text,
           const std::function<void(std::string_view)>& on_variable) {
  while (!text.empty()) {
    const auto open = text.find("${");
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return on_text(text);
    on_text(text.substr(0, open));
    on_variable(text.substr(open + 2, close - open - 2));
    text.remove_prefix(close + 1);
  }
}

/// A variable takes the value of a key that has exactly one, and not an empty one ("effectively
/// null").
Lookup value_of(const Variable& variable, const Request& request) {
  const Lookup found = look_up(request, variable.key);
  const bool usable = found.presence != Presence::present ||
                      (found.values->size() == 1 && !found.values->front().empty());
  return usable ? found : Lookup{};
}

void substitute(std::string_view inside, const Request& request, Expansion& out) {
  if (is_special(inside)) {
    out.glob += literal_of(inside);
    return;
  }
  const Variable variable = variable_of(inside);
  const Lookup value = value_of(variable, request);
  if (value.presence == Presence::present) {
    out.glob += literal_of(value.values->front());
  } else if (value.presence == Presence::unknown) {
    out.glob += any_run;
    if (out.presence == Presence::present) out.presence = Presence::unknown;
  } else if (variable.otherwise) {
    out.glob += literal_of(*variable.otherwise);
  } else {
    out.presence = Presence::absent;
  }
}

}  // namespace

Variables variables_of_version(std::string_view version) {
  return version == "2012-10-17" ? Variables::substituted : Variables::literal;
}

Expansion expand(std::string_view text, const Request& request, Variables variables) {
  if (variables == Variables::literal) return {pattern_of(text)};
  Expansion out;
  split(
      text, [&](std::string_view piece) { out.glob += pattern_of(piece); },
      [&](std::string_view inside) { substitute(inside, request, out); });
  return out;
}

std::vector<std::string> variables_in(std::string_view text) {
  std::vector<std::string> out;
  split(
      text, [](std::string_view) {},
      [&](std::string_view inside) {
        if (!is_special(inside)) out.push_back(variable_of(inside).key);
      });
  return out;
}

}  // namespace outcast::access
