// JSON pointers: the examples of RFC 6901, setting a value, and what is said of those that are
// lost.
#include "models/document/pointer.h"

#include <doctest/doctest.h>

using namespace outcast::document;

namespace {

Pointer parsed(std::string_view text) {
  Problem problem;
  return parse_pointer(text, problem).value();
}

std::string refusal(std::string_view text) {
  Problem problem;
  CHECK(!parse_pointer(text, problem));
  return to_text(problem);
}

std::string at(std::string_view text, std::string_view pointer) {
  Document document;
  Problems problems;
  const Value value = find(document.read_text(text, "base.json", problems), parsed(pointer));
  return value ? canonical_text(value) : "nothing";
}

/// The base with the value set, and its problem if it cannot be.
std::string with(std::string_view base, std::string_view pointer, std::string_view value) {
  Document document;
  Problems problems;
  const Value root = document.read_text(base, "base.json", problems);
  const Value set = document.read_text(value, "set.json", problems);
  const std::string before = canonical_text(root);
  if (!can_set(root, parsed(pointer), set, problems)) return problems.to_text();
  const std::string after = canonical_text(document.replace(root, parsed(pointer), set));
  CHECK(canonical_text(root) == before);
  return after;
}

}  // namespace

TEST_CASE("pointers lead where RFC 6901, section 5, says") {
  constexpr auto example =
      R"({"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, " ": 7, "m~n": 8})";
  CHECK(at(example, "/foo") == R"(["bar","baz"])");
  CHECK(at(example, "/foo/0") == R"("bar")");
  CHECK(at(example, "/") == "0");
  CHECK(at(example, "/a~1b") == "1");
  CHECK(at(example, "/c%d") == "2");
  CHECK(at(example, "/ ") == "7");
  CHECK(at(example, "/m~0n") == "8");
  CHECK(at(example, "/foo/01") == "nothing");
  CHECK(at(example, "/foo/2") == "nothing");
  CHECK(at(example, "/foo/-") == "nothing");
  CHECK(at(example, "/nowhere/0") == "nothing");
}

TEST_CASE("a text that is no pointer is refused with what to write") {
  CHECK(refusal("adoption") ==
        ": a pointer starts with a slash (RFC 6901), unlike \"adoption\". Write \"/adoption\".");
  CHECK(refusal("/a~2") ==
        ": in a pointer a tilde is written ~0, and a slash within a name ~1 (RFC 6901)");
}

TEST_CASE("a value is set in objects and arrays, and nothing else changes") {
  CHECK(with(R"({"a":{"b":1,"c":2},"d":3})", "/a/b", "9") == R"({"a":{"b":9,"c":2},"d":3})");
  CHECK(with(R"({"a":[1,{"b":2}]})", "/a/1/b", R"("x")") == R"({"a":[1,{"b":"x"}]})");
  CHECK(with(R"({"a":[1,2]})", "/a/0", "[7]") == R"({"a":[[7],2]})");
  CHECK(with(R"({"a":{}})", "/a/new", "{}") == R"({"a":{"new":{}}})");
  CHECK(with(R"({"a":1})", "", "5") == "5");
}

TEST_CASE("a pointer that leads nowhere is a problem where it is written, with the nearest name") {
  CHECK(with(R"({"safeguards":{"peer_review":{}}})", "/safeguards/peer_revew/detects", "1") ==
        "set.json:1:1: nothing is at \"/safeguards/peer_revew\" (a pointer may end at a new name, "
        "but not lead through one). Did you mean \"peer_review\"?\n");
  CHECK(with(R"({"a":[1,2]})", "/a/2", "1") ==
        "set.json:1:1: nothing is at \"/a/2\" (the array there has 2 elements, counted from 0)\n");
  CHECK(with(R"({"a":1})", "/a/b", "1") ==
        "set.json:1:1: nothing is at \"/a/b\" (there is a number, which has no parts)\n");
}

TEST_CASE("a value that was set is written where it came from, a number made at a place there") {
  Document document;
  Problems problems;
  const Value root = document.read_text(R"({"a": {"b": 1}})", "base.json", problems);
  const Value from = document.read_text(R"({"values": [1, 2]})", "sweep.json", problems);
  const Value second = from.find("values")[1];
  const Value set = document.replace(root, {"a", "b"}, document.number_at(second, 2.5));
  const Value placed = set.find("a").find("b");
  CHECK(placed.number() == 2.5);
  CHECK(to_text({placed.position(), "here"}) == "sweep.json:1:16: /values/1: here");
  CHECK(document.text_at(second, "90s").text() == "90s");
}

TEST_CASE("what was made since a mark is forgotten, unless a file was read") {
  Document document;
  Problems problems;
  const Value root = document.read_text(R"({"a": 1})", "base.json", problems);
  const Document::Mark mark = document.mark();
  document.replace(root, {"a"}, document.text_at(root, "x"));
  document.forget_since(mark);
  CHECK(document.mark().nodes == mark.nodes);
  CHECK(document.mark().strings == mark.strings);
  document.read_text("[1]", "other.json", problems);
  document.forget_since(mark);
  CHECK(document.mark().nodes > mark.nodes);
  CHECK(canonical_text(root) == R"({"a":1})");
}
