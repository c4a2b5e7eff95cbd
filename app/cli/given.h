// What a scenario sets out with, in words: what happens, and which safeguards are on.
#pragma once
#include <string>
#include <vector>

#include "models/cascade/scenario.h"

namespace outcast::app {

/// One line per given fault and change, or about the campaign; then the safeguards that are on.
std::vector<std::string> given_of(const cascade::Scenario& scenario);
/// "peer_review, change_freeze", or "none".
std::string safeguards_off(const cascade::Scenario& scenario);

}  // namespace outcast::app
