// A line keeps what is worth most, whatever the room.
#include "app/terminal/status_line.h"

#include <doctest/doctest.h>

#include <vector>

using outcast::app::status_line;
using outcast::app::StatusPart;

namespace {

const std::vector<StatusPart> parts = {
    {"[####......]", 1}, {"40 %", 3}, {"", 9}, {"9 s left", 4}, {"blast_radius +-6.1 %", 5}};

}  // namespace

TEST_CASE("where there is room, all parts stand in their order") {
  CHECK(status_line(parts, 50) == "[####......]  40 %  9 s left  blast_radius +-6.1 %");
}

TEST_CASE("one character less costs the part that is worth least") {
  CHECK(status_line(parts, 49) == "40 %  9 s left  blast_radius +-6.1 %");
}

TEST_CASE("what does not fit is left out whole, and makes room for others") {
  CHECK(status_line(parts, 35) == "9 s left  blast_radius +-6.1 %");
  CHECK(status_line(parts, 29) == "40 %  blast_radius +-6.1 %");
  CHECK(status_line(parts, 19) == "40 %  9 s left");
  CHECK(status_line(parts, 3) == "");
}
