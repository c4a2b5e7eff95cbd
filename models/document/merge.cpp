// JSON Merge Patch on values that remember their places. Source: RFC 7386.
#include "models/document/document.h"

namespace outcast::document {

Value Document::merge_patch(Value target, Value patch) {
  if (!patch.is(ValueKind::object)) return patch;
  const auto result = static_cast<std::uint32_t>(nodes_.size());
  nodes_.emplace_back();
  std::vector<Merge> open{{result, target ? target.node_ : Node::none, patch.node_}};
  while (!open.empty()) {
    const Merge next = open.back();
    open.pop_back();
    merge_members(next, open);
  }
  return {this, result};
}

/// A merged object is written where the target was or, where that is no object, where the patch is.
void Document::merge_members(const Merge& merge, std::vector<Merge>& open) {
  const bool onto = merge.target != Node::none && nodes_[merge.target].kind == ValueKind::object;
  const Value target = onto ? Value{this, merge.target} : Value{};
  const Value patch{this, merge.patch};
  std::unordered_map<std::uint32_t, std::uint32_t> patches, kept;
  for (const Value member : patch) patches.emplace(nodes_[member.node_].key, member.node_);

  std::vector<std::uint32_t> members;
  for (const Value member : target) {
    const std::uint32_t key = nodes_[member.node_].key;
    kept.emplace(key, member.node_);
    const auto change = patches.find(key);
    if (change == patches.end())
      members.push_back(member.node_);
    else if (nodes_[change->second].kind != ValueKind::null)
      members.push_back(merged_member(member.node_, change->second, open));
  }
  for (const Value member : patch) {
    const Node& node = nodes_[member.node_];
    if (node.kind != ValueKind::null && !kept.contains(node.key))
      members.push_back(merged_member(Node::none, member.node_, open));
  }

  Node& result = nodes_[merge.result] = nodes_[onto ? merge.target : merge.patch];
  result.first = static_cast<std::uint32_t>(children_.size());
  result.count = static_cast<std::uint32_t>(members.size());
  children_.insert(children_.end(), members.begin(), members.end());
}

/// Objects merge later, all else is the patch's. The key is the same in both.
std::uint32_t Document::merged_member(std::uint32_t target, std::uint32_t patch,
                                      std::vector<Merge>& open) {
  if (nodes_[patch].kind != ValueKind::object) return patch;
  const auto result = static_cast<std::uint32_t>(nodes_.size());
  nodes_.emplace_back();
  open.push_back({result, target, patch});
  return result;
}

}  // namespace outcast::document
