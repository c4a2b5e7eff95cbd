// The ensemble gives the same rows for any number of threads, and hands on stops and exceptions.
#include "sim/ensemble/ensemble.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>

#include "sim/kernel/stream.h"

using namespace outcast::sim;

namespace {

/// A worker whose row is the function given; counts what it computed.
class FunctionWorker : public Worker {
 public:
  using Function = std::function<void(std::uint64_t, std::span<double>)>;
  explicit FunctionWorker(Function function) : function_(std::move(function)) {}
  void replicate(std::uint64_t replication, std::span<double> row) override {
    function_(replication, row);
    ++computed;
  }
  std::uint64_t computed = 0;

 private:
  Function function_;
};

constexpr std::size_t columns = 3;

/// Random numbers that depend on the replication alone, more of them for some than for others.
void draw(std::uint64_t replication, std::span<double> row) {
  auto stream = Streams(7, replication).stream(purpose("test"), entity("row"), 0);
  const unsigned turns = 1 + stream.bits() % 50;
  for (unsigned turn = 0; turn < turns; ++turn) {
    for (double& value : row) value = stream.uniform();
  }
}

struct Outcome {
  Table table{columns};
  std::uint64_t finished = 0;
  std::uint64_t computed = 0;
};

Outcome run(const EnsembleOptions& options, const FunctionWorker::Function& function = draw) {
  Outcome outcome;
  std::vector<std::unique_ptr<Worker>> workers;
  outcome.finished = run_ensemble(
      options, [&] { return std::make_unique<FunctionWorker>(function); }, outcome.table, workers);
  for (const auto& worker : workers) {
    outcome.computed += static_cast<const FunctionWorker&>(*worker).computed;
  }
  return outcome;
}

/// All numbers of a table, for comparison bit by bit (none of them is NaN or zero).
std::vector<double> numbers(const Table& table) {
  std::vector<double> all;
  for (std::size_t r = 0; r < table.rows(); ++r) {
    all.insert(all.end(), table.row(r).begin(), table.row(r).end());
  }
  return all;
}

std::vector<double> first_numbers(const Table& table, std::uint64_t rows) {
  auto all = numbers(table);
  all.resize(rows * columns);
  return all;
}

std::string message_of_failure(unsigned threads) {
  try {
    run({.count = 5000, .threads = threads}, [](std::uint64_t replication, std::span<double> row) {
      draw(replication, row);
      if (replication % 1000 == 777) throw std::runtime_error(std::to_string(replication));
    });
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "nothing";
}

}  // namespace

TEST_CASE("1, 2 and 8 threads give the same bytes") {
  const auto one = run({.count = 3001, .threads = 1});
  CHECK(one.finished == 3001);
  CHECK(numbers(run({.count = 3001, .threads = 2}).table) == numbers(one.table));
  CHECK(numbers(run({.count = 3001, .threads = 8}).table) == numbers(one.table));
}

TEST_CASE("the default number of threads gives the same bytes") {
  CHECK(numbers(run({.count = 500}).table) == numbers(run({.count = 500, .threads = 1}).table));
}

TEST_CASE("each row stands at the number of its replication") {
  const auto outcome = run({.first = 40, .count = 1000, .threads = 4},
                           [](std::uint64_t replication, std::span<double> row) {
                             for (double& v : row) v = static_cast<double>(replication);
                           });
  CHECK(outcome.table.row(0)[0] == 40);
  CHECK(outcome.table.row(999)[2] == 1039);
  CHECK(outcome.table.column(1)[500] == 540);
}

TEST_CASE("every replication is computed once, by the workers that are given back") {
  CHECK(run({.count = 2500, .threads = 8}).computed == 2500);
}

TEST_CASE("there are no more workers than replications") {
  std::vector<std::unique_ptr<Worker>> workers;
  Table table(columns);
  run_ensemble(
      {.count = 3, .threads = 8}, [] { return std::make_unique<FunctionWorker>(draw); }, table,
      workers);
  CHECK(workers.size() == 3);
}

TEST_CASE("a worker that writes nothing leaves zeros, and so do new rows of a table") {
  Table table = run({.count = 60, .threads = 2}).table;
  table.resize(0);  // what was drawn stays in its memory
  std::vector<std::unique_ptr<Worker>> workers;
  const auto idle = [](std::uint64_t, std::span<double>) {};
  run_ensemble(
      {.count = 50, .threads = 2}, [&] { return std::make_unique<FunctionWorker>(idle); }, table,
      workers);
  table.resize(60);
  CHECK(numbers(table) == std::vector<double>(60 * columns, 0.0));
}

TEST_CASE("no replications give an empty table") {
  const auto outcome = run({.count = 0, .threads = 2});
  CHECK(outcome.finished == 0);
  CHECK(outcome.table.rows() == 0);
}

TEST_CASE("two rounds in a row give the same table as one") {
  Table table(columns);
  std::vector<std::unique_ptr<Worker>> workers;
  const auto make = [] { return std::make_unique<FunctionWorker>(draw); };
  run_ensemble({.count = 300, .threads = 2}, make, table, workers);
  run_ensemble({.first = 300, .count = 700, .threads = 8}, make, table, workers);
  CHECK(numbers(table) == numbers(run({.count = 1000, .threads = 1}).table));
}

TEST_CASE("a stop in the middle keeps an unbroken run from the first, with the same bytes") {
  const auto whole = run({.count = 5000, .threads = 1});
  for (const unsigned threads : {1U, 2U, 8U}) {
    std::stop_source source;
    std::atomic<int> early = 0;
    const auto part = run({.count = 5000, .threads = threads, .stop = source.get_token()},
                          [&](std::uint64_t replication, std::span<double> row) {
                            draw(replication, row);
                            if (replication < 1000) ++early;
                            if (replication == 2222) {
                              while (early < 1000) std::this_thread::yield();
                              source.request_stop();
                            }
                            while (replication > 4000 && !source.stop_requested()) {
                              std::this_thread::yield();
                            }
                          });
    CHECK(part.finished >= 1000);
    CHECK(part.finished < 5000);
    CHECK(part.table.rows() == part.finished);
    CHECK(numbers(part.table) == first_numbers(whole.table, part.finished));
  }
}

TEST_CASE("a stop reaches a replication that would never end, and its row is dropped") {
  class EndlessFromTen : public Worker {
   public:
    explicit EndlessFromTen(std::stop_source& source) : source_(source) {}
    void replicate(std::uint64_t replication, std::span<double>) override {
      while (replication >= 10) {
        source_.request_stop();
        pause();
      }
    }

   private:
    std::stop_source& source_;
  };
  std::stop_source source;
  std::vector<std::unique_ptr<Worker>> workers;
  Table table(columns);
  const std::uint64_t finished = run_ensemble(
      {.count = 5000, .threads = 1, .stop = source.get_token()},
      [&] { return std::make_unique<EndlessFromTen>(source); }, table, workers);
  CHECK(finished == 10);
  CHECK(table.rows() == 10);
}

TEST_CASE("rows after a gap are dropped, and what workers count beside their rows with them") {
  struct Shared {
    std::stop_source source;
    std::atomic<int> after_gap = 0;
  };
  class WaitsAtTen : public Worker {  // until three later replications are there, then it stops all
   public:
    explicit WaitsAtTen(Shared& shared) : shared_(shared) {}
    void replicate(std::uint64_t replication, std::span<double>) override {
      while (replication == 10) {
        if (shared_.after_gap >= 3) shared_.source.request_stop();
        pause();
      }
      if (replication > 10) ++shared_.after_gap;
      aside_.push_back(replication);
    }
    void count_before(std::uint64_t end) override {
      counted += static_cast<std::uint64_t>(
          std::erase_if(aside_, [&](std::uint64_t replication) { return replication < end; }));
    }
    std::uint64_t counted = 0;

   private:
    Shared& shared_;
    std::vector<std::uint64_t> aside_;
  };
  Shared shared;
  std::vector<std::unique_ptr<Worker>> workers;
  Table table(columns);
  const std::uint64_t finished = run_ensemble(
      {.count = 100, .threads = 2, .stop = shared.source.get_token()},
      [&] { return std::make_unique<WaitsAtTen>(shared); }, table, workers);
  std::uint64_t counted = 0;
  for (const auto& worker : workers) counted += static_cast<const WaitsAtTen&>(*worker).counted;
  CHECK(finished == 10);
  CHECK(counted == 10);
}

TEST_CASE("one thread that is stopped keeps the replication it was at and no later one") {
  std::stop_source source;
  const auto part = run({.count = 5000, .threads = 1, .stop = source.get_token()},
                        [&](std::uint64_t replication, std::span<double> row) {
                          draw(replication, row);
                          if (replication == 2222) source.request_stop();
                        });
  CHECK(part.finished == 2223);
}

TEST_CASE("an ensemble stopped before it begins has no rows") {
  std::stop_source source;
  source.request_stop();
  const auto outcome = run({.count = 100, .threads = 2, .stop = source.get_token()});
  CHECK(outcome.finished == 0);
  CHECK(outcome.table.rows() == 0);
}

TEST_CASE("progress never falls, is told by one thread at a time and ends with all") {
  std::vector<std::uint64_t> told;
  std::atomic<int> inside = 0;
  int most_inside = 0;
  run({.count = 4000, .threads = 8, .progress = [&](std::uint64_t finished) {
         most_inside = std::max(most_inside, ++inside);
         told.push_back(finished);
         --inside;
       }});
  CHECK(std::is_sorted(told.begin(), told.end()));
  CHECK(most_inside == 1);
  CHECK(told.size() >= 2);
  CHECK(told.back() == 4000);
}

TEST_CASE("progress of a stopped ensemble ends with what is kept") {
  std::stop_source source;
  std::uint64_t told = 0;
  const auto outcome = run({.count = 4000,
                            .threads = 1,
                            .stop = source.get_token(),
                            .progress = [&](std::uint64_t finished) {
                              told = finished;
                              if (finished > 1000) source.request_stop();
                            }});
  CHECK(outcome.finished < 4000);
  CHECK(told == outcome.finished);
}

TEST_CASE("the exception of the first failing replication arrives, for any number of threads") {
  CHECK(message_of_failure(1) == "777");
  CHECK(message_of_failure(2) == "777");
  CHECK(message_of_failure(8) == "777");
}

TEST_CASE("after an exception the table is as it was before") {
  Table table(columns);
  std::vector<std::unique_ptr<Worker>> workers;
  run_ensemble(
      {.count = 10, .threads = 1}, [] { return std::make_unique<FunctionWorker>(draw); }, table,
      workers);
  const auto fail = [](std::uint64_t, std::span<double>) { throw std::runtime_error("no"); };
  CHECK_THROWS_AS(run_ensemble(
                      {.count = 90, .threads = 2},
                      [&] { return std::make_unique<FunctionWorker>(fail); }, table, workers),
                  std::runtime_error);
  CHECK(table.rows() == 10);
}

TEST_CASE("exceptions of make_worker and of progress arrive too") {
  Table table(columns);
  std::vector<std::unique_ptr<Worker>> workers;
  CHECK_THROWS_AS(run_ensemble(
                      {.count = 9, .threads = 2},
                      []() -> std::unique_ptr<Worker> { throw std::bad_alloc(); }, table, workers),
                  std::bad_alloc);
  CHECK_THROWS_AS(run({.count = 9,
                       .threads = 2,
                       .progress = [](std::uint64_t) { throw std::logic_error("full"); }}),
                  std::logic_error);
}
