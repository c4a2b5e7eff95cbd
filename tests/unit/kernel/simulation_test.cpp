// The loop: clock, tie rule, horizon, stop, observation, and no allocation while it runs.
#include "sim/kernel/simulation.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <new>
#include <string>

using namespace outcast::sim;

namespace {

/// Counts every allocation of this executable.
std::uint64_t allocations = 0;

struct Event {
  int id = 0;
};

/// Writes "id@time " of what it sees.
struct Transcript {
  std::string text;
  void observe(Time now, int id) {
    text += std::to_string(id) + "@" + std::to_string(now.nanoseconds) + " ";
  }
};

using TestContext = Context<Event, Transcript>;

/// Observes each event, then does as its action says.
template <class Action>
struct Model {
  Action action;
  void handle(TestContext& context, const Event& event) {
    context.observe(event.id);
    action(context, event);
  }
};
template <class Action>
Model(Action) -> Model<Action>;

/// A list, streams and a transcript, ready to run.
struct Rig {
  FutureEventList<Event> events;
  Streams streams{1, 0};
  Transcript transcript;
  TestContext context{events, streams, &transcript};
  std::uint32_t sequence = 0;

  void schedule(std::int64_t at, Priority priority, std::uint32_t origin, int id) {
    context.schedule(Time{at}, priority, {origin, sequence}, Event{id});
  }
  template <class Action>
  Time run_until(Time end, Action action) {
    Model<Action> model{action};
    return run(model, events, context, end);
  }
};

constexpr auto nothing = [](TestContext&, const Event&) {};

}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

TEST_CASE("events are handled in order of time and the clock ends at the last of them") {
  Rig rig;
  rig.schedule(30, Priority{0}, 0, 3);
  rig.schedule(10, Priority{0}, 0, 1);
  rig.schedule(20, Priority{0}, 0, 2);
  CHECK(rig.run_until(Time::never(), nothing) == Time{30});
  CHECK(rig.transcript.text == "1@10 2@20 3@30 ");
}

TEST_CASE("of two events at one time the one of lower priority number runs first") {
  Rig rig;
  rig.schedule(10, Priority{2}, 0, 1);
  rig.schedule(10, Priority{1}, 9, 2);
  rig.run_until(Time::never(), nothing);
  CHECK(rig.transcript.text == "2@10 1@10 ");
}

TEST_CASE("of two events at one time and priority the one of the earlier origin runs first") {
  Rig rig;
  rig.schedule(10, Priority{1}, 5, 1);
  rig.schedule(10, Priority{1}, 4, 2);
  rig.run_until(Time::never(), nothing);
  CHECK(rig.transcript.text == "2@10 1@10 ");
}

TEST_CASE("of two events of one origin at one time the earlier scheduled runs first") {
  Rig rig;
  rig.schedule(10, Priority{1}, 5, 1);
  rig.schedule(10, Priority{1}, 5, 2);
  rig.run_until(Time::never(), nothing);
  CHECK(rig.transcript.text == "1@10 2@10 ");
}

TEST_CASE("an event that is scheduled for now runs now, before what is later") {
  Rig rig;
  rig.schedule(10, Priority{0}, 0, 1);
  rig.schedule(11, Priority{0}, 0, 2);
  rig.run_until(Time::never(), [&](TestContext& context, const Event& event) {
    if (event.id == 1) context.schedule(context.now(), Priority{0}, {1, rig.sequence}, Event{7});
  });
  CHECK(rig.transcript.text == "1@10 7@10 2@11 ");
}

TEST_CASE("the horizon is included, and what lies beyond it waits for the next run") {
  Rig rig;
  for (const int id : {1, 2, 3}) rig.schedule(10 * id, Priority{0}, 0, id);
  CHECK(rig.run_until(Time{20}, nothing) == Time{20});
  CHECK(rig.transcript.text == "1@10 2@20 ");
  rig.schedule(25, Priority{0}, 0, 9);
  CHECK(rig.run_until(Time{30}, nothing) == Time{30});
  CHECK(rig.transcript.text == "1@10 2@20 9@25 3@30 ");
}

TEST_CASE("stop ends the run after the event that asked for it") {
  Rig rig;
  for (const int id : {1, 2, 3}) rig.schedule(10 * id, Priority{0}, 0, id);
  const Time end = rig.run_until(Time::never(), [](TestContext& context, const Event& event) {
    if (event.id == 2) context.stop();
  });
  CHECK(end == Time{20});
  CHECK(rig.transcript.text == "1@10 2@20 ");
}

TEST_CASE("what is due at never does not happen and takes no sequence number") {
  Rig rig;
  rig.context.schedule(Time{5} + Duration::forever(), Priority{0}, {0, rig.sequence}, Event{1});
  CHECK(rig.events.empty());
  CHECK(rig.sequence == 0);
}

TEST_CASE("a run without an observer is the same run") {
  Rig rig;
  TestContext unobserved(rig.events, rig.streams, nullptr);
  CHECK(rig.context.is_observed());
  CHECK_FALSE(unobserved.is_observed());
  rig.schedule(10, Priority{0}, 0, 1);
  Model model{nothing};
  CHECK(run(model, rig.events, unobserved, Time::never()) == Time{10});
}

TEST_CASE("the clock never goes back while events breed at random") {
  Rig rig;
  for (int id = 0; id < 300; ++id) rig.schedule(id % 7, Priority{1}, 0, id);
  Time last{};
  int handled = 0;
  bool forward = true;
  rig.run_until(Time::never(), [&](TestContext& context, const Event& event) {
    forward = forward && context.now() >= last;
    last = context.now();
    if (++handled > 20'000) return;
    Stream stream =
        context.stream(purpose("delay"), Entity{0}, static_cast<std::uint32_t>(handled));
    const Duration delay{stream.coin(0.2) ? 0 : std::int64_t{stream.bits()}};
    context.schedule(context.now() + delay, Priority{1}, {0, rig.sequence}, event);
  });
  CHECK(handled == 20'300);
  CHECK(forward);
}

TEST_CASE("nothing is allocated in steady state, in short lists and long") {
  for (const int size : {10, 100, 10'000}) {
    FutureEventList<Event> events;
    const Streams streams(1, 0);
    TestContext context(events, streams, nullptr);
    std::uint32_t sequence = 0, handled = 0;
    const auto breed = [&](TestContext& c, const Event& event) {
      Stream stream = c.stream(purpose("delay"), Entity{0}, handled++);
      c.schedule(c.now() + Duration{stream.bits()}, Priority{0}, {0, sequence}, event);
      if (handled % 50'000 == 0) c.stop();
    };
    Model model{breed};
    for (int id = 0; id < size; ++id)
      context.schedule(Time{id}, Priority{0}, {0, sequence}, Event{id});
    run(model, events, context, Time::never());
    const std::uint64_t before = allocations;
    TestContext steady(events, streams, nullptr);
    run(model, events, steady, Time::never());
    CAPTURE(size);
    CHECK(before > 0);
    CHECK(allocations - before == 0);
  }
}
