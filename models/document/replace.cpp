// One value of a tree exchanged for another: only what is on the way to it is copied.
#include <algorithm>

#include "models/document/pointer.h"

namespace outcast::document {

std::uint32_t Document::copy_of(std::uint32_t node) {
  const Node copy = nodes_[node];
  nodes_.push_back(copy);
  return static_cast<std::uint32_t>(nodes_.size() - 1);
}

/// The place of a child in children_, after the container's children have been copied; a member
/// that is new gets a place of its own.
std::size_t Document::own_place(std::uint32_t container, const std::string& part) {
  const Node node = nodes_[container];
  const auto first = static_cast<std::uint32_t>(children_.size());
  for (std::uint32_t i = 0; i < node.count; ++i) {
    const std::uint32_t child = children_[node.first + i];
    children_.push_back(child);
  }
  nodes_[container].first = first;
  if (node.kind == ValueKind::array) return first + std::stoul(part);
  for (std::uint32_t i = 0; i < node.count; ++i)
    if (name_of(nodes_[children_[first + i]]) == part) return first + i;
  children_.push_back(Node::none);
  ++nodes_[container].count;
  return children_.size() - 1;
}

Value Document::replace(Value target, const std::vector<std::string>& pointer, Value value) {
  if (pointer.empty()) return value;
  const std::uint32_t root = copy_of(target.node_);
  std::uint32_t container = root;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    const bool is_array = nodes_[container].kind == ValueKind::array;
    const std::size_t place = own_place(container, pointer[i]);
    const bool is_last = i + 1 == pointer.size();
    const std::uint32_t child = copy_of(is_last ? value.node_ : children_[place]);
    children_[place] = child;
    container = child;
    if (!is_last) continue;
    nodes_[child].key = is_array ? Node::none : name_index(pointer[i]);
    nodes_[child].key_offset = nodes_[child].offset;  // tells that it was set
  }
  return {this, root};
}

Value Document::number_at(Value place, double number) {
  Node& node = nodes_[copy_of(place.node_)];
  node.kind = ValueKind::number;
  node.number = number;
  return {this, static_cast<std::uint32_t>(nodes_.size() - 1)};
}

Value Document::text_at(Value place, std::string_view text) {
  Node& node = nodes_[copy_of(place.node_)];
  node.kind = ValueKind::string;
  node.first = static_cast<std::uint32_t>(strings_.size());
  node.count = static_cast<std::uint32_t>(text.size());
  strings_ += text;
  return {this, static_cast<std::uint32_t>(nodes_.size() - 1)};
}

Document::Mark Document::mark() const {
  return {nodes_.size(), children_.size(), strings_.size(), read_.size()};
}

void Document::forget_since(const Mark& mark) {
  if (read_.size() != mark.files) return;
  nodes_.resize(mark.nodes);
  children_.resize(mark.children);
  strings_.resize(mark.strings);
}

}  // namespace outcast::document
