// The tail of a metric, for people and as JSON.
#pragma once
#include <string>
#include <vector>

#include "app/study/tail.h"

namespace outcast::app {

std::string to_text(const Tail& tail);
/// A JSON object by metric.
std::string to_json(const std::vector<Tail>& tails);

}  // namespace outcast::app
