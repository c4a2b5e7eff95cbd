// The canonical text of a value: what its digest is taken of.
#include <charconv>

#include "models/document/document.h"

namespace outcast::document {
namespace {

void append_string(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      (out += '\\') += c;
    else if (byte < 0x20)
      ((out += "\\u00") += digits[byte >> 4]) += digits[byte & 15];
    else
      out += c;
  }
  out += '"';
}

void append_number(std::string& out, double number) {
  char text[32];
  out.append(text, std::to_chars(text, text + sizeof text, number).ptr);
}

void append_scalar(std::string& out, Value value) {
  switch (value.kind()) {
    case ValueKind::null:
      out += "null";
      break;
    case ValueKind::boolean:
      out += value.boolean() ? "true" : "false";
      break;
    case ValueKind::number:
      append_number(out, value.number());
      break;
    default:
      append_string(out, value.text());
      break;
  }
}

bool is_container(Value value) { return value.is(ValueKind::array) || value.is(ValueKind::object); }

/// A container that is being written, and how many of its children are.
struct Open {
  Value value;
  std::size_t written = 0;
};

void begin(std::string& out, Value value, std::vector<Open>& open) {
  if (!is_container(value)) return append_scalar(out, value);
  out += value.is(ValueKind::array) ? '[' : '{';
  open.push_back({value});
}

void end(std::string& out, std::vector<Open>& open) {
  out += open.back().value.is(ValueKind::array) ? ']' : '}';
  open.pop_back();
}

void append_next_child(std::string& out, std::vector<Open>& open) {
  Open& top = open.back();
  const Value child = top.value[top.written];
  if (top.written++ > 0) out += ',';
  if (top.value.is(ValueKind::object)) {
    append_string(out, child.key());
    out += ':';
  }
  begin(out, child, open);
}

}  // namespace

std::string canonical_text(Value value) {
  std::string out;
  std::vector<Open> open;
  begin(out, value, open);
  while (!open.empty())
    open.back().written < open.back().value.size() ? append_next_child(out, open) : end(out, open);
  return out;
}

}  // namespace outcast::document
