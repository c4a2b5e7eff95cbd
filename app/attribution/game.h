// Who contributes what to a common result: Shapley values of a game, exact or by permutations.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace outcast::app {

/// Bit i: player i takes part.
using Coalition = std::uint32_t;

inline constexpr std::size_t most_players = 31;

constexpr Coalition all_of(std::size_t players) { return (Coalition{1} << players) - 1; }

/// What one coalition achieves beyond another, both by their positions in a design. As a
/// difference, so that what changes nothing is exactly zero.
struct Step {
  std::size_t with = 0, without = 0;
  double weight = 1;
};
/// A weighted sum of such differences.
using Contrast = std::vector<Step>;

/// Which coalitions are to be played, and what is read off them.
/// Invariant: nobody and everybody are among the coalitions, each coalition is there once.
struct Design {
  std::vector<Coalition> coalitions{};
  std::size_t common = 0;         ///< so many of the first are in every design for as many players
  std::vector<Contrast> alone{};  ///< by player: with it alone, minus nobody
  std::vector<Contrast> left_out{};  ///< by player: everybody, minus all but it
  std::vector<Contrast> shapley{};   ///< by player; they add up to `all`
  Contrast all{};                    ///< everybody, minus nobody
};

/// All coalitions, each weighted as often as it precedes the player in the orders of all players.
/// Source: Shapley, A value for n-person games (1953).
Design exact_design(std::size_t players);

/// The coalitions that one random order of the players passes through, and those of its reverse,
/// which cancels much of the chance: an unbiased estimate of the Shapley values. The order depends
/// on seed and block alone. Source: Castro, Gomez and Tejada, Polynomial calculation of the Shapley
/// value based on sampling, Computers & Operations Research 36 (2009); the reverse: Mitchell,
/// Cooper, Frank and Holmes, Sampling permutations for Shapley value estimation, JMLR 23 (2022).
Design sampled_design(std::size_t players, std::uint64_t seed, std::uint64_t block);

}  // namespace outcast::app
