// The probability of a top event, for people and as JSON.
#pragma once
#include <string>

#include "app/study/sampling.h"
#include "models/faulttree/rare_event.h"

namespace outcast::app {

struct TreeResult {
  const faulttree::FaultTree& tree;
  const faulttree::RareEvent& found;
  double precision;
  std::uint64_t seed;
};

std::string to_text(const TreeResult& result, std::uint64_t most_events);
std::string to_json(const TreeResult& result);

}  // namespace outcast::app
