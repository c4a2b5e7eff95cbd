// What safeguards are worth, for people, and as JSON.
#pragma once
#include <cstdint>
#include <string>

#include "app/attribution/attribution.h"

namespace outcast::app {

struct AttributeResult {
  const Case& subject;
  const AttributionRequest& request;
  const Attribution& found;
};

/// `top`: coalitions of the front to list.
std::string to_text(const AttributeResult& result, std::uint64_t top);
std::string to_json(const AttributeResult& result);

/// The names of a coalition's players, in their order.
std::vector<std::string> names_of(Coalition coalition, const Attribution& found);

}  // namespace outcast::app
