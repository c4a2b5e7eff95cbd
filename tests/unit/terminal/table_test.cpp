// Tables and running text on terminals of several widths.
#include "app/terminal/table.h"

#include <doctest/doctest.h>

using namespace outcast::app;

namespace {

Table sample() {
  Table table({text_column("name"),
               {.head = "mean"},
               interval_column("interval"),
               {.head = "sd", .omission = Omission::first},
               {.head = "p5", .omission = Omission::then},
               count_column()});
  table.row({"web", "12.4", "[12.2, 12.6]", "3.1", "0", "100"});
  table.row({"auth", "1.0", "[0.9, 1.1]", "0.5", "0", "99"});
  return table;
}

}  // namespace

TEST_CASE("texts stand on the left, numbers on the right") {
  CHECK(sample().to_text(100) ==
        "name  mean      interval   sd  p5    n\n"
        "web   12.4  [12.2, 12.6]  3.1   0  100\n"
        "auth   1.0    [0.9, 1.1]  0.5   0   99\n");
}

TEST_CASE("what may be missed first gives way first") {
  CHECK(sample().to_text(34) ==
        "name  mean      interval  p5    n\n"
        "web   12.4  [12.2, 12.6]   0  100\n"
        "auth   1.0    [0.9, 1.1]   0   99\n");
}

TEST_CASE("where it is narrower, intervals and counts hang below their neighbours") {
  CHECK(sample().to_text(31) ==
        "name          mean   sd     p5\n"
        "web           12.4  3.1      0\n"
        "      [12.2, 12.6]       n 100\n"
        "auth           1.0  0.5      0\n"
        "        [0.9, 1.1]        n 99\n");
}

TEST_CASE("on the narrowest terminal only what matters is left") {
  CHECK(sample().to_text(1) ==
        "name          mean\n"
        "web           12.4\n"
        "      [12.2, 12.6]\n"
        "             n 100\n"
        "auth           1.0\n"
        "        [0.9, 1.1]\n"
        "              n 99\n");
}

TEST_CASE("a head of two lines ends above its cells") {
  Table table({text_column("service"), {.head = "down\nat end"}});
  table.row({"web", "1"});
  CHECK(table.to_text(80) ==
        "           down\n"
        "service  at end\n"
        "web           1\n");
}

TEST_CASE("names of several bytes per letter are aligned by letters") {
  Table table({text_column(""), {.head = "n"}});
  table.row({"\u00fc", "1"});
  table.row({"u", "2"});
  CHECK(table.to_text(80) == "   n\n\u00fc  1\nu  2\n");
}

TEST_CASE("a name from a file cannot steer the terminal") {
  Table table({text_column("")});
  table.row({"a\x1b[31m\nb"});
  CHECK(table.to_text(80) == "a?[31m?b\n");
}

TEST_CASE("running text is broken between words and indented after the first line") {
  CHECK(wrapped("one two three four", 2, 9) == "one two\n  three\n  four");
  CHECK(wrapped("  one two", 4, 6) == "  one\n    two");
  CHECK(wrapped("unbreakable", 2, 4) == "unbreakable");
  CHECK(wrapped("", 2, 4).empty());
}
