// Threads without oneTBB: for machines that lack it, and for ThreadSanitizer, which would report
// false races through a oneTBB that is not instrumented.
#include <thread>
#include <vector>

#include "sim/ensemble/threads.h"

namespace outcast::sim {

void on_threads(unsigned count, const std::function<void(unsigned index)>& body) {
  std::vector<std::jthread> others;  // joined when it goes out of scope
  others.reserve(count);
  for (unsigned index = 1; index < count; ++index) {
    others.emplace_back([&body, index] { body(index); });
  }
  if (count > 0) body(0);
}

}  // namespace outcast::sim
