// Small networks of calling stations drawn at random, and triggers to strike them.
#pragma once
#include <cstdint>
#include <string>

#include "models/traffic/early_warning.h"
#include "models/traffic/engine.h"

namespace outcast::laws {

/// One to four stations, trees and diamonds of calls: hard and soft ones, with and without slots
/// held, bounded queues, retry budgets; callers that wait longer than those they call. Their sizes
/// suit about so many requests a second. Calls of one caller follow each other, or run side by
/// side. The same for the same number.
enum class Calls : std::uint8_t { in_sequence, side_by_side };
traffic::Network random_network(std::uint64_t number, double load, Calls calls);

/// The station with the least headroom.
std::uint32_t weakest(const std::vector<traffic::EarlyWarning>& warnings);

/// Finds the load at which the weakest station has this headroom; false: there is none below 95 %
/// of the capacity of every station.
bool set_headroom(traffic::Network& network, double headroom);

struct Trigger {
  std::uint32_t station = 0;
  traffic::Condition condition;
  double length = 0;   ///< seconds
  double returns = 0;  ///< seconds over which the capacity comes back, in steps
};
/// One drawn at random; and long ones: the weakest station serves nobody, or fewer than come, for
/// longer than any caller waits, and is whole again at once or step by step.
std::vector<Trigger> triggers(const traffic::Network& network, std::uint64_t number);

/// Whether a station, or the customers, still lose requests long after the trigger has gone that
/// they did not lose before.
bool stays_down(traffic::Network network, const Trigger& trigger, traffic::EngineKind engine,
                double length);

/// For messages.
std::string text_of(const traffic::Network& network);

}  // namespace outcast::laws
