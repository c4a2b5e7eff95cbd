// A story for people, and as JSON.
#pragma once
#include <cstdint>
#include <string>

#include "app/study/story.h"

namespace outcast::app {

struct StoryRequest {
  std::uint64_t seed = 1, replication = 0;
  bool is_whole = false;  ///< every line, none shortened
  std::string point{};    ///< of a sweep, with its values; empty: none
};

std::string to_text(const Case& subject, const Story& story, const StoryRequest& request);
std::string to_json(const Case& subject, const Story& story, const StoryRequest& request);

}  // namespace outcast::app
