// Which replica takes the next request: the one with the fewest, in turn among equals.
#pragma once
#include <cstdint>
#include <vector>

#include "models/traffic/request_pool.h"

namespace outcast::traffic::request {

/// Replicas by the number of requests they have, each number with its own line.
/// Thread rule: one owner. Invariants: every step takes constant time, however many replicas there
/// are; among equals the one that has been so for longest is next (no draw breaks a tie).
class LeastLoaded {
 public:
  /// None of the replicas takes requests yet.
  void reset(std::uint32_t replicas);
  /// The replica takes requests from now on; or no more.
  void open(std::uint32_t replica);
  void close(std::uint32_t replica);
  bool is_open(std::uint32_t replica) const { return nodes_[replica].is_open; }
  std::uint32_t open_count() const { return open_count_; }

  /// The replica for the next request; none when all are closed.
  std::uint32_t least();
  void add_request(std::uint32_t replica) { move(replica, +1); }
  void remove_request(std::uint32_t replica) { move(replica, -1); }
  /// The replica has taken and refused a request: others of its load are next.
  void pass_over(std::uint32_t replica) { move(replica, 0); }
  std::uint32_t load(std::uint32_t replica) const { return nodes_[replica].load; }

 private:
  struct Node {
    std::uint32_t next = none, previous = none;
    std::uint32_t load = 0;
    bool is_open = false;
  };
  struct Line {
    std::uint32_t first = none, last = none;
  };

  void move(std::uint32_t replica, int by) {
    Node& node = nodes_[replica];
    const bool is_listed = node.is_open && nodes_.size() > 1;
    if (is_listed) unlink(node);
    node.load += static_cast<std::uint32_t>(by);
    if (is_listed) link(replica);
  }
  void link(std::uint32_t replica);
  void unlink(const Node& node);

  std::vector<Node> nodes_;
  std::vector<Line> lines_;   ///< by load
  std::uint32_t lowest_ = 0;  ///< no line below has a replica
  std::uint32_t open_count_ = 0;
};

}  // namespace outcast::traffic::request
