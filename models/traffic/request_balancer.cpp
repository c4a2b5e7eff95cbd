// Lines of replicas by load, as doubly linked lists.
#include "models/traffic/request_balancer.h"

#include <algorithm>

namespace outcast::traffic::request {

void LeastLoaded::reset(std::uint32_t replicas) {
  nodes_.assign(replicas, {});
  lines_.assign(lines_.size(), {});
  lowest_ = 0;
  open_count_ = 0;
}

void LeastLoaded::open(std::uint32_t replica) {
  if (nodes_[replica].is_open) return;
  nodes_[replica].is_open = true;
  ++open_count_;
  if (nodes_.size() > 1) link(replica);
}

void LeastLoaded::close(std::uint32_t replica) {
  if (!nodes_[replica].is_open) return;
  if (nodes_.size() > 1) unlink(nodes_[replica]);
  nodes_[replica].is_open = false;
  --open_count_;
}

std::uint32_t LeastLoaded::least() {
  if (open_count_ == 0) return none;
  if (nodes_.size() == 1) return 0;
  while (lines_[lowest_].first == none) ++lowest_;
  return lines_[lowest_].first;
}

void LeastLoaded::link(std::uint32_t replica) {
  Node& node = nodes_[replica];
  if (node.load >= lines_.size()) lines_.resize(2 * std::size_t{node.load} + 16);
  Line& line = lines_[node.load];
  node.next = none;
  node.previous = line.last;
  (line.last == none ? line.first : nodes_[line.last].next) = replica;
  line.last = replica;
  lowest_ = std::min(lowest_, node.load);
}

void LeastLoaded::unlink(const Node& node) {
  Line& line = lines_[node.load];
  (node.previous == none ? line.first : nodes_[node.previous].next) = node.next;
  (node.next == none ? line.last : nodes_[node.next].previous) = node.previous;
}

}  // namespace outcast::traffic::request
