// Systems drawn at random, the same for the same number, with every kind of dependency.
#pragma once
#include <cstdint>

#include "models/cascade/scenario.h"

namespace outcast::laws {

/// A what-if over an hour. Dependencies run in circles, propagate by chance and after random
/// delays; faults begin at given moments, happen by chance, and last for ever.
cascade::Scenario lasting_system(std::uint64_t number);

/// A what-if until all is up again. No circles and no chance, but every kind of delay; faults begin
/// and pass at given moments.
cascade::Scenario passing_system(std::uint64_t number);

/// Twelve weeks of changes by people and AI tools under roles that are too broad, and of faults
/// that arise by themselves, in a system with circles and chance; monitors, crews, tools, a status
/// page. Every safeguard is off.
cascade::Scenario campaign(std::uint64_t number);

/// Switches every safeguard on at its standard settings, scaled to the campaign's small systems.
void switch_on_all_safeguards(cascade::Scenario& scenario);

}  // namespace outcast::laws
