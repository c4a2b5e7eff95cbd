// Reads pointers and follows them.
#include "models/document/pointer.h"

#include <algorithm>
#include <charconv>

#include "models/document/nearest_name.h"

namespace outcast::document {
namespace {

bool unescape(std::string_view part, std::string& out) {
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (part[i] != '~') {
      out += part[i];
      continue;
    }
    if (++i == part.size() || (part[i] != '0' && part[i] != '1')) return false;
    out += part[i] == '0' ? '~' : '/';
  }
  return true;
}

/// The element of an array, or nothing: digits without leading zeros.
Value element(Value array, const std::string& part) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), index);
  const bool is_index =
      error == std::errc{} && end == part.data() + part.size() && (part == "0" || part[0] != '0');
  return is_index && index < array.size() ? array[index] : Value{};
}

Value step(Value from, const std::string& part) {
  return from.is(ValueKind::array) ? element(from, part) : from.find(part);
}

/// What one may say of a step that leads nowhere.
Problem lost(Value from, const std::string& way, const std::string& part) {
  Problem problem;
  problem.what = "nothing is at " + quoted(way + '/' + part);
  if (from.is(ValueKind::array)) {
    problem.why = "the array there has " + std::to_string(from.size()) +
                  (from.size() == 1 ? " element" : " elements") + ", counted from 0";
  } else if (from.is(ValueKind::object)) {
    std::vector<std::string_view> names;
    for (const Value member : from) names.push_back(member.key());
    problem.why = "a pointer may end at a new name, but not lead through one";
    problem.hint = did_you_mean(part, names);
    if (problem.hint.empty()) problem.hint = "A patch, or a variant, can put something there first";
  } else {
    problem.why = "there is " + std::string(with_article(from.kind())) + ", which has no parts";
  }
  return problem;
}

}  // namespace

std::optional<Pointer> parse_pointer(std::string_view text, Problem& problem) {
  if (!text.empty() && text[0] != '/') {
    problem.what = "a pointer starts with a slash (RFC 6901), unlike " + quoted(text);
    problem.hint = "Write " + quoted('/' + std::string(text)) + '.';
    return std::nullopt;
  }
  Pointer pointer;
  while (!text.empty()) {
    text.remove_prefix(1);
    const std::size_t end = std::min(text.find('/'), text.size());
    if (!unescape(text.substr(0, end), pointer.emplace_back())) {
      problem.what = "in a pointer a tilde is written ~0, and a slash within a name ~1";
      problem.why = "RFC 6901";
      return std::nullopt;
    }
    text.remove_prefix(end);
  }
  return pointer;
}

Value find(Value root, const Pointer& pointer) {
  for (const std::string& part : pointer) {
    if (!root) return {};
    root = step(root, part);
  }
  return root;
}

bool can_set(Value root, const Pointer& pointer, Value written, Problems& problems) {
  std::string way;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    const Value next = step(root, pointer[i]);
    if (!next && i + 1 == pointer.size() && root.is(ValueKind::object)) return true;
    if (!next) {
      Problem problem = lost(root, way, pointer[i]);
      problem.at = written.position();
      problems.add(std::move(problem));
      return false;
    }
    way += '/' + pointer[i];
    root = next;
  }
  return true;
}

}  // namespace outcast::document
