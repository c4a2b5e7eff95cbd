// One description of the sweep file, which reads it and makes its schema.
#include "app/sweep/sweep_file.h"

#include <array>

#include "models/document/forms.h"

namespace outcast::document {

/// Any value: what it means is looked up later.
template <>
struct Form<Value> {
  static void read(Reader&, Value value, Value& out, const Range&) { out = value; }
  static Schema schema(Definitions&, const Range&) { return {}; }
  static std::string standard(const Value&) { return {}; }
};

}  // namespace outcast::document

namespace outcast::app {

namespace {

constexpr document::Range inside_unit_interval{0, 1, true, true};

struct SweepFormat {};

}  // namespace

constexpr std::array<std::string_view, 2> names_of(Spacing) { return {"linear", "log"}; }

template <class V>
void describe(V& v, RangeFile& r) {
  v.object("range", "Two numbers, or two durations, and how to go from one to the other");
  v.required("low", r.low, "Low end");
  v.required("high", r.high, "High end");
  v.optional("scale", r.spacing, "Even steps, or even ratios");
  v.optional("whole", r.whole, "Only whole numbers");
  v.optional("levels", r.levels, "How many values a grid takes of it, both ends among them",
             document::Range{2});
}

template <class V>
void describe(V& v, FactorFile& f) {
  v.object("parameter", "A value of the scenario that is varied");
  v.id(f.name, "What tables and lists call it");
  v.optional("label", f.label, "What it means, for people");
  v.optional("unit", f.unit, "Unit, for people");
  v.optional("pointer", f.pointer, "JSON pointer to the value, or a list of them: all are set");
  v.optional("values", f.values, "List of values to take, of any kind");
  v.optional("range", f.range, "Numbers or durations between two ends");
  v.optional("distribution", f.distribution, "A duration whose likely values are known");
  v.optional("patches", f.patches, "By name, JSON Merge Patches on the whole scenario");
}

template <class V>
void describe(V& v, GridFile&) {
  v.object("grid", "Every combination of values and levels");
}
template <class V>
void describe(V& v, OneAtATimeFile&) {
  v.object("one at a time", "Each low and high, the others as the scenario has them: a tornado");
}
template <class V>
void describe(V& v, ListFile& l) {
  v.object("list", "Points one by one");
  v.required("points", l.points, "Objects: values by parameter; left out: as the scenario has it");
}
template <class V>
void describe(V& v, LatinHypercubeFile& l) {
  v.object("latin hypercube", "Points that use each slice of each range once");
  v.required("points", l.points, "How many", document::above_zero);
}
template <class V>
void describe(V& v, SobolFile& s) {
  v.object("sobol", "Points of a Sobol sequence");
  v.required("points", s.points, "How many, over all shifts; best a power of two for each",
             document::above_zero);
  v.optional("shifts", s.shifts, "Independent sequences: two or more give an interval for the mean",
             document::above_zero);
}
template <class V>
void describe(V& v, MorrisFile& m) {
  v.object("morris", "Trajectories, for a first look at many parameters");
  v.optional("trajectories", m.trajectories, "How many", document::Range{2});
  v.optional("levels", m.levels, "Levels of each range, an even number", document::Range{2});
}
template <class V>
void describe(V& v, SaltelliFile& s) {
  v.object("saltelli", "Rows of A, B and AB, for Sobol's indices");
  v.required("rows", s.rows, "How many, best a power of two; each has parameters + 2 points",
             document::Range{2});
}
template <class V>
void describe(V& v, DesignFile& d) {
  v.object("design", "Which points to simulate: one of these");
  v.optional("grid", d.grid, "Every combination");
  v.optional("list", d.list, "Given points");
  v.optional("latin_hypercube", d.latin_hypercube, "Spread evenly over each range");
  v.optional("sobol", d.sobol, "Spread evenly over all ranges together");
  v.optional("morris", d.morris, "Screening by elementary effects");
  v.optional("saltelli", d.saltelli, "Shares of variance by parameter");
  v.optional("one_at_a_time", d.one_at_a_time, "A tornado");
}

template <class V>
void describe(V& v, SweepFile& s) {
  SweepFormat format;
  v.object("sweep", "A scenario at many points, under the same luck");
  v.required("format", format, "Kind and version of the file");
  v.required("name", s.name, "Name for people");
  v.optional("shows", s.shows, "One line on what it shows");
  v.optional("sources", s.sources, "Where its ranges are from");
  v.required("scenario", s.scenario, "Path of the scenario, relative to this file");
  v.optional("variant", s.variant, "Variant to start from");
  v.required("parameters", s.factors, "What is varied");
  v.required("design", s.design, "At which points");
  v.optional("replications", s.replications, "Of each point", document::above_zero);
  v.optional("precision", s.precision,
             "Instead of replications: relative half-width that each point is to reach",
             inside_unit_interval);
  v.optional("at_most", s.at_most, "Replications at which a point gives up its precision",
             document::above_zero);
  v.optional("metrics", s.metrics, "What is measured");
  v.optional("seed", s.seed, "Luck of the replications, which all points share, and of the design");
}

}  // namespace outcast::app

namespace outcast::document {

/// The format is looked at before all else.
template <>
struct Form<app::SweepFormat> {
  static void read(Reader&, Value, app::SweepFormat&, const Range&) {}
  static Schema schema(Definitions&, const Range&) {
    return Schema().set("const", app::sweep_format);
  }
  static std::string standard(const app::SweepFormat&) { return {}; }
};

}  // namespace outcast::document

namespace outcast::app {

SweepFile read_sweep_file(document::Document& document, document::Value file,
                          document::Problems& problems) {
  SweepFile sweep;
  document::Reader reader{document, problems};
  read_object(reader, file, sweep);
  return sweep;
}

std::string sweep_schema() {
  document::Definitions definitions;
  return definitions.to_text("Outcast sweep", document::object_schema<SweepFile>(definitions));
}

}  // namespace outcast::app
