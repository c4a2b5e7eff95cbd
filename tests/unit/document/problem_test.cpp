// The grammar, order and number of problems, and the hints for misspelt names.
#include "models/document/problem.h"

#include <doctest/doctest.h>

#include <array>

#include "models/document/nearest_name.h"

using namespace outcast::document;

TEST_CASE("a problem reads place, what, why, hint") {
  const Problem problem{.at = {"scenarios/shop.json", 14, 9, "/dependencies/3/to"},
                        .what = "unknown service \"atuh\"",
                        .why = "why",
                        .hint = "Did you mean \"auth\"?"};
  CHECK(to_text(problem) ==
        "scenarios/shop.json:14:9: /dependencies/3/to: unknown service \"atuh\" (why). "
        "Did you mean \"auth\"?");
  CHECK(to_text({.at = {.file = "x.json"}, .what = "is empty"}) == "x.json: is empty");
}

TEST_CASE("problems are sorted by file and line, and each is told once") {
  Problems problems;
  problems.add({.at = {"b.json", 1, 1}, .what = "second file"});
  problems.add({.at = {"a.json", 10, 1}, .what = "later"});
  problems.add({.at = {"a.json", 9, 1}, .what = "earlier"});
  problems.add({.at = {"a.json", 9, 1}, .what = "earlier"});
  CHECK(problems.to_text() == "a.json:9:1: earlier\na.json:10:1: later\nb.json:1:1: second file\n");
}

TEST_CASE("past the limit problems are counted") {
  Problems problems;
  for (std::size_t line = 1; line <= 40; ++line)
    problems.add({.at = {"a.json", line, 1}, .what = "x"});
  CHECK(problems.to_text(3) == "a.json:1:1: x\na.json:2:1: x\na.json:3:1: x\nand 37 more\n");
}

TEST_CASE("twenty thousand problems are all counted") {
  Problems problems;
  for (std::size_t line = 1; line <= 20'000; ++line)
    problems.add({.at = {"a.json", line, 1}, .what = "x"});
  CHECK(problems.to_text(1) == "a.json:1:1: x\nand 19999 more\n");
}

TEST_CASE("edit distance counts insertions, deletions, substitutions and swaps") {
  CHECK(edit_distance("auth", "auth") == 0);
  CHECK(edit_distance("atuh", "auth") == 1);
  CHECK(edit_distance("aut", "auth") == 1);
  CHECK(edit_distance("authz", "auth") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("", "abc") == 3);
}

TEST_CASE("the nearest name is offered only when it is near") {
  constexpr std::array<std::string_view, 3> names = {"auth", "web", "database"};
  CHECK(nearest_name("atuh", names) == "auth");
  CHECK(nearest_name("datbase", names) == "database");
  CHECK(nearest_name("queue", names) == "");
  CHECK(did_you_mean("queue", names) == R"(Known: "auth", "web", "database".)");
}

TEST_CASE("quoting shortens long texts and shows control characters") {
  CHECK(quoted("a\x1b[2J") == "\"a\\u001b[2J\"");
  CHECK(quoted(std::string(100, 'x')) == '"' + std::string(60, 'x') + "...\"");
  CHECK(quoted(std::string(59, 'x') + "\xc3\xa9\xc3\xa9") == '"' + std::string(59, 'x') + "...\"");
}
