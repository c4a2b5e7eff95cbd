// The safeguards that take part in an attribution, and a blueprint with some of them on.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "app/attribution/game.h"
#include "app/study/case.h"
#include "models/cascade/blueprint.h"

namespace outcast::app {

/// Adds to `names` the safeguards that are on, and those that some other variant of the file
/// switches on; the subject gets these with that variant's settings (the first one's), still off.
void learn_from_variants(Case& subject, std::vector<std::string>& names);

/// Positions in the catalog of those that are on, or of those that are named. Throws Failure with
/// every unknown name, or when there is none.
std::vector<std::size_t> players_of(const cascade::Scenario& scenario,
                                    const std::vector<std::string>& names);

/// A blueprint in which exactly the coalition's of the players are on; all else is as it was.
/// Thread rule: coalitions are simulated one after the other.
class Field {
 public:
  Field(const cascade::Blueprint& blueprint, std::vector<std::size_t> players)
      : blueprint_(blueprint), players_(std::move(players)) {}

  /// Valid until the next call. Nothing that draft() prepares depends on which safeguards are on
  /// (a test drafts anew and compares), so that 4,096 coalitions need one blueprint.
  const cascade::Blueprint& with(Coalition coalition);

 private:
  cascade::Blueprint blueprint_;
  std::vector<std::size_t> players_;
};

}  // namespace outcast::app
