// The digest sees every change that matters and none that does not.
#include "sim/ensemble/digest.h"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <set>

using namespace outcast::sim;

namespace {

Table table_of(std::size_t columns, std::initializer_list<double> values) {
  Table table(columns);
  table.resize(values.size() / columns);
  std::size_t next = 0;
  for (const double value : values) {
    table.row(next / columns)[next % columns] = value;
    ++next;
  }
  return table;
}

std::string digest_of(std::initializer_list<double> values) { return digest(table_of(2, values)); }

}  // namespace

// Computed by a second implementation, in Python.
TEST_CASE("the digest of a table stays what it was in earlier versions") {
  CHECK(digest_of({}) == "f8417f2716064302faaeeae39ac7a386");
  CHECK(digest_of({1, 2, 3, 4}) == "baaa7aaea37982d6973b2df3940419db");
}

TEST_CASE("every bit of a number counts") {
  std::set<std::string> digests;
  const auto one = std::bit_cast<std::uint64_t>(1.5);
  for (int bit = 0; bit < 64; ++bit) {
    digests.insert(digest_of({std::bit_cast<double>(one ^ (std::uint64_t{1} << bit)), 7}));
  }
  CHECK(digests.size() == 64);
}

TEST_CASE("the order of rows and of columns counts") {
  CHECK(digest_of({1, 2, 3, 4}) != digest_of({3, 4, 1, 2}));
  CHECK(digest_of({1, 2, 3, 4}) != digest_of({2, 1, 3, 4}));
}

TEST_CASE("the number of rows and of columns counts") {
  CHECK(digest_of({1, 2}) != digest_of({1, 2, 0, 0}));
  CHECK(digest(table_of(2, {1, 2, 3, 4})) != digest(table_of(4, {1, 2, 3, 4})));
}

TEST_CASE("all NaN are one value, and both zeros") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double other = std::bit_cast<double>(std::uint64_t{0xfff0000000000123});
  CHECK(std::isnan(other));
  CHECK(digest_of({nan, 1}) == digest_of({other, 1}));
  CHECK(digest_of({nan, 1}) != digest_of({0, 1}));
  CHECK(digest_of({0.0, 1}) == digest_of({-0.0, 1}));
}

TEST_CASE("small whole numbers, which leave most bits empty, do not collide") {
  std::set<std::string> digests;
  for (int a = 0; a < 100; ++a) {
    for (int b = 0; b < 100; ++b) digests.insert(digest_of({double(a), double(b)}));
  }
  CHECK(digests.size() == 10'000);
}
