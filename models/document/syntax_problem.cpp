// Token starts found by looking back, and the parser's messages in this program's grammar.
#include "models/document/syntax_problem.h"

#include <algorithm>

namespace outcast::document {
namespace {

constexpr std::string_view number_characters = "0123456789+-.eE";

bool is_escaped(std::string_view text, std::size_t at) {
  std::size_t backslashes = 0;
  while (backslashes < at && text[at - 1 - backslashes] == '\\') ++backslashes;
  return backslashes % 2 == 1;
}

/// The part of `text` after `begin` (empty: not found) and before `end`.
std::string_view between(std::string_view text, std::string_view begin, std::string_view end) {
  const std::size_t at = text.find(begin);
  if (at == text.npos) return {};
  text.remove_prefix(at + begin.size());
  return text.substr(0, text.find(end));
}

/// "...- REASON; last read: 'TOKEN'; expected WHAT" or "...- unexpected TOKEN; expected WHAT"
std::string_view reason(std::string_view message) {
  const std::string_view with_token = between(message, " - ", "; last read: '");
  return with_token.starts_with("unexpected") ? between(message, " - ", "; expected") : with_token;
}

/// The token is the file's text: what looks like the parser's words in it is cut by its length.
std::string_view expected(std::string_view message, std::string_view reason) {
  const std::string_view mark = reason.starts_with("unexpected") ? "; expected " : "'; expected ";
  const std::size_t at = message.rfind(mark);
  return at == message.npos ? "" : message.substr(at + mark.find('e')).substr(0, 60);
}

std::size_t place(std::string_view reason, std::string_view text, std::size_t end) {
  if (reason == "unexpected string literal") return string_start(text, end);
  if (reason == "unexpected number literal") return number_start(text, end);
  if (reason == "unexpected end of input") return end;
  return end > 0 ? end - 1 : 0;
}

bool goes_on_with(std::string_view text, std::size_t at, std::string_view word) {
  const std::size_t start = at >= 2 ? at - 2 : 0;  // the parser may have taken some of it
  return text.substr(start, word.size() + 2).find(word) != text.npos;
}

bool follows_comma(std::string_view text, std::size_t at) {
  const std::size_t before = text.substr(0, at).find_last_not_of(" \t\r\n");
  return before != text.npos && text[before] == ',';
}

std::string hint(std::string_view reason, std::string_view text, std::size_t at) {
  if (reason.starts_with("invalid literal") || reason.starts_with("invalid number")) {
    for (const std::string_view word : {"NaN", "nan", "Infinity", "inf"})
      if (goes_on_with(text, at, word))
        return "JSON has no NaN and no Infinity; use \"forever\" for endless times.";
    if (text[at] == '\'') return "Strings take double quotes.";
  }
  const bool closing = reason == "unexpected ']'" || reason == "unexpected '}'";
  if (closing && follows_comma(text, at)) return "Remove the comma before it.";
  return {};
}

}  // namespace

std::size_t string_start(std::string_view text, std::size_t end) {
  std::size_t at = end - 1;
  do at = text.rfind('"', at - 1);
  while (is_escaped(text, at));
  return at;
}

std::size_t number_start(std::string_view text, std::size_t end) {
  std::size_t last = end - 1;
  if (number_characters.find(text[last]) == text.npos) --last;
  return text.find_last_not_of(number_characters, last) + 1;  // npos + 1 is the text's start
}

Syntax explain(std::string_view message, std::string_view text, std::size_t end) {
  if (message.find("out_of_range.406") != message.npos)
    return {number_start(text, end), "the number is too large", "at most 1.8e308", {}};
  const std::string_view why_not = reason(message);
  const std::size_t at = place(why_not, text, end);
  const std::string_view context = between(message, "while parsing ", " - ");
  std::string why = context.empty() ? "" : "in " + std::string(context);
  if (const std::string_view wanted = expected(message, why_not); !wanted.empty())
    (why += why.empty() ? "" : ", ") += wanted;
  return {at, "not JSON: " + std::string(why_not), std::move(why), hint(why_not, text, at)};
}

}  // namespace outcast::document
