// Rounds, turns and stops.
#include "app/study/simulation.h"

#include <algorithm>
#include <functional>

#include "app/study/half_widths.h"
#include "app/study/rounds.h"
#include "app/terminal/figures.h"

namespace outcast::app {
namespace {

/// Cases take turns, short ones first and at most a 20th of the round each: interrupted early, they
/// have about as many replications; interrupted late, they are at most 5 % apart.
std::uint64_t end_of_turn(std::uint64_t finished, std::uint64_t total) {
  constexpr std::uint64_t shortest = 64, turns = 20;
  const std::uint64_t length = std::clamp(finished, shortest, std::max(shortest, total / turns));
  return std::min(total, finished + length);
}

std::uint64_t finished_in(std::span<const Case> cases) {
  std::uint64_t finished = 0;
  for (const Case& subject : cases) finished += subject.result.finished;
  return finished;
}

/// Estimates of every requested metric of every case, case by case.
std::vector<sim::Estimate> estimates_of(std::span<const Case> cases,
                                        const std::vector<std::size_t>& columns) {
  std::vector<sim::Estimate> estimates;
  for (const Case& subject : cases)
    for (const std::size_t column : columns)
      estimates.push_back(sim::estimate_mean(subject.result.table.column(column)));
  return estimates;
}

/// Cases on their way, turn by turn.
class Turns {
 public:
  Turns(std::span<Case> cases, const Sampling& sampling, const Interrupt& interrupt,
        Progress& progress)
      : cases_(cases), sampling_(sampling), interrupt_(interrupt), progress_(progress) {}

  /// `after_turn`, where given, is called whenever all cases have had theirs.
  void run_to(std::uint64_t total, const std::function<void()>& after_turn = {}) {
    progress_.expect(total * cases_.size());
    const bool has_turns = cases_.size() > 1 || after_turn;
    std::uint64_t up_to = cases_[0].result.finished;
    while (up_to < total) {
      up_to = has_turns ? end_of_turn(up_to, total) : total;
      for (Case& subject : cases_) {
        if (interrupt_.token().stop_requested()) return;
        const std::uint64_t others = finished_in(cases_) - subject.result.finished;
        take_turn(subject, {up_to, others}, sampling_, interrupt_, progress_);
      }
      if (after_turn) after_turn();
    }
  }

  void run_to_and_tell(std::uint64_t total, const std::vector<std::size_t>& columns) {
    if (!progress_.is_shown()) return run_to(total);
    HalfWidths reached(cases_.size(), columns);
    std::uint64_t told = 0;
    run_to(total, [&] {
      for (std::size_t k = 0; k < cases_.size(); ++k)
        reached.add(k, rows_of(cases_[k].result.table, told));
      told = cases_[0].result.finished;
      progress_.tell_precision(to_text(reached.widest()));
    });
  }

 private:
  std::span<Case> cases_;
  const Sampling& sampling_;
  const Interrupt& interrupt_;
  Progress& progress_;
};

}  // namespace

void take_turn(Case& subject, const Turn& turn, const Sampling& sampling,
               const Interrupt& interrupt, Progress& progress) {
  const std::uint64_t first = subject.result.finished;
  if (first >= turn.total) return;
  const auto show = [&](std::uint64_t finished) { progress.show(turn.others + first + finished); };
  const sim::EnsembleOptions options{.first = first,
                                     .count = turn.total - first,
                                     .threads = static_cast<unsigned>(sampling.threads),
                                     .stop = interrupt.token(),
                                     .progress = show};
  cascade::run(subject.blueprint, sampling.seed, options, subject.result);
}

Ending simulate(std::span<Case> cases, const Sampling& sampling) {
  const std::vector<std::size_t> columns = precise_columns_of(sampling);  // refuses unknown metrics
  const Interrupt interrupt;
  Progress progress;
  Turns turns(cases, sampling, interrupt, progress);
  Ending ending{.wanted = sampling.replications};
  if (sampling.precision)
    run_rounds({[&](std::uint64_t total) { turns.run_to(total); },
                [&](std::uint64_t) { return estimates_of(cases, columns); }},
               sampling, interrupt, progress, ending);
  else
    turns.run_to_and_tell(sampling.replications, columns);
  if (finished_in(cases) < ending.wanted * cases.size()) ending.code = interrupt.exit_code();
  return ending;
}

std::string to_text(const Ending& ending, std::span<const Case> cases, const Sampling& sampling) {
  std::string text;
  if (ending.is_cut_short())
    text += "interrupted: " + count_text(finished_in(cases)) + " of " +
            count_text(ending.wanted * cases.size()) + " replications are finished and reported\n";
  if (ending.is_capped)
    text += "the precision was not reached within " + count_text(sampling.at_most) +
            " replications: " + precision_text(ending, *sampling.precision) +
            ". --at-most allows more\n";
  return text;
}

}  // namespace outcast::app
