// The search for the best case, for people and as JSON.
#pragma once
#include <span>
#include <string>

#include "app/study/best_case.h"

namespace outcast::app {

struct BestResult {
  std::span<const Case> cases;
  const BestCase& best;
  const Sampling& sampling;

  /// The best, or what is left: the leader first, then in the order of the cases.
  std::vector<std::size_t> left() const;
};

std::string to_text(const BestResult& result);
std::string to_json(const BestResult& result);

}  // namespace outcast::app
