// Durations as people write them: "250ms", "90s", "15m", "13h", "2d", "2w", "forever".
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "models/document/problem.h"
#include "sim/kernel/time.h"

namespace outcast::document {

/// The duration, or nothing and `problem` filled in but for its place.
std::optional<sim::Duration> parse_duration(std::string_view text, Problem& problem);

/// The shortest exact text in one unit: "90s" is "90s", 3600 s is "1h".
std::string to_text(sim::Duration duration);

}  // namespace outcast::document
