// What is put into a store comes back, whole, in order, and only to those it belongs to.
#include "app/store/store.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "app/terminal/exit_code.h"

namespace outcast::app {
namespace {

namespace fs = std::filesystem;

/// A folder of its own, gone again afterwards.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("outcast-store-" + std::to_string(::getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  std::string file(const std::string& name) const { return (path / name).string(); }
};

Manifest two_points() {
  return {.kind = ExperimentKind::sweep,
          .seed = 7,
          .batch = 4,
          .points = {{.label = "low",
                      .scenario = "shop.json",
                      .digest = "aaaa",
                      .replications = 10,
                      .parameters = {{"/adoption", 0.25}, {"/traffic/engine", "flow"}}},
                     {.label = "high",
                      .scenario = "shop.json",
                      .digest = "bbbb",
                      .replications = 10,
                      .parameters = {{"/adoption", 0.75}, {"/traffic/engine", "request"}}}},
          .files = {{"shop.json", "{}"}}};
}

/// Row r holds r in the first column, and in the second where r is even.
cascade::EnsembleResult rows(std::uint64_t first, std::uint64_t count) {
  cascade::EnsembleResult result;
  result.table.resize(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto r = static_cast<double>(first + i);
    result.table.row(i)[0] = r;
    result.table.row(i)[1] = (first + i) % 2 == 0 ? r : std::numeric_limits<double>::quiet_NaN();
  }
  result.services.resize(2);
  result.services[1].lost_ms = 1000 * count;
  result.services[1].lost_ms_squared = {1, first};
  result.finished = count;
  return result;
}

Store fill(const std::string& path) {
  Store store = Store::open_to_write(path, OnExisting::refuse, two_points());
  store.put(1, 4, rows(4, 4));
  store.put(1, 0, rows(0, 4));
  store.put(1, 8, rows(8, 2));
  return store;
}

std::string failure_of(const auto& action) {
  try {
    action();
  } catch (const Failure& failure) {
    return failure.what();
  }
  return "none";
}

TEST_CASE("rows come back in the order of replications, however they were put") {
  const Folder folder;
  fill(folder.file("a.db"));
  const auto table = Store::open_to_read(folder.file("a.db")).rows(1, 10);
  REQUIRE(table.rows() == 10);
  for (std::uint64_t r = 0; r < 10; ++r) {
    CHECK(table.row(r)[0] == static_cast<double>(r));
    CHECK(std::isnan(table.row(r)[1]) == (r % 2 == 1));
    CHECK(table.row(r)[2] == 0);
  }
}

TEST_CASE("sums are added over batches") {
  const Folder folder;
  const auto sums = fill(folder.file("a.db")).sums(1, 10);
  CHECK(sums.services.size() == 2);
  CHECK(sums.services[0].lost_ms == 0);
  CHECK(sums.services[1].lost_ms == 10'000);
  CHECK(sums.services[1].lost_ms_squared.high == 3);
  CHECK(sums.services[1].lost_ms_squared.low == 12);
}

TEST_CASE("what is missing is cut where batches end") {
  const Folder folder;
  Store store = Store::open_to_write(folder.file("a.db"), OnExisting::refuse, two_points());
  CHECK(store.missing(0, 10) == std::vector<Stretch>{{0, 4}, {4, 8}, {8, 10}});
  store.put(0, 4, rows(4, 3));
  CHECK(store.missing(0, 10) == std::vector<Stretch>{{0, 4}, {7, 8}, {8, 10}});
  CHECK(store.missing(0, 6) == std::vector<Stretch>{{0, 4}});
  CHECK(store.missing(1, 3) == std::vector<Stretch>{{0, 3}});
}

TEST_CASE("rows can be read up to any replication, sums only to where a batch ends") {
  const Folder folder;
  const Store store = fill(folder.file("a.db"));
  std::vector<double> values;
  const std::size_t first = 0;
  store.read(1, {&first, 1}, 6, [&](std::span<const std::span<const double>> columns) {
    values.insert(values.end(), columns[0].begin(), columns[0].end());
  });
  CHECK(values == std::vector<double>{0, 1, 2, 3, 4, 5});
  CHECK(store.rows(1, 6).rows() == 6);
  CHECK(store.unbroken(1, 6) == 6);
  CHECK(store.sums(1, 6).finished == 4);
  CHECK(store.sums(1, 6).services[1].lost_ms == 4'000);
}

TEST_CASE("the manifest comes back with coordinates and files") {
  const Folder folder;
  fill(folder.file("a.db"));
  const Store store = Store::open_to_read(folder.file("a.db"));
  CHECK(differences_of(store.manifest(), two_points()) ==
        std::vector<std::string>{"version of outcast: " + store.manifest().outcast +
                                 " there,  here"});
  CHECK(store.manifest().points[1].label == "high");
  CHECK(store.manifest().files.at("shop.json") == "{}");
}

TEST_CASE("settings and files of who resumes a store take the place of the earlier ones") {
  const Folder folder;
  fill(folder.file("a.db"));
  Manifest other = two_points();
  other.settings = {{"metrics", "incidents"}};
  other.files = {{"./shop.json", "{ }"}};
  Store::open_to_write(folder.file("a.db"), OnExisting::resume, other);
  other.settings = {{"metrics", "blast_radius"}};
  Store::open_to_write(folder.file("a.db"), OnExisting::resume, other);
  const Store store = Store::open_to_read(folder.file("a.db"));
  CHECK(store.manifest().settings.at("metrics") == "blast_radius");
  CHECK(store.manifest().files == Files{{"./shop.json", "{ }"}, {"shop.json", "{}"}});
}

TEST_CASE("a store is resumed by its own experiment alone, and says what differs") {
  const Folder folder;
  fill(folder.file("a.db"));
  Manifest other = two_points();
  CHECK(Store::open_to_write(folder.file("a.db"), OnExisting::resume, other).present(1).size() ==
        3);
  other.seed = 8;
  other.points[1].parameters[0].value = 0.8;
  const std::string text =
      failure_of([&] { Store::open_to_write(folder.file("a.db"), OnExisting::resume, other); });
  CHECK(text.find("seed: 7 there, 8 here") != std::string::npos);
  CHECK(text.find("of point 2 (high): /adoption = 0.75, /traffic/engine = \"request\" there, "
                  "/adoption = 0.8") != std::string::npos);
}

TEST_CASE("a second writer is refused at once, a reader is not") {
  const Folder folder;
  const Store writer = fill(folder.file("a.db"));
  const std::string text = failure_of(
      [&] { Store::open_to_write(folder.file("a.db"), OnExisting::resume, two_points()); });
  CHECK(text.find("is writing to") != std::string::npos);
  CHECK(Store::open_to_read(folder.file("a.db")).present(1).size() == 3);
}

TEST_CASE("an existing file is not written to unless it is to be resumed") {
  const Folder folder;
  fill(folder.file("a.db"));
  const std::string text = failure_of(
      [&] { Store::open_to_write(folder.file("a.db"), OnExisting::refuse, two_points()); });
  CHECK(text.find("--resume goes on with it") != std::string::npos);
}

TEST_CASE("a file that a killed process had only begun is begun anew") {
  const Folder folder;
  Database(folder.file("a.db"), Database::Access::write).execute("PRAGMA journal_mode = WAL");
  CHECK(Store::open_to_write(folder.file("a.db"), OnExisting::resume, two_points())
            .missing(0, 4)
            .size() == 1);
}

TEST_CASE("another program's database is left alone") {
  const Folder folder;
  Database(folder.file("a.db"), Database::Access::write).execute("CREATE TABLE t (x)");
  const std::string text = failure_of(
      [&] { Store::open_to_write(folder.file("a.db"), OnExisting::resume, two_points()); });
  CHECK(text.find("is no store of results") != std::string::npos);
}

TEST_CASE("neighbouring stretches are told as one") {
  const std::vector<Stretch> stretches{{0, 1024}, {1024, 2048}, {4096, 5000}};
  CHECK(to_text(stretches) == "0 .. 2,047, 4,096 .. 4,999");
}

}  // namespace
}  // namespace outcast::app
