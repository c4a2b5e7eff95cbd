// The door: fault tree files to trees, or to all their problems.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "models/document/document.h"
#include "models/faulttree/fault_tree.h"

namespace outcast::faulttree {

inline constexpr std::string_view format = "outcast-fault-tree/1";

/// Nothing: there are problems.
std::optional<FaultTree> load(const std::string& path, document::Problems& problems);
std::optional<FaultTree> load_text(std::string_view text, document::Problems& problems);

/// The JSON Schema of the files.
std::string schema();

}  // namespace outcast::faulttree
