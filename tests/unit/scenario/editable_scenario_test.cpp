// Edits on top of a variant: values by pointer, whole patches, and their problems.
#include "models/scenario/editable_scenario.h"

#include "tests/unit/scenario/shop.h"

using namespace outcast;
using outcast::test::files_of;
using outcast::test::Shop;
using scenario::Edit;

namespace {

/// A shop with a team that may use an AI tool.
Shop staffed() {
  return Shop()
      .with("authors", R"({"ada": {}, "tool": {"kind": "ai-tool"}})")
      .with("teams", R"({"crew": {"human": "ada", "ai_tool": "tool"}})")
      .with("adoption", "0.5");
}

/// A shop whose files are in memory, and edits that are written in a sweep file.
struct Bench {
  document::Document document;
  document::Problems problems{};
  scenario::EditableScenario scenario;

  explicit Bench(const Shop& shop, std::string_view variant = "")
      : document(files_of(
            {{"shop.json", shop.text()},
             {"t.json", R"({"format": "outcast-topology/1", "services": {"db": {}}})"},
             {"p.json",
              R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})"}})),
        scenario(document, "shop.json", variant, problems) {
    REQUIRE_MESSAGE(problems.empty(), problems.to_text());
  }

  document::Value written(std::string_view text) {
    return document.read_text(text, "sweep.json", problems);
  }
  Edit set(std::string_view pointer, std::string_view value) {
    document::Problem problem;
    return {.pointer = document::parse_pointer(pointer, problem).value(), .value = written(value)};
  }
  Edit patch(std::string_view value) {
    return {.kind = Edit::Kind::patch, .value = written(value)};
  }
  scenario::Loaded with(const std::vector<Edit>& edits) {
    auto loaded = scenario.with(edits, problems);
    REQUIRE_MESSAGE(loaded, problems.to_text());
    return *loaded;
  }
};

}  // namespace

TEST_CASE("an edit changes what it names, and the next one starts from the base again") {
  Bench bench(staffed());
  const std::string digest = bench.with({}).digest;
  const auto edited = bench.with({bench.set("/adoption", "0.25")});
  CHECK(edited.scenario.adoption == 0.25);
  CHECK(edited.digest != digest);
  CHECK(bench.with({}).scenario.adoption == 0.5);
  CHECK(bench.with({}).digest == staffed().load().digest);
}

TEST_CASE("edits apply in their order, on top of a variant") {
  Bench bench(Shop().with("variants", R"({"guarded": {"safeguards": {"peer_review": {}}}})"),
              "guarded");
  const auto edited =
      bench.with({bench.set("/safeguards/peer_review/detects", "0.4"),
                  bench.patch(R"({"safeguards": {"peer_review": {"detects": 0.9}}})")});
  CHECK(edited.digest == bench.with({bench.set("/safeguards/peer_review/detects", "0.9")}).digest);
  CHECK(edited.digest != bench.with({}).digest);
}

TEST_CASE("an edit may name files: another topology, a policy") {
  Bench bench(Shop().with("what_if", R"({"faults": [{"service": "*", "mode": "crash"}]})"));
  for (int again = 0; again < 3; ++again) {
    CHECK(bench.with({bench.set("/topology", R"("t.json")")}).scenario.topology.services.size() ==
          1);
    const auto edited = bench.with({bench.patch(R"({"roles": {"dev": {"actual": "p.json"}}})")});
    CHECK(edited.scenario.roles.size() == 1);
  }
}

TEST_CASE("an illegal value is a problem where it is written") {
  Bench bench(Shop{});
  const Edit illegal = bench.set("/adoption", "1.5"), unknown = bench.set("/adaption", "1");
  CHECK(!bench.scenario.with({&illegal, 1}, bench.problems));
  CHECK(bench.problems.to_text() ==
        "sweep.json:1:1: 1.5 is out of range (must lie between 0 and 1)\n");
  document::Problems of_unknown;
  CHECK(!bench.scenario.with({&unknown, 1}, of_unknown));
  CHECK(of_unknown.to_text() ==
        "sweep.json:1:1: unknown key \"adaption\" (not part of a scenario). Did you mean "
        "\"adoption\"?\n");
}

TEST_CASE("an edit that leads nowhere, or patches what none may, cannot be applied") {
  Bench bench(Shop{});
  CHECK(
      !bench.scenario.can_apply(bench.set("/topology/services/wbe/replicas", "2"), bench.problems));
  CHECK(!bench.scenario.can_apply(bench.patch(R"({"format": "x"})"), bench.problems));
  CHECK(
      bench.problems.to_text() ==
      "sweep.json:1:1: nothing is at \"/topology/services/wbe\" (a pointer may end at a new name, "
      "but not lead through one). Did you mean \"web\"?\n"
      "sweep.json:1:2: /format: a patch cannot change \"format\"\n");
}

TEST_CASE("a thousand edits take no more room than one") {
  Bench bench(staffed());
  const Edit edit = bench.set("/adoption", "0.25");
  bench.with({edit});
  const std::size_t nodes = bench.document.mark().nodes;
  for (int i = 0; i < 1000; ++i) bench.with({edit});
  CHECK(bench.document.mark().nodes == nodes);
}
