// The door: scenario files to scenarios, or to all their problems.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/cascade/scenario.h"
#include "models/document/document.h"
#include "models/document/problem.h"

namespace outcast::scenario {

/// The share of an audience's work that was done in reality, and what others predicted of it.
struct ObservedShare {
  double live = 0;
  std::optional<double> published;
  bool operator==(const ObservedShare&) const = default;
};

/// What happened in reality, to hold against the prediction.
struct Observed {
  std::map<std::string, double> metrics;         ///< in the units of results: times in minutes
  std::map<std::string, ObservedShare> success;  ///< by audience, over the what-if's window
  std::optional<unsigned> draws;                 ///< independent ones behind the shares
  std::string source, note;
  bool operator==(const Observed&) const = default;
  bool empty() const { return metrics.empty() && success.empty(); }
};

struct Loaded {
  cascade::Scenario scenario;
  Observed observed;
  std::string digest;                 ///< of all that was read: comments and spacing do not matter
  std::vector<std::string> variants;  ///< of the file, in written order
};

/// The scenario as it is (no variant: "") or as a variant changes it. Nothing: there are problems.
std::optional<Loaded> load(const std::string& path, std::string_view variant,
                           document::Problems& problems,
                           document::FileReader files = document::read_from_disk);

/// The same from memory. `files` gives what the text refers to; by default it may refer to nothing.
std::optional<Loaded> load_text(std::string_view text, const std::string& file,
                                std::string_view variant, document::Problems& problems,
                                document::FileReader files = {});

/// A topology file on its own.
std::optional<system::Topology> load_topology(const std::string& path,
                                              document::Problems& problems);

/// The JSON Schema of "scenario" or "topology"; empty for other names.
std::string schema(std::string_view name);
std::vector<std::string_view> schema_names();

}  // namespace outcast::scenario
