// What there is to say about one input file: its problems, or what it holds.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "models/document/problem.h"

namespace outcast::app {

struct Validation {
  std::string path;
  document::Problems problems{};
  std::vector<std::pair<std::string, std::size_t>> counts{};  ///< ("service", 34), ...

  bool is_valid() const { return problems.empty(); }
};

/// Reads a scenario with all of its variants (or with `variant` alone), or a topology.
Validation validate_file(const std::string& path, const std::string& variant);

std::string to_json(const std::vector<Validation>& files);

}  // namespace outcast::app
