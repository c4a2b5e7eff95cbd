// How change is told from chance: the newest attempts against all since the last change.
#include "models/traffic/hybrid_gauge.h"

#include <algorithm>
#include <cmath>

namespace outcast::traffic::hybrid {
namespace {

using request::Endings;
using request::Outcome;

/// Attempts that weigh in at most: shares are then known to 0.7 points, rates to 1.4 %.
constexpr double memory = 5000;
/// Attempts in a block.
constexpr std::array<double, 3> block_size = {10, 100, 1000};
/// Tried with a steady 100 attempts a second, 20 looks a second: what they meet is mistaken for
/// changed once an hour, their rate once in 20 hours. With 3.5 it is 13 times and twice an hour,
/// with 5 small changes are found later. A false alarm costs no more than a memory.
constexpr double deviations = 4.5;
/// Attempts beyond the deviations, where a normal distribution says little: bursts are common.
constexpr double apart = 2, burst = 5;
/// Arrivals expected in vain after which nobody comes any more: by chance, once in 20,000 gaps.
constexpr double too_many_missing = 10;

double share(const Endings& ends, Outcome outcome) { return ends.of(outcome) / ends.all(); }

bool differs(double count, double expected, double variance, double least) {
  return std::abs(count - expected) > deviations * std::sqrt(std::max(variance, 0.)) + least;
}

/// The block is a part of what is known.
bool arrives_otherwise(const Sample& block, const Sample& known) {
  const double expected = known.ends.count[0] * block.seconds / known.seconds;
  return differs(block.ends.count[0], expected, expected * (1 - block.seconds / known.seconds),
                 burst);
}

bool takes_another_time(const Endings& block, const Endings& known) {
  constexpr double fewest = 8;
  if (block.successes() < fewest || known.successes() <= block.successes()) return false;
  const double mean = known.latency();
  const double variance = known.success_squares / known.successes() - mean * mean;
  const double error =
      std::sqrt(std::max(variance, 0.) * (1 / block.successes() - 1 / known.successes()));
  return std::abs(block.latency() - mean) > 2 * deviations * error + 0.05 * mean;
}

bool fares_otherwise(const Sample& newest, const Sample& seen) {
  const Endings &block = newest.ends, &known = seen.ends;
  const double all = block.all(), left = 1 - all / std::max(known.all(), 1.);
  for (std::size_t i = 0; i < block.count.size(); ++i) {
    const double p = known.count[i] / std::max(known.all(), 1.);
    if (differs(block.count[i], all * p, all * p * (1 - p) * left, apart)) return true;
  }
  return takes_another_time(block, known);
}

}  // namespace

Sample& Sample::operator+=(const Sample& other) {
  ends += other.ends;
  seconds += other.seconds;
  return *this;
}

Sample& Sample::operator*=(double factor) {
  ends *= factor;
  seconds *= factor;
  return *this;
}

bool Memory::add(const Sample& newest, Test contradicts) {
  known_ += newest;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    Sample& block = blocks_[i];
    block += newest;
    if (contradicts(block, known_)) {
      known_ = block;
      blocks_ = {};
      return true;
    }
    const double expected =
        known_.seconds <= 0 ? 0 : known_.ends.all() * block.seconds / known_.seconds;
    if (std::max(block.ends.all(), expected) >= block_size[i]) block = {};
  }
  if (known_.ends.all() > memory) known_ *= memory / known_.ends.all();
  return false;
}

std::optional<double> RateGauge::note(double arrivals, double seconds) {
  Endings arrived;
  arrived.count[0] = arrivals;
  const bool has_changed = memory_.add({.ends = arrived, .seconds = seconds}, arrives_otherwise);
  const Sample& known = memory_.known();
  const double rate = known.ends.count[0] / known.seconds;
  const double error = std::sqrt(known.ends.count[0]) / known.seconds;
  owed_ += arrivals - told_ * seconds;
  const bool was_owed = is_owed_;
  is_owed_ = std::abs(owed_) > burst + deviations * std::sqrt(rate);
  const bool is_news =
      has_changed || is_owed_ || was_owed || std::abs(rate - told_) > std::max(0.01 * rate, error);
  missing_ = arrivals > 0 ? 0 : missing_ + usual_ * seconds;
  if (arrivals > 0) usual_ = rate;
  const bool is_over = missing_ > too_many_missing;
  const double next = is_over ? 0 : is_owed_ ? std::max(0., rate + owed_) : rate;
  return (is_news || is_over) && next != told_ ? std::optional(told_ = next) : std::nullopt;
}

double RateGauge::count(double arrivals, double seconds) {
  note(arrivals, seconds);
  return told_ = arrivals / seconds;
}

bool FateGauge::is_news() const {
  const Endings& known = memory_.known().ends;
  constexpr double fewest = 20;
  if (told_.all() <= 0) return known.all() >= fewest;
  if (known.all() < fewest / 4) return false;
  for (const auto outcome : {Outcome::wrong, Outcome::error, Outcome::refusal, Outcome::timeout}) {
    const double now = share(known, outcome);
    const double error = std::sqrt(now * (1 - now) / known.all());
    if (std::abs(now - share(told_, outcome)) > std::max(0.003, 2 * error)) return true;
  }
  const double mean = known.latency();
  const double variance = known.success_squares / std::max(known.successes(), 1.) - mean * mean;
  const double error = std::sqrt(std::max(variance, 0.) / std::max(known.successes(), 1.));
  return known.successes() > 0 &&
         std::abs(mean - told_.latency()) > std::max(0.03 * mean, 2 * error);
}

std::optional<Condition> FateGauge::note_standstill() {
  if (told_.all() <= 0 || share(told_, Outcome::timeout) >= 1) return std::nullopt;
  memory_.reset();
  told_ = {};
  told_.add(Outcome::timeout, 0);
  return Condition{.fate = Fate{.late = 1, .is_ahead = true}};
}

std::optional<Condition> FateGauge::note(const request::Endings& endings, double mean_service) {
  Endings newest = endings;
  newest -= before_;
  before_ = endings;
  if (newest.all() <= 0) return std::nullopt;
  if (!memory_.add({.ends = newest}, fares_otherwise) && !is_news()) return std::nullopt;
  told_ = memory_.known().ends;
  const double errors = told_.of(Outcome::error);
  const double latency = told_.latency();
  Condition met{.fate = Fate{.refused = share(told_, Outcome::refusal),
                             .late = share(told_, Outcome::timeout),
                             .error = errors / told_.all(),
                             .wait = std::max(0., latency - mean_service),
                             .failing = errors <= 0 ? 0 : told_.error_seconds / errors}};
  if (told_.successes() > 0) {
    met.wrong = told_.of(Outcome::wrong) / told_.successes();
    met.slowness = mean_service <= 0 ? 1 : std::min(1., latency / mean_service);
  }
  return met;
}

}  // namespace outcast::traffic::hybrid
