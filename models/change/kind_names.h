// What people call the kinds of change.
#pragma once
#include <string_view>

#include "models/change/change.h"

namespace outcast::change {

/// In the order of Kind.
inline constexpr std::array<std::string_view, kind_count> kind_names = {
    "code", "config", "infrastructure", "permission", "capacity", "data"};

inline std::string_view name_of(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

}  // namespace outcast::change
