// The simulation loop: take the next event, set the clock, let the model handle it.
#pragma once
#include <cassert>
#include <cstdint>

#include "sim/kernel/future_event_list.h"
#include "sim/kernel/stream.h"
#include "sim/kernel/time.h"

namespace outcast::sim {

/// Simultaneous events run in order of priority; equal priorities in order of origin.
enum class Priority : std::uint8_t {};

/// Who schedules: the entity's position in the sorted list of ids, and its own running count of
/// schedulings.
struct Origin {
  std::uint32_t index;
  std::uint32_t& sequence;
};

/// All that a handler may do to the world outside its entity: now, schedule, stream, observe, stop.
/// Thread rule: lives on the stack of one replication's loop.
template <class Event, class Observer>
class Context {
 public:
  Context(FutureEventList<Event>& events, const Streams& streams, Observer* observer)
      : events_(events), streams_(streams), observer_(observer) {}

  Time now() const { return now_; }
  /// An event at or after now; events due at Time::never() are dropped.
  void schedule(Time at, Priority priority, Origin origin, const Event& event) {
    assert(at >= now_);
    if (at == Time::never()) return;
    events_.push({at, event_tie(static_cast<unsigned>(priority), origin.index, origin.sequence++)},
                 event);
  }
  Stream stream(Purpose purpose, Entity entity, std::uint32_t occurrence) const {
    return streams_.stream(purpose, entity, occurrence);
  }
  /// True when somebody listens: lets a handler skip building what nobody reads.
  bool is_observed() const { return observer_ != nullptr; }
  template <class Observation>
  void observe(const Observation& observation) {
    if (observer_ != nullptr) observer_->observe(now_, observation);
  }
  void stop() { stopped_ = true; }

 private:
  template <class M, class E, class O>
  friend Time run(M&, FutureEventList<E>&, Context<E, O>&, Time);

  FutureEventList<Event>& events_;
  const Streams& streams_;
  Observer* observer_;
  Time now_{};
  bool stopped_ = false;
};

/// Runs until the list is empty, the next event is due after `end`, or a handler stops it. Returns
/// the clock.
template <class Model, class Event, class Observer>
Time run(Model& model, FutureEventList<Event>& events, Context<Event, Observer>& context,
         Time end) {
  while (!events.empty() && !context.stopped_ && events.top().key.time <= end) {
    const auto next = events.top();
    events.pop();
    context.now_ = next.key.time;
    model.handle(context, next.event);
  }
  return context.now_;
}

}  // namespace outcast::sim
