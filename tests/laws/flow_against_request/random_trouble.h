// Small systems drawn at random, each with one fault, for two engines to agree upon.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "models/traffic/engine.h"

namespace outcast::laws {

/// One to four stations that call each other as a tree, customers, and a station in trouble for a
/// while.
struct Trouble {
  static constexpr double begins = 20;  ///< seconds

  traffic::Network network;
  traffic::StationIndex victim{};
  traffic::Condition condition;
  double ends = 0;
  std::string text;  ///< all that was drawn
};

/// Everything about it is drawn: 20 to 150 requests a second, service times of 10 to 100 ms (three
/// kinds of distribution), utilisations of 0.3 to 0.85, timeouts of 4 to 15 service times that
/// leave room for those of the calls behind, up to two retries (one in three with a budget), bounds
/// of queues (one in three); and as trouble 1 to 15 s of less capacity, slowness, a hang or
/// refusals. Systems in which some station gets fewer requests per timeout are drawn anew.
Trouble draw_trouble(std::uint64_t seed, double least_per_timeout);

/// The network of such a system brought through its trouble: share of the requests of 5 s .. 120 s
/// that succeed, per replication. The flow engine books a failure when it is final, the request
/// engine when its request began: the run goes on for half a minute, in which the last ones end.
std::vector<double> success_shares(const Trouble& trouble, traffic::Network network,
                                   std::uint64_t replications);

}  // namespace outcast::laws
