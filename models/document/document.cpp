// Values, their places, and files put in the place of their names.
#include "models/document/document.h"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <limits>

#include "models/document/nearest_name.h"

namespace outcast::document {
namespace {

/// RFC 6901.
void append_pointer_part(std::string& pointer, std::string_view key) {
  std::string escaped = "/";
  for (const char c : key) c == '~' ? escaped += "~0" : c == '/' ? escaped += "~1" : escaped += c;
  const std::string printable = quoted(escaped);
  pointer += std::string_view(printable).substr(1, printable.size() - 2);
}

std::string folder_of(const std::string& file) {
  const std::size_t slash = file.rfind('/');
  return slash == std::string::npos ? "" : file.substr(0, slash + 1);
}

}  // namespace

std::string_view with_article(ValueKind kind) {
  switch (kind) {
    case ValueKind::null:
      return "null";
    case ValueKind::boolean:
      return "true or false";
    case ValueKind::number:
      return "a number";
    case ValueKind::string:
      return "a string";
    case ValueKind::array:
      return "an array";
    case ValueKind::object:
      return "an object";
  }
  return "nothing";
}

std::optional<std::string> read_from_disk(const std::string& path, std::string& why_not) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return why_not = "there is no such file", std::nullopt;
  if (S_ISDIR(status.st_mode)) return why_not = "it is a folder", std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in) return why_not = "it may not be read", std::nullopt;
  std::string text;
  std::vector<char> block(1 << 20);
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > Document::largest_file) break;
  }
  if (in.bad()) return why_not = "reading it failed", std::nullopt;
  return text;
}

ValueKind Value::kind() const { return document_->nodes_[node_].kind; }
bool Value::boolean() const { return document_->nodes_[node_].truth; }
double Value::number() const { return document_->nodes_[node_].number; }

std::string_view Value::text() const {
  const auto& node = document_->nodes_[node_];
  return std::string_view(document_->strings_).substr(node.first, node.count);
}

std::size_t Value::size() const {
  if (!is(ValueKind::array) && !is(ValueKind::object)) return 0;
  return document_->nodes_[node_].count;
}

Value Value::operator[](std::size_t i) const {
  return {document_, document_->children_[document_->nodes_[node_].first + i]};
}

Value Value::find(std::string_view key) const {
  if (!is(ValueKind::object)) return {};
  for (const Value member : *this)
    if (member.key() == key) return member;
  return {};
}

Value Value::nearest(std::string_view key) const {
  const Value member = find(key);
  return member ? member : *this;
}

std::string_view Value::key() const { return document_->name_of(document_->nodes_[node_]); }

Position Value::position() const {
  if (!document_) return {};
  const auto& node = document_->nodes_[node_];
  Position position = document_->position_in(node, node.offset);
  position.pointer = document_->pointer_to(node_);
  return position;
}

Position Value::key_position() const {
  const auto& node = document_->nodes_[node_];
  if (node.key_offset == Document::Node::none) return position();
  Position position = document_->position_in(node, node.key_offset);
  position.pointer = document_->pointer_to(node_);
  return position;
}

Value::Iterator Value::begin() const { return {*this, 0}; }
Value::Iterator Value::end() const { return {*this, size()}; }

std::uint32_t Document::name_index(std::string_view name) {
  const auto known = name_indices_.find(name);
  if (known != name_indices_.end()) return known->second;
  const auto index = static_cast<std::uint32_t>(names_.size());
  names_.emplace_back(name);
  name_indices_.emplace(names_.back(), index);
  return index;
}

std::string_view Document::name_of(const Node& node) const {
  return node.key == Node::none ? std::string_view{} : names_[node.key];
}

std::string Document::pointer_to(std::uint32_t node) const {
  std::vector<std::uint32_t> path;
  const Node& end = nodes_[node];
  const bool is_set = end.key_offset == end.offset && end.parent != Node::none;
  if (is_set) node = children_[nodes_[end.parent].first + end.index];  // where it was written
  for (; nodes_[node].parent != Node::none; node = nodes_[node].parent) path.push_back(node);
  std::string pointer;
  for (auto step = path.rbegin(); step != path.rend(); ++step) {
    const Node& at = nodes_[*step];
    append_pointer_part(pointer, at.key == Node::none ? std::to_string(at.index) : name_of(at));
  }
  return pointer;
}

Position Document::position_in(const Node& node, std::uint32_t offset) const {
  const File& file = read_[node.file];
  const auto next = std::ranges::upper_bound(file.line_starts, offset);
  const auto line = static_cast<std::size_t>(next - file.line_starts.begin());
  return {file.name, line, offset - *(next - 1) + 1, {}};
}

Value Document::read_file(const std::string& path, Problems& problems) {
  std::string why_not;
  const std::optional<std::string> text = files_(path, why_not);
  if (text) return read_text(*text, path, problems);
  problems.add({.at = {.file = path}, .what = "cannot be read", .why = why_not});
  return {};
}

bool Document::embed_file(Value reference, Problems& problems) {
  const std::string path(reference.text());
  const std::string& written_in = read_[nodes_[reference.node_].file].name;
  const std::string resolved = path.starts_with('/') ? path : folder_of(written_in) + path;
  std::string why_not;
  const std::optional<std::string> text = files_(resolved, why_not);
  if (!text) {
    problems.add(
        {reference.position(), "the file " + quoted(resolved) + " cannot be read", why_not});
    return false;
  }
  const Value content = read_text(*text, resolved, problems);
  if (!content) return false;
  Node embedded = nodes_[content.node_];
  embedded.key = nodes_[reference.node_].key;
  nodes_[reference.node_] = embedded;
  return true;
}

}  // namespace outcast::document
