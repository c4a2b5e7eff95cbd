// What single requests show of a rate or a fate: steady while nothing changes, quick when it does.
#pragma once
#include <array>
#include <optional>

#include "models/traffic/engine.h"
#include "models/traffic/request_state.h"

namespace outcast::traffic::hybrid {

/// What was seen in a time.
struct Sample {
  request::Endings ends;  ///< arrivals: as if all had ended well
  double seconds = 0;     ///< that it took (arrivals)

  Sample& operator+=(const Sample& other);
  Sample& operator*=(double factor);
};

/// All that was seen since the last change: a block of the newest attempts that contradicts it
/// (short blocks show great changes at once, long ones small changes) takes its place.
/// Thread rule: one owner. Invariant: no more than `memory` attempts weigh in.
class Memory {
 public:
  /// How a block contradicts what is known.
  using Test = bool (*)(const Sample& block, const Sample& known);

  void reset() { *this = {}; }
  /// Whether things have changed.
  bool add(const Sample& newest, Test contradicts);
  const Sample& known() const { return known_; }

 private:
  Sample known_;
  std::array<Sample, 3> blocks_{};
};

/// The rate at which requests arrive.
class RateGauge {
 public:
  /// The rate in requests per second, where it is news.
  std::optional<double> note(double arrivals, double seconds);
  /// The same where every one counts: as they came.
  double count(double arrivals, double seconds);
  /// More time could make news, even if nobody arrives.
  bool is_unsettled() const { return told_ > 0; }

 private:
  Memory memory_;
  double told_ = 0;
  double owed_ = 0;  ///< arrivals beyond those told; many are made up for within a second
  bool is_owed_ = false;
  double usual_ = 0;    ///< rate when the last one came
  double missing_ = 0;  ///< arrivals expected since then
};

/// What attempts meet.
class FateGauge {
 public:
  /// How a station is that serves in a mean time of so many seconds, where it is news.
  std::optional<Condition> note(const request::Endings& endings, double mean_service);
  /// No attempt ends any more; where that is news.
  std::optional<Condition> note_standstill();
  /// Seconds until a success.
  double latency() const { return memory_.known().ends.latency(); }

 private:
  bool is_news() const;

  Memory memory_;
  request::Endings told_, before_;
};

}  // namespace outcast::traffic::hybrid
