// All that a scenario file holds.
#pragma once
#include <string>
#include <vector>

#include "models/scenario/describe_faults.h"
#include "models/scenario/describe_people.h"
#include "models/scenario/describe_system.h"
#include "models/scenario/scenario_file.h"

namespace outcast::scenario {

/// Patches are applied before reading; their form only documents them.
struct Patches {};

struct FileContent {
  cascade::Scenario scenario;
  Observed observed;
};

template <class V>
void describe(V& v, FileContent& f) {
  cascade::Scenario& s = f.scenario;
  ScenarioFormat format;
  Patches variants;
  v.object("scenario", "A system, its people and safeguards, and what happens to it");
  v.required("format", format, "Kind and version of the file");
  v.required("name", s.name, "Name for people");
  v.optional("shows", s.shows, "One line on what it shows");
  v.optional("sources", s.sources, "Where its facts are from");
  v.required("topology", s.topology, "The system, or the path of its file");
  v.optional("customers", s.customers, "Who uses the system");
  v.optional("roles", s.roles, "What changes and calls may do");
  v.optional("authors", s.authors, "People and AI tools that make changes");
  v.optional("teams", s.teams, "Who owns and changes services");
  v.optional("adoption", s.adoption, "Share of changes made with an AI tool",
             document::in_unit_interval);
  v.optional("defects", s.defects, "What a defect of each kind of change turns into");
  v.optional("lead_time", s.lead_time, "From idea to deployment without any safeguard");
  v.optional("safeguards", s.safeguards, "Which are on, and how they are set");
  v.optional("approval", s.approval, "The request by which a role approves its own change");
  v.optional("failure_modes", s.failure_modes, "Changes and additions to the catalog");
  v.optional("faults", s.faults, "Faults that arise by themselves");
  v.optional("response", s.response, "Who notices and ends an outage");
  v.optional("traffic", s.traffic, "How load is simulated and observed");
  v.optional("horizon", s.horizon, "Length of a campaign");
  v.optional("what_if", s.what_if, "Given faults and changes");
  v.optional("observed", f.observed, "What happened in reality, by metric");
  v.optional("variants", variants, "By name, JSON Merge Patches on this file");
}

}  // namespace outcast::scenario

namespace outcast::cascade {

template <class V>
void describe(V& v, Approval& a) {
  v.object("approval", "The request by which a role approves a change of its own");
  v.optional("action", a.action, "Its action");
  v.optional("arn", a.arn, "The resource it acts on");
}

}  // namespace outcast::cascade

namespace outcast::document {

template <>
struct Form<scenario::Patches> {
  static void read(Reader&, Value, scenario::Patches&, const Range&) {}
  static Schema schema(Definitions&, const Range&);
  static std::string standard(const scenario::Patches&) { return {}; }
};

/// A number alone is the live share.
template <>
struct Form<scenario::ObservedShare> {
  static void read(Reader& reader, Value value, scenario::ObservedShare& out, const Range& range);
  static Schema schema(Definitions& definitions, const Range& range);
  static std::string standard(const scenario::ObservedShare&) { return {}; }
};

/// Metrics as durations or numbers, success rates by audience, source and note as texts.
template <>
struct Form<scenario::Observed> {
  static void read(Reader& reader, Value value, scenario::Observed& out, const Range& range);
  static Schema schema(Definitions& definitions, const Range& range);
  static std::string standard(const scenario::Observed&) { return {}; }
};

}  // namespace outcast::document
