// Which of several cases is best: a sequential procedure that drops the losers early.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace outcast::sim {

enum class Goal { least, most };

struct SelectionRule {
  double confidence = 0.95;
  double indifference = 0;  ///< a difference of means that does not matter; above zero
  Goal goal = Goal::least;
};

/// When a case was found to be worse than another.
struct Drop {
  std::uint64_t batches = 0;  ///< that had been looked at
  std::size_t by = 0;
};

/// The procedure KN of Kim and Nelson, A fully sequential procedure for indifference-zone selection
/// in simulation, ACM TOMACS 11 (2001), with c = 1 and common random numbers. The case with the
/// best mean is selected with the confidence asked for if it is better than all others by the
/// indifference at least; if others are nearer, one of the near ones may come out. That is exact
/// for normal observations that are independent from batch to batch; of one batch they may depend
/// on one another as they like. So an observation is the mean of a batch of replications, which is
/// nearly normal where a batch is large enough.
///
/// Screening begins when all cases have their first batches, and is repeated at looks that are 5 %
/// apart: a test that looks less often than after every observation is wrong less often (Jennison,
/// Johnstone and Turnbull 1982), and batches can be simulated many at a time.
///
/// Thread rule: one thread. Invariant: at least one case is not dropped; drops depend on the
/// batches alone.
class Selection {
 public:
  using Batches = std::span<const std::vector<double>>;

  /// `first`: of each of two or more cases the same number of batch means, two or more.
  Selection(const SelectionRule& rule, Batches first);

  /// Drops cases by all batches so far, of which each case that is left has the same number.
  void look(Batches batches);
  /// How many batches the next look takes.
  std::uint64_t next_look() const;
  /// One case is left, or nothing that matters lies between those that are.
  bool is_over() const;

  /// The best of those left, by its mean at the last look; the first of equals.
  std::size_t leader() const { return leader_; }
  bool is_left(std::size_t subject) const { return !drops_[subject]; }
  const std::vector<std::optional<Drop>>& drops() const { return drops_; }
  /// Batches at which the procedure surely ends if no further case is dropped.
  std::uint64_t last_look() const;

 private:
  double variance(std::size_t a, std::size_t b) const { return variances_[a * cases_ + b]; }
  double margin(std::size_t a, std::size_t b) const;

  SelectionRule rule_;
  std::size_t cases_;
  double h2_ = 0;                  ///< h squared of the paper
  std::vector<double> variances_;  ///< of the differences of each two cases' first batches
  std::vector<std::optional<Drop>> drops_;
  std::uint64_t seen_;
  std::size_t leader_ = 0;
};

/// How many of these values, or of the differences of two cases' values, make a batch whose mean
/// has a skewness of one at most: the square of theirs. With more skewed batches the promise of the
/// procedure is not kept (tests/unit/stats measures it). Values that are all equal: 0.
double batch_size_for(std::span<const double> values);

}  // namespace outcast::sim
