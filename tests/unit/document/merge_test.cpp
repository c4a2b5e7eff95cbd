// JSON Merge Patch: the cases of RFC 7386, and the places that merged values keep.
#include <doctest/doctest.h>

#include "models/document/document.h"

using namespace outcast::document;

namespace {

std::string merged(std::string_view target, std::string_view patch) {
  Document document;
  Problems problems;
  const Value base = document.read_text(target, "base.json", problems);
  const Value change = document.read_text(patch, "patch.json", problems);
  return canonical_text(document.merge_patch(base, change));
}

std::string place(Value value) { return to_text({value.position(), "here"}); }

}  // namespace

TEST_CASE("merging gives what RFC 7386, appendix A, lists") {
  CHECK(merged(R"({"a":"b"})", R"({"a":"c"})") == R"({"a":"c"})");
  CHECK(merged(R"({"a":"b"})", R"({"b":"c"})") == R"({"a":"b","b":"c"})");
  CHECK(merged(R"({"a":"b"})", R"({"a":null})") == R"({})");
  CHECK(merged(R"({"a":"b","b":"c"})", R"({"a":null})") == R"({"b":"c"})");
  CHECK(merged(R"({"a":["b"]})", R"({"a":"c"})") == R"({"a":"c"})");
  CHECK(merged(R"({"a":"c"})", R"({"a":["b"]})") == R"({"a":["b"]})");
  CHECK(merged(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})") == R"({"a":{"b":"d"}})");
  CHECK(merged(R"({"a":[{"b":"c"}]})", R"({"a":[1]})") == R"({"a":[1]})");
  CHECK(merged(R"(["a","b"])", R"(["c","d"])") == R"(["c","d"])");
  CHECK(merged(R"({"a":"b"})", R"(["c"])") == R"(["c"])");
  CHECK(merged(R"({"a":"foo"})", R"(null)") == R"(null)");
  CHECK(merged(R"({"a":"foo"})", R"("bar")") == R"("bar")");
  CHECK(merged(R"({"e":null})", R"({"a":1})") == R"({"e":null,"a":1})");
  CHECK(merged(R"([1,2])", R"({"a":"b","c":null})") == R"({"a":"b"})");
  CHECK(merged(R"({})", R"({"a":{"bb":{"ccc":null}}})") == R"({"a":{"bb":{}}})");
}

TEST_CASE("a merged value keeps the place where it was written") {
  Document document;
  Problems problems;
  const Value base =
      document.read_text("{\"a\": {\"kept\": 1,\n \"old\": 2}}", "base.json", problems);
  const Value patch =
      document.read_text("\n{\"a\": {\"old\": 3, \"new\": {\"x\": 4}}}", "patch.json", problems);
  const Value a = document.merge_patch(base, patch).find("a");
  CHECK(place(a) == "base.json:1:7: /a: here");
  CHECK(place(a.find("kept")) == "base.json:1:16: /a/kept: here");
  CHECK(place(a.find("old")) == "patch.json:2:15: /a/old: here");
  CHECK(place(a.find("new").find("x")) == "patch.json:2:31: /a/new/x: here");
}

TEST_CASE("merging leaves the target and the patch as they were") {
  Document document;
  Problems problems;
  const Value base = document.read_text(R"({"a": {"b": 1}})", "base.json", problems);
  const Value patch =
      document.read_text(R"({"a": {"b": null, "c": {"d": null}}})", "p.json", problems);
  document.merge_patch(base, patch);
  CHECK(canonical_text(base) == R"({"a":{"b":1}})");
  CHECK(canonical_text(patch) == R"({"a":{"b":null,"c":{"d":null}}})");
}

TEST_CASE("a patch 200 levels deep merges") {
  std::string text = "1";
  for (int i = 0; i < 200; ++i) text = "{\"a\":" + text + "}";
  CHECK(merged("{}", text) == text);
}

TEST_CASE("an embedded file takes the place of its name and keeps its own places") {
  const auto files = [](const std::string& path, std::string& why) -> std::optional<std::string> {
    if (path == "dir/in/b.json") return "{\n \"x\": 7}";
    return why = "there is no such file", std::nullopt;
  };
  Document document(files);
  Problems problems;
  const Value root =
      document.read_text(R"({"topology": "in/b.json", "other": "c.json"})", "dir/a.json", problems);
  CHECK(document.embed_file(root.find("topology"), problems));
  CHECK_FALSE(document.embed_file(root.find("other"), problems));
  CHECK(canonical_text(root) == R"({"topology":{"x":7},"other":"c.json"})");
  CHECK(place(root.find("topology").find("x")) == "dir/in/b.json:2:7: /x: here");
  CHECK(
      problems.to_text() ==
      "dir/a.json:1:36: /other: the file \"dir/c.json\" cannot be read (there is no such file)\n");
}
