// Fuzz target: any bytes are a scenario or problems, as they are and under their first variant.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "models/scenario/scenario_file.h"

using namespace outcast;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const std::string_view variant : {"", "v"}) {
    document::Problems problems;
    const auto loaded = scenario::load_text(text, "fuzz", variant, problems);
    if (loaded.has_value() != problems.empty()) std::abort();
    problems.to_text();
  }
  return 0;
}
