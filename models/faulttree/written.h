// A fault tree as it is written: names instead of indices.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/document/forms.h"
#include "models/faulttree/fault_tree.h"

namespace outcast::faulttree {

struct WrittenGate {
  std::string id;
  Operator operation = Operator::any_of;
  std::vector<std::string> inputs;
  std::optional<unsigned> k;
};

/// A number, or null for a tree whose probability nobody knows.
struct Expectation {
  std::optional<double> probability;
};

/// A text, or null with an expectation that is null.
struct ExpectationSource {
  std::string text;
};

struct WrittenTree {
  std::string format, name, source, top;
  std::map<std::string, double> events;
  std::vector<WrittenGate> gates;
  Expectation expected;
  ExpectationSource expected_from;
};

template <class V>
void describe(V& v, WrittenGate& g) {
  v.object("gate", "What follows from its inputs");
  v.id(g.id, "Its name");
  v.required("op", g.operation, "How it follows");
  v.required("inputs", g.inputs, "Gates, events, TRUE or FALSE");
  v.optional("k", g.k, "How many of the inputs an atleast needs", document::above_zero);
}

template <class V>
void describe(V& v, WrittenTree& t) {
  v.object("fault tree", "Independent basic events, gates above them, and the top event");
  v.optional("format", t.format, "Kind and version of the file: outcast-fault-tree/1");
  v.optional("name", t.name, "Name for people");
  v.optional("source", t.source, "Where its facts are from");
  v.required("top", t.top, "The gate or event whose probability is asked for");
  v.optional("expected", t.expected, "Its exact probability, if known");
  v.optional("expected_from", t.expected_from, "How that is known");
  v.required("events", t.events, "Probability of each basic event", document::in_unit_interval);
  v.required("gates", t.gates, "Gates by name");
}

}  // namespace outcast::faulttree

namespace outcast::document {

template <>
struct Form<faulttree::Expectation> {
  static void read(Reader& reader, Value value, faulttree::Expectation& out, const Range&) {
    if (value.is(ValueKind::null)) return;
    Form<std::optional<double>>::read(reader, value, out.probability, in_unit_interval);
  }
  static Schema schema(Definitions&, const Range&) {
    return Schema::any_of({Schema::number(in_unit_interval), Schema::of_type("null")});
  }
  static std::string standard(const faulttree::Expectation&) { return {}; }
};

template <>
struct Form<faulttree::ExpectationSource> {
  static void read(Reader& reader, Value value, faulttree::ExpectationSource& out, const Range& r) {
    if (!value.is(ValueKind::null)) Form<std::string>::read(reader, value, out.text, r);
  }
  static Schema schema(Definitions&, const Range&) {
    return Schema::any_of({Schema::of_type("string"), Schema::of_type("null")});
  }
  static std::string standard(const faulttree::ExpectationSource&) { return {}; }
};

}  // namespace outcast::document
