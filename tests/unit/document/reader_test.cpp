// One description reads, validates and documents a struct: each form, and what is said of wrong
// ones.
#include <doctest/doctest.h>

#include "models/document/forms.h"

using namespace outcast;
using namespace outcast::document;

namespace shop {

enum class Size { small, very_large };
constexpr std::array<std::string_view, 2> names_of(Size) { return {"small", "very-large"}; }

struct Shelf {
  std::string id;
  double full = 0.5;
};
template <class V>
void describe(V& v, Shelf& s) {
  v.object("shelf", "A shelf");
  v.id(s.id, "Stable name");
  v.optional("full", s.full, "Share in use", in_unit_interval);
}

struct Shop {
  std::string name;
  bool open = true;
  unsigned doors = 1;
  Size size = Size::small;
  sim::Duration lunch = sim::minutes(30);
  sim::Distribution visit;
  std::vector<Shelf> shelves;
  std::vector<std::string> tags;
  std::map<std::string, double> prices;
  std::optional<double> rating;
};
template <class V>
void describe(V& v, Shop& s) {
  v.object("shop", "A shop");
  v.required("name", s.name, "What it is called");
  v.optional("open", s.open, "Whether it is open");
  v.optional("doors", s.doors, "Doors", above_zero);
  v.optional("size", s.size, "How large it is");
  v.optional("lunch", s.lunch, "Lunch break");
  v.optional("visit", s.visit, "How long people stay", above_zero);
  v.optional("shelves", s.shelves, "Its shelves");
  v.optional("tags", s.tags, "Free texts");
  v.optional("prices", s.prices, "By product", not_negative);
  v.optional("rating", s.rating, "Stars", Range{0, 5});
}

}  // namespace shop

namespace {

shop::Shop read(std::string_view text, std::string& problem_text) {
  Document document;
  Problems problems;
  shop::Shop shop;
  const Value root = document.read_text(text, "s", problems);
  REQUIRE(root);
  Reader reader{document, problems};
  Form<shop::Shop>::read(reader, root, shop, unlimited);
  problem_text = problems.to_text();
  return shop;
}

std::string problems_of(std::string_view text) {
  std::string problems;
  read(text, problems);
  return problems;
}

/// The problems of {"name": "x", MEMBER}, without their common beginning.
std::string problem_with(const std::string& member) {
  const std::string text = problems_of("{\"name\": \"x\", " + member + "}");
  return text.empty() ? "" : text.substr(text.find(' ') + 1);
}

}  // namespace

TEST_CASE("a described struct is read from an object") {
  std::string problems;
  const shop::Shop shop =
      read(R"({"name": "corner", "open": false, "doors": 2, "size": "very-large",
    "lunch": "1.5h", "visit": "5m", "shelves": [{"id": "top", "full": 1}], "tags": ["a", "b"],
    "prices": {"tea": 2.5}, "rating": 4})",
           problems);
  CHECK(problems == "");
  CHECK(shop.name == "corner");
  CHECK_FALSE(shop.open);
  CHECK(shop.doors == 2);
  CHECK(shop.size == shop::Size::very_large);
  CHECK(shop.lunch == sim::minutes(90));
  CHECK(shop.visit.mean() == 300);
  CHECK(shop.shelves[0].id == "top");
  CHECK(shop.tags == std::vector<std::string>{"a", "b"});
  CHECK(shop.prices.at("tea") == 2.5);
  CHECK(shop.rating == 4);
}

TEST_CASE("absent members keep the struct's defaults") {
  std::string problems;
  const shop::Shop shop = read(R"({"name": "x"})", problems);
  CHECK(shop.open);
  CHECK(shop.lunch == sim::minutes(30));
  CHECK_FALSE(shop.rating);
}

TEST_CASE("in a list by name the name is the id") {
  std::string problems;
  const shop::Shop shop =
      read(R"({"name": "x", "shelves": {"low": {}, "high": {"full": 0.25}}})", problems);
  CHECK(problems == "");
  CHECK(shop.shelves[0].id == "low");
  CHECK(shop.shelves[1].id == "high");
  CHECK(shop.shelves[1].full == 0.25);
}

