// One scenario, or one variant of it, made ready to simulate.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "app/study/rows.h"
#include "models/cascade/blueprint.h"
#include "models/cascade/ensemble.h"
#include "models/scenario/scenario_file.h"

namespace outcast::app {

struct Case {
  std::string path, variant;  ///< variant "": the scenario as it is
  std::string label{};        ///< what tables call it
  std::string digest{};
  std::vector<std::string> variants{};  ///< that the file has
  scenario::Observed observed{};
  cascade::Blueprint blueprint{};
  cascade::EnsembleResult result{};
  Rows stored{};  ///< the rows, where a store keeps them and not the result

  const cascade::Scenario& scenario() const { return blueprint.scenario; }
};

/// Throws Failure with every problem of the file. `files` gives the texts of it and of what it
/// refers to.
Case read_case(const std::string& path, const std::string& variant,
               document::FileReader files = document::read_from_disk);

/// Wherever they are kept; the case must outlive them.
Rows rows_of(const Case& subject);
/// A metric by replication.
std::vector<double> values_of(const Case& subject, std::size_t column);

/// "kiro" or "kiro, variant two-person-approval"
std::string title_of(const Case& subject);

}  // namespace outcast::app
