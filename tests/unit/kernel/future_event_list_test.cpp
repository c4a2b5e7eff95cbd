// The future event list against std::multimap: the same order whatever is pushed, and whenever.
#include "sim/kernel/future_event_list.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sim/kernel/stream.h"

using namespace outcast::sim;

namespace {

using List = FutureEventList<std::uint64_t>;

/// Pops everything; "time/tie" of each event in the order in which it came.
std::string drained(List& list) {
  std::string text;
  for (; !list.empty(); list.pop()) {
    const EventKey key = list.top().key;
    text += std::to_string(key.time.nanoseconds) + "/" + std::to_string(key.tie) + " ";
  }
  return text;
}

/// How long after the event that is popped the one that is pushed is due.
using Increment = std::function<std::int64_t(Stream&)>;

struct Shape {
  const char* name;
  Increment increment;
};
const Shape shapes[] = {
    {"exponential", [](Stream& s) { return std::int64_t(-1e9 * std::log(s.uniform())); }},
    {"log-uniform over 2^60", [](Stream& s) { return std::int64_t(std::exp2(60 * s.uniform())); }},
    {"bursts", [](Stream& s) { return s.coin(0.9) ? s.bits() % 1000 : 60'000'000'000; }},
    {"ticks", [](Stream& s) { return std::int64_t{s.bits() % 4} * 1'000'000'000; }},
    {"all at once", [](Stream&) { return std::int64_t{0}; }},
};

/// One list and its model, fed alike.
class Pair {
 public:
  void push(std::int64_t time, std::uint64_t tie) {
    const EventKey key{Time{time}, tie};
    list_.push(key, pushed_);
    model_.emplace(key, pushed_++);
  }
  bool pop_alike() {
    const auto least = model_.begin();
    const bool alike = list_.size() == model_.size() && list_.top().key == least->first &&
                       list_.top().event == least->second;
    now_ = least->first.time.nanoseconds;
    list_.pop();
    model_.erase(least);
    return alike && list_.empty() == model_.empty();
  }
  bool empty() const { return model_.empty(); }
  std::int64_t now() const { return now_; }

 private:
  List list_;
  std::multimap<EventKey, std::uint64_t> model_;
  std::uint64_t pushed_ = 0;
  std::int64_t now_ = 0;
};

/// Fills up to `size`, replaces 3 * size events, and drains; every pop is compared.
bool same_order_as_the_model(const Increment& increment, int size) {
  const Streams streams(7, static_cast<std::uint64_t>(size));
  Pair pair;
  bool alike = true;
  std::uint32_t sequence = 0;
  const auto push = [&](std::int64_t now) {
    Stream stream = streams.stream(purpose("increment"), Entity{0}, sequence);
    const std::int64_t time = now + increment(stream);
    pair.push(time, event_tie(stream.bits() % 16, 0, sequence++));
  };
  for (int i = 0; i < size; ++i) push(0);
  for (int i = 0; i < 3 * size; ++i) {
    alike = pair.pop_alike() && alike;
    if (pair.now() < std::int64_t{1} << 61) push(pair.now());
  }
  while (!pair.empty()) alike = pair.pop_alike() && alike;
  return alike;
}

}  // namespace

TEST_CASE("events run in order of time") {
  List list;
  for (const std::int64_t time : {30, 10, 20}) list.push({Time{time}, 0}, 0);
  CHECK(drained(list) == "10/0 20/0 30/0 ");
}

TEST_CASE("simultaneous events run in order of priority, then origin, then sequence") {
  List list;
  list.push({Time{5}, event_tie(1, 0, 0)}, 1);
  list.push({Time{5}, event_tie(0, 2, 0)}, 2);
  list.push({Time{5}, event_tie(0, 1, 9)}, 3);
  list.push({Time{5}, event_tie(0, 1, 8)}, 4);
  std::string order;
  for (; !list.empty(); list.pop()) order += std::to_string(list.top().event);
  CHECK(order == "4321");
}

TEST_CASE("the order is that of a multimap for every size and shape of increments") {
  for (const Shape& shape : shapes)
    for (const int size : {1, 2, 3, 10, 100, 125, 126, 127, 128, 300, 2'000, 20'000}) {
      CAPTURE(shape.name);
      CAPTURE(size);
      CHECK(same_order_as_the_model(shape.increment, size));
    }
}

TEST_CASE("the order does not depend on the order of insertion") {
  std::vector<EventKey> keys;
  for (std::uint32_t i = 0; i < 1'000; ++i) keys.push_back({Time{i / 3}, event_tie(i % 3, i, 0)});
  List ascending, descending;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    ascending.push(keys[i], 0);
    descending.push(keys[keys.size() - 1 - i], 0);
  }
  CHECK(drained(ascending) == drained(descending));
}

TEST_CASE("an event may be pushed before the top of a long list") {
  Pair pair;
  for (std::int64_t i = 0; i < 2'000; ++i) pair.push(1'000'000 + i * i * i, 0);
  for (std::int64_t i = 0; i < 2'000; ++i) pair.push(i * i, 1);
  bool alike = true;
  while (!pair.empty()) alike = pair.pop_alike() && alike;
  CHECK(alike);
}

TEST_CASE("events may be pushed before the top again and again") {
  Pair pair;
  bool alike = true;
  for (std::int64_t round = 50; round > 0; --round) {
    for (std::int64_t i = 0; i < 200; ++i) pair.push(round * 1'000'003 + i * 977, round);
    for (int i = 0; i < 20; ++i) alike = pair.pop_alike() && alike;
  }
  while (!pair.empty()) alike = pair.pop_alike() && alike;
  CHECK(alike);
}

TEST_CASE("the whole range of times is in order") {
  List list;
  for (int i = 0; i < 300; ++i) list.push({Time{i}, 1}, 0);
  list.push({Time::never(), 0}, 0);
  list.push(EventKey::greatest(), 0);
  list.push({Time{-1}, 0}, 0);
  CHECK(list.top().key.time == Time{-1});
  const std::string all = drained(list);
  const std::string end = " 299/1 9223372036854775807/0 9223372036854775807/18446744073709551615 ";
  CHECK(all.substr(all.size() - end.size()) == end);
}

TEST_CASE("a cleared list is empty and starts anew, before and after the times it had seen") {
  List list;
  for (std::int64_t i = 5'000; i > 0; --i) list.push({Time{i * 1'000'000}, 0}, 0);
  list.clear();
  CHECK(list.empty());
  CHECK(list.size() == 0);
  list.push({Time{9'000'000'000}, 0}, 0);
  CHECK_FALSE(list.empty());
  list.push({Time{1}, 0}, 0);
  CHECK(drained(list) == "1/0 9000000000/0 ");
}

TEST_CASE("hundreds of events with one and the same key are refused, not lost") {
  List list;
  for (int i = 0; i < 1'000; ++i) list.push({Time{1}, 0}, 0);
  CHECK_THROWS_AS(drained(list), std::logic_error);
}
