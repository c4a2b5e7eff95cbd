// A caller with a timeout, retries and perhaps a budget for them: what most outages are made of.
#pragma once
#include <functional>

#include "bench/live/http.h"
#include "bench/live/spec.h"
#include "sim/kernel/stream.h"

namespace outcast::live {

struct Answer {
  Outcome outcome = Outcome::ok;  ///< of the last attempt
  unsigned attempts = 0;
};

/// Thread rule: one thread. Invariant: outlives its calls.
class Caller {
 public:
  /// Hears how each attempt ended.
  using Observer = std::function<void(Outcome)>;

  Caller(const Calling& how, std::uint64_t seed, sim::Entity who, Observer observer = {});
  Task<Answer> call();

 private:
  bool may_retry();
  sim::Duration backoff(unsigned retry);

  Calling how_;
  sim::Streams streams_;
  sim::Entity who_;
  Observer observer_;
  double saved_ = 0;  ///< retries that the budget still allows
  std::uint32_t backoffs_ = 0;
};

}  // namespace outcast::live
