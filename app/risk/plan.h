// Which incidents conditional estimation simulates: cells of initiating events, drawn with the
// probability that makes the estimate most precise for its cost.
#pragma once
#include <span>
#include <vector>

#include "models/cascade/conditional.h"

namespace outcast::app {

/// What some campaigns left, by team and author. Thread rule: immutable once made. Invariant: the
/// backgrounds outlive it.
class Moments {
 public:
  Moments(const cascade::Blueprint& blueprint, std::span<const cascade::Background> backgrounds);

  std::uint64_t size() const { return size_; }
  /// One of the moments at which that author made a change for that team, each as likely as the
  /// other; without any, an inexperienced author at some time of the horizon.
  cascade::Initiation draw(const cascade::InitiatingEvent& event, double u) const;
  const cascade::Blueprint& blueprint() const { return blueprint_; }

 private:
  struct Kept {
    const cascade::Background* background;
    cascade::Moment moment;
  };
  const std::vector<Kept>& of(const cascade::InitiatingEvent& event) const;

  const cascade::Blueprint& blueprint_;
  cascade::Background nothing_;
  std::vector<std::vector<Kept>> kept_;  ///< by team and author
  std::size_t authors_ = 0;
  std::uint64_t size_ = 0;
};

/// A cell, how often it happens, and how likely it is drawn.
struct Cell {
  cascade::InitiatingEvent event;
  double expected = 0;        ///< per horizon, at a moment in the middle
  double share = 0;           ///< of the draws; those of all cells sum to 1
  std::uint32_t mistake = 0;  ///< cells with the same number fail in the same way
  std::uint32_t alike = 0;    ///< the same way on the same service: alike harm in production
};

/// All cells of a blueprint, with shares between their rates and the roots of these: so rare cells
/// are seen too before anything is known of their harm.
std::vector<Cell> first_plan(const Moments& moments);

/// What the first draws found: squared harm and cost, of all and by the numbers of the cells.
struct Pilot {
  struct Sums {
    double n = 0, squares = 0, cost = 0;
  };
  Sums all;
  std::vector<Sums> by_mistake, by_likeness;
};

/// Shares by the root of the squared harm in place of its standard deviation (the weights vary with
/// the harm, not with its spread), a tenth of them defensive: sim::defensive_shares.
void plan_again(std::vector<Cell>& cells, const Pilot& pilot);

/// One draw of a plan.
struct Draw {
  std::uint32_t cell = 0;
  cascade::Initiation initiation{};
  double weight = 0;  ///< the sum of weight x harm over a sweep estimates the harm per horizon
};

/// Independent sweeps of `length` draws each, one after the other. Within a sweep cells are drawn
/// systematically: from one random start at equal distances along the cumulated shares, so that a
/// cell's number of draws is never off by one or more. Each sweep has moments of its own, so that
/// sweeps are independent, and their spread tells what the choice of campaigns adds.
inline constexpr std::uint32_t independent_sweeps = 32;
struct Sweeps {
  std::uint32_t count = independent_sweeps;
  std::uint64_t length = 0;
  std::uint64_t first = 0;  ///< number of the first replication
};
/// `moments`: those of each sweep, at least as many as there are sweeps.
std::vector<Draw> draw(std::span<const Cell> cells, std::span<const Moments> moments,
                       const Sweeps& sweeps, std::uint64_t seed);

}  // namespace outcast::app
