// Several stores of one experiment become one.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "app/store/store.h"

namespace outcast::app {

/// Replications that a point still lacks.
struct Gap {
  std::string label;  ///< of the point
  std::vector<Stretch> stretches;
};
std::vector<Gap> gaps_of(const Store& store);

/// Writes what all parts hold to the new file `path`, whatever their order. Throws Failure when
/// they do not belong together, or when two hold the same replications.
void merge(std::span<const std::string> parts, const std::string& path);

}  // namespace outcast::app
