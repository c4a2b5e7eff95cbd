// Runs one function on several threads at once: on oneTBB's, or on threads of its own.
#pragma once
#include <functional>

namespace outcast::sim {

/// Calls `body(0)` .. `body(count - 1)`, each once, on up to `count` threads (the caller's among
/// them), and returns when all have returned. `body` must not throw, and no call may wait for
/// another: oneTBB may run several of them one after the other.
void on_threads(unsigned count, const std::function<void(unsigned index)>& body);

}  // namespace outcast::sim