TEST_CASE("all problems of a struct are reported at once") {
  CHECK(problems_of("{\"opne\": true,\n \"doors\": 0,\n \"shelves\": [{\"full\": 1.5}]}") ==
        "s:1:1: missing \"name\" of a shop (What it is called)\n"
        "s:1:2: /opne: unknown key \"opne\" (not part of a shop). Did you mean \"open\"?\n"
        "s:2:11: /doors: 0 is out of range (must be above 0)\n"
        "s:3:14: /shelves/0: missing \"id\" of a shelf (Stable name)\n"
        "s:3:23: /shelves/0/full: 1.5 is out of range (must lie between 0 and 1)\n");
}

TEST_CASE("wrong kinds say what was expected and what was found") {
  CHECK(problem_with(R"("open": 1)") == "/open: expected true or false, found a number\n");
  CHECK(problem_with(R"("doors": "2")") ==
        "/doors: expected a number, found \"2\". Write it without quotes.\n");
  CHECK(problem_with(R"("doors": 1.5)") == "/doors: 1.5 is no whole number\n");
  CHECK(problem_with(R"("tags": "a")") == "/tags: expected an array, found \"a\"\n");
  CHECK(problem_with(R"("tags": [1])") == "/tags/0: expected a string, found a number\n");
  CHECK(problem_with(R"("shelves": 1)") ==
        "/shelves: expected an array, or an object by name, found a number\n");
  CHECK(problem_with(R"("shelves": [1])") == "/shelves/0: expected an object, found a number\n");
  CHECK(problem_with(R"("prices": [])") == "/prices: expected an object, found an array\n");
  CHECK(problem_with(R"("visit": null)") ==
        "/visit: expected a duration such as \"90s\", or a distribution, found null\n");
  CHECK(problems_of("[]") == "s:1:1: expected an object, found an array\n");
}

TEST_CASE("an unknown name of an enumeration gets a hint") {
  CHECK(problem_with(R"("size": "smal")") ==
        "/size: unknown name \"smal\". Did you mean \"small\"?\n");
  CHECK(problem_with(R"("size": "huge")") ==
        "/size: unknown name \"huge\". Known: \"small\", \"very-large\".\n");
}

TEST_CASE("wrong durations name the legal units") {
  CHECK(problem_with(R"("lunch": 30)") ==
        "/lunch: 30 has no unit (units: ms, s, m, h, d, w). Did you mean \"30s\"?\n");
  CHECK(problem_with(R"("lunch": "30")") ==
        "/lunch: \"30\" has no unit (units: ms, s, m, h, d, w). Did you mean \"30s\"?\n");
  CHECK(problem_with(R"("lunch": "30min")") ==
        "/lunch: unknown unit \"min\" in \"30min\" (units: ms, s, m, h, d, w). Did you mean "
        "\"30m\"?\n");
  CHECK(problem_with(R"("lunch": "3 fortnights")") ==
        "/lunch: unknown unit \" fortnights\" in \"3 fortnights\" (units: ms, s, m, h, d, w)\n");
  CHECK(problem_with(R"("lunch": "-5m")") ==
        "/lunch: \"-5m\" is negative (durations start at zero)\n");
  CHECK(problem_with(R"("lunch": "soon")") ==
        "/lunch: \"soon\" is no duration (a duration is a number and a unit, such as \"90s\")\n");
  CHECK(problem_with(R"("lunch": "nan")") ==
        "/lunch: \"nan\" is no duration (a duration is a number and a unit, such as \"90s\")\n");
  CHECK(problem_with(R"("lunch": "300000w")") ==
        "/lunch: \"300000w\" is too long (the clock spans 291 years). Write \"forever\" for what "
        "never ends.\n");
  CHECK(problem_with(R"("visit": "0s")") == "/visit: \"0s\" is out of range (must be above 0)\n");
}

TEST_CASE("durations are written in the largest unit that is exact") {
  CHECK(to_text(sim::seconds(90)) == "90s");
  CHECK(to_text(sim::minutes(120)) == "2h");
  CHECK(to_text(sim::days(14)) == "2w");
  CHECK(to_text(sim::Duration{250'000'000}) == "250ms");
  CHECK(to_text(sim::Duration{1500}) == "1.5e-06s");
  CHECK(to_text(sim::Duration::forever()) == "forever");
}

TEST_CASE("an id that differs from its name is a problem") {
  CHECK(problem_with(R"("shelves": {"low": {"id": "high"}})") ==
        "/shelves/low/id: id \"high\" differs from the name \"low\" (in a list by name the name is "
        "the id)\n");
}
