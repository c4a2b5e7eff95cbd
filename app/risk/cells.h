// Cells of initiating events, one case or several side by side, and the moments they begin in.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "models/cascade/conditional.h"

namespace outcast::app {

/// What some campaigns left, by team and author. Thread rule: immutable once made. Invariant: the
/// backgrounds outlive it.
class Moments {
 public:
  Moments(const cascade::Blueprint& blueprint, std::span<const cascade::Background> backgrounds);

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
};

/// How an event fails; who made it decides only whether it gets through.
std::string mistake_of(const cascade::Blueprint& blueprint, const cascade::InitiatingEvent& event);

/// A cell, how often it happens, and how likely it is drawn.
struct Cell {
  cascade::InitiatingEvent event{};
  double expected = 0;  ///< per horizon, at a moment in the middle; 0: the case has no such cell
  double share = 0;     ///< of the draws; those of all cells sum to 1
  double size = 1;      ///< of the cascade from the service, by linear algebra, in services
  std::uint32_t mistake = 0;  ///< cells with the same number fail in the same way
  std::uint32_t alike = 0;    ///< the same way on the same service: alike harm in production
};

/// All cells of a blueprint, with shares between their rates and the roots of these: so rare cells
/// are seen too before anything is known of their harm.
std::vector<Cell> first_plan(const Moments& moments);
/// The same of several cases at once, whose cells stand at the same places: those that only some
/// have are empty in the others. Shares are the means of the cases' own, so that a cell that one
/// case has can be drawn, and its weight is right in each.
std::vector<std::vector<Cell>> first_plans(std::span<const Moments* const> cases);

}  // namespace outcast::app
