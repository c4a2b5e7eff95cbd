// Names that a file defines, and the problems of those that refer to them.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "models/document/document.h"

namespace outcast::scenario {

/// All names of one kind. Thread rule: one thread. Invariant: what it was made from outlives it.
class Names {
 public:
  /// `kind`: what people call one of them ("service").
  explicit Names(std::string kind) : kind_(std::move(kind)) {}
  template <class List, class Id>
  Names(std::string kind, const List& list, Id id) : Names(std::move(kind)) {
    all_.reserve(list.size());
    known_.reserve(list.size());
    for (const auto& named : list) add(named.*id);
  }

  void add(std::string_view name) {
    all_.push_back(name);
    known_.insert(name);
  }
  bool contains(std::string_view name) const { return known_.contains(name); }
  bool empty() const { return all_.empty(); }

  /// Reports a name that is unknown (`at` is where it is written). Empty names refer to nothing.
  void require(std::string_view name, document::Value at, document::Problems& problems) const;
  /// Reports each unknown name of a list.
  void require_all(const std::vector<std::string>& names, document::Value list,
                   document::Problems& problems) const;
  /// Reports empty and duplicate names, and two that are one to the random streams.
  void check_definitions(document::Value list, document::Problems& problems) const;

 private:
  std::string kind_;
  std::vector<std::string_view> all_;
  std::unordered_set<std::string_view> known_;
};

/// The i-th element of a list, or the list where it is none.
document::Value element(document::Value list, std::size_t i);
/// Where an element's id is written: its name in a list by name, else its member "id".
document::Position id_position(document::Value element);

}  // namespace outcast::scenario
