// A scenario that is parsed once and read again and again with other values.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "models/document/pointer.h"
#include "models/scenario/scenario_file.h"

namespace outcast::scenario {

/// One change on top of a variant.
struct Edit {
  enum class Kind {
    set,   ///< the value goes where the pointer leads
    patch  ///< the value is a merge patch on the whole (RFC 7386)
  };
  Kind kind = Kind::set;
  document::Pointer pointer{};
  document::Value value{};    ///< of the same document as the scenario
  document::Value written{};  ///< where the pointer is written; by default at the value
};

/// Thread rule: one thread, that of its document. Invariant: the base is as it was read, whatever
/// has been tried on it.
class EditableScenario {
 public:
  /// With problems it can only be destroyed.
  EditableScenario(document::Document& document, const std::string& path, std::string_view variant,
                   document::Problems& problems);

  /// Whether the pointer leads somewhere, or the patch does what patches may do.
  bool can_apply(const Edit& edit, document::Problems& problems) const;

  /// The scenario after the edits, each of which can be applied, in their order. Nothing: there are
  /// problems.
  std::optional<Loaded> with(std::span<const Edit> edits, document::Problems& problems);

  /// The whole scenario as it was read.
  document::Value base() const { return base_; }

 private:
  document::Value changed(document::Value whole, const Edit& edit, document::Problems& problems);

  document::Document& document_;
  document::Value base_, no_variants_;
};

}  // namespace outcast::scenario
