// The threads of oneTBB, kept between calls. The only file that knows oneTBB.
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <optional>

#include "sim/ensemble/threads.h"

namespace outcast::sim {

void on_threads(unsigned count, const std::function<void(unsigned index)>& body) {
  namespace tbb = oneapi::tbb;
  const int slots = static_cast<int>(count);
  std::optional<tbb::global_control> more;  // oneTBB by itself stops at one thread per core
  if (slots > tbb::info::default_concurrency()) {
    more.emplace(tbb::global_control::max_allowed_parallelism, count);
  }
  tbb::task_arena arena(slots);
  arena.execute([&] { tbb::parallel_for(0U, count, body, tbb::simple_partitioner{}); });
}

}  // namespace outcast::sim
