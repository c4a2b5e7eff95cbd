// Reading JSON with comments: places of values, and every kind of text that is no document.
#include <doctest/doctest.h>

#include <sstream>

#include "models/document/document.h"

using namespace outcast::document;

namespace {

/// "/pointer@line:column kind" of a value and all below it.
void describe_places(Value value, std::string& out) {
  const Position at = value.position();
  out += at.pointer + "@" + std::to_string(at.line) + ":" + std::to_string(at.column) + "\n";
  for (const Value child : value) describe_places(child, out);
}

std::string places_of(std::string_view text) {
  Document document;
  Problems problems;
  const Value root = document.read_text(text, "t.json", problems);
  REQUIRE(root);
  std::string out;
  describe_places(root, out);
  return out;
}

std::string problems_of(std::string_view text) {
  Document document;
  Problems problems;
  document.read_text(text, "t.json", problems);
  return problems.to_text();
}

std::string canonical(std::string_view text) {
  Document document;
  Problems problems;
  return canonical_text(document.read_text(text, "t.json", problems));
}

}  // namespace

TEST_CASE("every value knows its line, its column and its pointer") {
  CHECK(
      places_of("{\n  \"a\": [1, -2.5e3,\n    \"x\"],\n  \"b/c~\": {\"d\": null, \"e\":true}\n}") ==
      "@1:1\n"
      "/a@2:8\n"
      "/a/0@2:9\n"
      "/a/1@2:12\n"
      "/a/2@3:5\n"
      "/b~1c~0@4:11\n"
      "/b~1c~0/d@4:17\n"
      "/b~1c~0/e@4:27\n");
}

TEST_CASE("a string's place is its opening quote, whatever it escapes") {
  CHECK(places_of(R"(["\"", "a\\", "\\\"", ""])") == "@1:1\n/0@1:2\n/1@1:8\n/2@1:15\n/3@1:23\n");
}

TEST_CASE("comments are skipped and numbers beside them keep their place") {
  CHECK(places_of("// 1\n/* 2 */3") == "@2:8\n");
  CHECK(places_of("[/* \\*/\"x\"/**/,4//5\n]") == "@1:1\n/0@1:8\n/1@1:16\n");
}

TEST_CASE("a member's name has a place of its own") {
  Document document;
  Problems problems;
  const Value root = document.read_text("{\n \"name\": 1}", "t.json", problems);
  CHECK(root[0].key() == "name");
  CHECK(root[0].key_position().column == 2);
}

TEST_CASE("a syntax error names its first bad byte") {
  CHECK(problems_of("{\"a\": 1,\n \"b\" 2}") ==
        "t.json:2:6: not JSON: unexpected number literal (in object separator, expected ':')\n");
  CHECK(problems_of("{\"a\": 1 \"b\": 2}") ==
        "t.json:1:9: not JSON: unexpected string literal (in object, expected '}')\n");
  CHECK(problems_of("[1, 2,]") ==
        "t.json:1:7: not JSON: unexpected ']' (in value, expected '[', '{', or a literal). Remove "
        "the comma before it.\n");
  CHECK(problems_of("{\"a\": 'x'}") ==
        "t.json:1:7: not JSON: invalid literal (in value). Strings take double quotes.\n");
  CHECK(problems_of("[1] x") ==
        "t.json:1:5: not JSON: invalid literal (in value, expected end of input)\n");
  CHECK(problems_of("{\"a\": [1, 2") ==
        "t.json:1:12: not JSON: unexpected end of input (in array, expected ']')\n");
  CHECK(problems_of("\"abc") ==
        "t.json:1:4: not JSON: invalid string: missing closing quote (in value)\n");
}

TEST_CASE("numbers that are none, or too large, are problems") {
  const std::string none = " JSON has no NaN and no Infinity; use \"forever\" for endless times.\n";
  CHECK(problems_of("[NaN]") == "t.json:1:2: not JSON: invalid literal (in value)." + none);
  CHECK(problems_of("[nan]") == "t.json:1:3: not JSON: invalid literal (in value)." + none);
  CHECK(problems_of("[-Infinity]") ==
        "t.json:1:3: not JSON: invalid number; expected digit after '-' (in value)." + none);
  CHECK(problems_of("[1,\n1e400]") == "t.json:2:1: the number is too large (at most 1.8e308)\n");
}

TEST_CASE("text that is no UTF-8 is a problem") {
  CHECK(problems_of("[\"a\xff\"]") ==
        "t.json:1:4: not JSON: invalid string: ill-formed UTF-8 byte (in value)\n");
}

TEST_CASE("an empty text is a problem") {
  CHECK(problems_of("") == "t.json: the file is empty\n");
  CHECK(problems_of(" \n\t") == "t.json: the file is empty\n");
  CHECK(problems_of("// only a comment\n") ==
        "t.json:2:1: not JSON: unexpected end of input (in value, expected '[', '{', or a "
        "literal)\n");
}

TEST_CASE("duplicate keys are problems, each with the line of the first") {
  CHECK(problems_of("{\"a\": 1,\n\"b\": {\"c\": 1, \"c\": 2},\n\"a\": 3}") ==
        "t.json:2:15: /b/c: duplicate key \"c\" (first written in line 2)\n"
        "t.json:3:1: /a: duplicate key \"a\" (first written in line 1)\n");
}

TEST_CASE("a text nested 100,000 deep is one problem") {
  CHECK(problems_of(std::string(100'000, '[')) ==
        "t.json:1:201: nested too deep (at most 200 levels)\n");
}

TEST_CASE("garbage fails at its first bad byte, however much follows") {
  std::string garbage(1 << 20, '\xb7');
  garbage[0] = '[';
  CHECK(problems_of(garbage) == "t.json:1:2: not JSON: invalid literal (in value)\n");
  garbage[0] = garbage[1] = '"';
  CHECK(problems_of(garbage) ==
        "t.json:1:3: not JSON: invalid literal (in value, expected end of input)\n");
}

TEST_CASE("a document takes no more than 65,535 files") {
  Document document;
  Problems problems;
  for (int i = 0; i < 65'535; ++i) document.read_text("1", "t.json", problems);
  CHECK(problems.empty());
  document.read_text("1", "last.json", problems);
  CHECK(problems.to_text() ==
        "last.json: too much to read (at most 2 GiB and 65535 files together)\n");
}

TEST_CASE("missing files and folders are problems") {
  Document document;
  Problems problems;
  CHECK_FALSE(document.read_file("no/such.json", problems));
  CHECK_FALSE(document.read_file("/tmp", problems));
  CHECK(problems.to_text() ==
        "/tmp: cannot be read (it is a folder)\nno/such.json: cannot be read (there is no such "
        "file)\n");
}

TEST_CASE("the canonical text knows no comments, spacing or spelling of numbers") {
  CHECK(canonical("{ \"a\" : [1.0, 1e2, 0.5], /* c */ \"b\\u0041\": \"\\n\\\"\" }") ==
        "{\"a\":[1,100,0.5],\"bA\":\"\\u000a\\\"\"}");
  CHECK(canonical("[[],{},[[]],null,true]") == "[[],{},[[]],null,true]");
}
