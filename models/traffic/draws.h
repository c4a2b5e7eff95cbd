// The running draws of one entity for one purpose, cheap enough for every request.
#pragma once
#include <array>

#include "sim/kernel/stream.h"

namespace outcast::traffic {

/// A stream that renews itself: its k-th block of draws is the stream of occurrence k.
/// Thread rule: one owner. Invariant: the n-th draw depends only on (seed, replication, purpose,
/// entity, n); so entities do not disturb each other's luck.
class Draws {
 public:
  void begin(const sim::Streams& streams, sim::Purpose purpose, sim::Entity entity) {
    streams_ = &streams;
    purpose_ = purpose;
    entity_ = entity;
    occurrence_ = 0;
    stream_ = streams.stream(purpose, entity, 0);
  }
  /// Good for one number or coin: at least two words are left.
  sim::Stream& next() {
    if (stream_.drawn() > words - 2) [[unlikely]]
      stream_ = streams_->stream(purpose_, entity_, ++occurrence_);
    return stream_;
  }
  double uniform() { return next().uniform(); }
  bool coin(double p) { return next().coin(p); }

 private:
  static constexpr std::uint32_t words = 1024;  // what one stream holds

  const sim::Streams* streams_ = nullptr;
  sim::Purpose purpose_{};
  sim::Entity entity_{};
  std::uint32_t occurrence_ = 0;
  sim::Stream stream_{{}, {}};
};

/// Draws and what becomes of them, some at a time: the processor works on several at once.
/// Thread rule and invariant as for Draws.
class Samples {
 public:
  void begin(const sim::Streams& streams, sim::Purpose purpose, sim::Entity entity) {
    draws_.begin(streams, purpose, entity);
    next_ = batch;
  }
  /// `make` turns a stream into a number; the same in every call.
  template <class Make>
  double next(Make make) {
    if (next_ == batch) {
      for (double& value : values_) value = make(draws_.next());
      next_ = 0;
    }
    return values_[next_++];
  }

 private:
  static constexpr std::size_t batch = 16;

  Draws draws_;
  std::array<double, batch> values_{};
  std::size_t next_ = batch;
};

}  // namespace outcast::traffic
