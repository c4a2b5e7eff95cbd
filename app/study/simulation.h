// Runs cases side by side, in rounds where a precision is asked for, until done or interrupted.
#pragma once
#include <span>
#include <string>

#include "app/study/case.h"
#include "app/study/half_widths.h"
#include "app/study/sampling.h"
#include "app/terminal/interrupt.h"
#include "app/terminal/progress.h"

namespace outcast::app {

/// How a simulation ended.
struct Ending {
  ExitCode code = ExitCode::done;  ///< or interrupted, or terminated
  bool is_capped = false;          ///< the precision was not reached
  std::uint64_t wanted = 0;        ///< replications of each case that were to be run
  HalfWidth widest{};              ///< with a precision: the widest of all, in the end

  bool is_cut_short() const { return code != ExitCode::done; }
};

/// All cases get the same replication numbers. When interrupted, each has the rows of an unbroken
/// run of them; their numbers differ by little, since cases take turns.
Ending simulate(std::span<Case> cases, const Sampling& sampling);

/// One turn of one case.
struct Turn {
  std::uint64_t total;   ///< its replications when the turn is over
  std::uint64_t others;  ///< replications of other cases so far, for the progress line
};
/// Under an interrupt and with a progress line that last longer.
void take_turn(Case& subject, const Turn& turn, const Sampling& sampling,
               const Interrupt& interrupt, Progress& progress);

/// What people should know about how it ended, for standard error; empty: nothing.
std::string to_text(const Ending& ending, std::span<const Case> cases, const Sampling& sampling);

}  // namespace outcast::app
