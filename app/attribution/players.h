// Who takes part in an attribution: safeguards or whole variants, and the scenario of any of their
// coalitions.
#pragma once
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/attribution/game.h"
#include "app/study/case.h"
#include "models/cascade/blueprint.h"

namespace outcast::app {

/// The blueprint in which exactly the coalition's players take part; all else is as it was. Valid
/// until the next call. Thread rule: coalitions are simulated one after the other.
using Field = std::function<const cascade::Blueprint&(Coalition)>;

enum class PlayerKind { safeguards, variants };

struct Players {
  PlayerKind kind = PlayerKind::safeguards;
  std::vector<std::string> names{};
  Field field{};
  /// Throws Failure where variants of the coalition do not go together; empty: all players do.
  std::function<void(Coalition)> check{};
  /// Variants that change the same value, the one that holds where both take part behind.
  std::vector<std::pair<std::string, std::string>> overlaps{};
};

/// `unknown safeguard "xyz". Known: change_freeze ..`
std::string unknown_player(const std::string& kind, const std::string& name,
                           std::span<const std::string_view> known);

/// Adds to `names` the safeguards that are on, and those that some other variant of the file
/// switches on; the subject gets these with that variant's settings (the first one's), still off.
void learn_from_variants(Case& subject, std::vector<std::string>& names);

/// Those that are on, or those that are named, in the order of the catalog. Throws Failure with
/// every unknown name, or when there is none.
Players safeguards_as_players(const Case& subject, const std::vector<std::string>& names);

/// Whole variants of the scenario file: a coalition is the scenario as it is with the patches of
/// its variants applied in the order of their names. Throws Failure where variants are unknown, or
/// are none to choose from (fewer than two).
Players variants_as_players(const std::string& path, const std::vector<std::string>& names);

}  // namespace outcast::app
