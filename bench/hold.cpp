// The hold benchmark of event lists: pop the least event, push one that is due a random time later.
// Source: Jones, An empirical comparison of priority-queue and event-set implementations (1986).
#include <cmath>
#include <cstdio>
#include <cstring>
#include <queue>
#include <string_view>
#include <vector>

#include "bench/timing.h"
#include "sim/kernel/future_event_list.h"
#include "sim/kernel/stream.h"

using namespace outcast;

namespace {

using List = sim::FutureEventList<std::uint64_t>;
using Entry = List::Entry;
static_assert(sizeof(Entry) == 24);

/// The peer: the same entries in the same total order.
class StandardQueue {
 public:
  void push(sim::EventKey key, std::uint64_t event) { queue_.push({key, event}); }
  const Entry& top() const { return queue_.top(); }
  void pop() { queue_.pop(); }

 private:
  struct IsLater {
    bool operator()(const Entry& a, const Entry& b) const { return b.key < a.key; }
  };
  std::priority_queue<Entry, std::vector<Entry>, IsLater> queue_;
};

/// Exponential increments of mean one second, drawn beforehand so that drawing is not measured.
std::vector<std::int64_t> increments() {
  std::vector<std::int64_t> values(1 << 16);
  const sim::Streams streams(1, 0);
  for (std::uint32_t i = 0; i < values.size(); ++i) {
    sim::Stream stream = streams.stream(sim::purpose("hold.increment"), sim::Entity{0}, i);
    values[i] = static_cast<std::int64_t>(-1e9 * std::log(stream.uniform()));
  }
  return values;
}

/// One list that is held at a size.
template <class Queue>
class Hold {
 public:
  Hold(std::size_t size, const std::vector<std::int64_t>& increments) : increments_(increments) {
    for (std::uint64_t event = 0; event < size; ++event)
      queue_.push({sim::Time{} + increment(sequence_), sequence_++}, event);
    run(2 * size + 100'000);  // into the steady state
  }
  void run(std::uint64_t steps) {
    std::uint64_t checksum = checksum_;
    for (const std::uint64_t end = sequence_ + steps; sequence_ != end;) {
      const sim::Time now = queue_.top().key.time;
      const std::uint64_t event = queue_.top().event;
      queue_.pop();
      checksum = checksum * 31 + event;
      queue_.push({now + increment(sequence_), sequence_++}, event);
    }
    checksum_ = checksum;
  }
  std::uint64_t checksum() const { return checksum_; }

 private:
  sim::Duration increment(std::uint64_t sequence) const {
    return {increments_[sequence % (1 << 16)]};
  }

  const std::vector<std::int64_t>& increments_;
  Queue queue_;
  std::uint64_t sequence_ = 0;
  std::uint64_t checksum_ = 0;
};

struct Row {
  std::size_t size;
  double ours, standard;
  bool is_same;  ///< both popped the same events in the same order
};

/// The two take turns, so that a disturbance of the machine meets both.
Row measure(std::size_t size, const std::vector<std::int64_t>& increments) {
  constexpr int repeats = 7;
  constexpr std::uint64_t steps = 500'000;
  Hold<List> ours(size, increments);
  Hold<StandardQueue> standard(size, increments);
  std::vector<double> our_times, standard_times;
  for (int i = 0; i < repeats; ++i) {
    our_times.push_back(bench::nanoseconds_per_step(steps, [&](auto n) { ours.run(n); }));
    standard_times.push_back(bench::nanoseconds_per_step(steps, [&](auto n) { standard.run(n); }));
  }
  return {size, bench::median(our_times), bench::median(standard_times),
          ours.checksum() == standard.checksum()};
}

void print(const Row& row, bool as_json, bool is_first) {
  const double ratio = row.standard / row.ours;
  if (as_json)
    std::printf("%s\n  {\"size\": %zu, \"ns\": %.1f, \"ns_priority_queue\": %.1f, \"ratio\": %.2f}",
                is_first ? "" : ",", row.size, row.ours, row.standard, ratio);
  else
    std::printf("%9zu %14.1f %20.1f %8.2f\n", row.size, row.ours, row.standard, ratio);
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  const bool as_json = count > 1 && std::string_view(arguments[1]) == "--json";
  const std::vector<std::int64_t> drawn = increments();
  std::printf(as_json ? "["
                      : "nanoseconds per hold, exponential increments, 24-byte entries, one core\n"
                        "     size FutureEventList  std::priority_queue    ratio\n");
  bool all_same = true;
  for (const std::size_t size : {10, 30, 100, 300, 1'000, 10'000, 100'000, 1'000'000}) {
    const Row row = measure(size, drawn);
    all_same = all_same && row.is_same;
    print(row, as_json, size == 10);
  }
  if (as_json) std::printf("\n]\n");
  if (!all_same) std::fprintf(stderr, "the two lists disagree about the order of events\n");
  return all_same ? 0 : 1;
}
