// What is said of a store that is not as it was written.
#pragma once
#include <string>

namespace outcast::app {

/// Throws Failure. `what`: what cannot be, such as "its batches overlap".
[[noreturn]] void refuse_damage(const std::string& path, const std::string& what);

}  // namespace outcast::app
