// How much to simulate, with which luck, and how: the options that simulating commands share.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/terminal/options.h"

namespace outcast::app {

struct Sampling {
  std::uint64_t replications = 10'000;
  std::optional<double> precision{};    ///< relative half-width to reach, instead of a number
  std::uint64_t at_most = 1'000'000;    ///< replications, however imprecise the result
  std::vector<std::string> metrics{};   ///< asked for; empty: the main ones
  std::vector<std::string> required{};  ///< to make precise as well, because a gate judges them
  std::uint64_t seed = 1;
  std::uint64_t threads = 0;  ///< 0: as many as the machine has
};

void declare_luck(Options& options, Sampling& sampling);  ///< --seed and --threads
void declare_sampling(Options& options, Sampling& sampling);

/// `unknown metric "blast_radus". Did you mean "blast_radius"?`
std::string unknown_metric(const std::string& metric);

/// The columns of the metrics that were asked for or, if none were, of the main ones.
/// Throws Failure when one is unknown.
std::vector<std::size_t> columns_of(const Sampling& sampling);
/// Those, and the metrics that a gate judges.
std::vector<std::size_t> precise_columns_of(const Sampling& sampling);

}  // namespace outcast::app
