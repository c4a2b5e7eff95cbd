// How roles, authors, teams, defects and safeguards are written in files.
#pragma once
#include <array>
#include <string_view>

#include "models/access/policy.h"
#include "models/change/change.h"
#include "models/change/safeguard.h"
#include "models/document/forms.h"
#include "models/scenario/written_as_text.h"

namespace outcast::change {

constexpr std::array<std::string_view, kind_count> names_of(Kind) {
  return {"code", "config", "infrastructure", "permission", "capacity", "data"};
}
constexpr std::array<std::string_view, 2> names_of(AuthorKind) { return {"human", "ai-tool"}; }

template <class V>
void describe(V& v, Author& a) {
  v.object("author", "A person or an AI tool that makes changes");
  v.id(a.id, "Stable external id");
  v.optional("kind", a.kind, "Person or tool");
  v.optional("defect", a.defect, "Probability that a change is defective",
             document::in_unit_interval);
  v.optional("destructive", a.destructive,
             "Probability of delete-and-recreate where a change was asked for",
             document::in_unit_interval);
  v.optional("overreach", a.overreach, "Probability of acting on all that the role reaches",
             document::in_unit_interval);
  v.optional("asks_before_acting", a.asks_before_acting, "Probability that it asks a person first",
             document::in_unit_interval);
  v.optional("learning_rate", a.learning_rate,
             "Error rates fall with (1 + n)^-rate after n changes", document::not_negative);
  v.optional("learning_floor", a.learning_floor, "Least factor that learning reaches",
             document::in_unit_interval);
}

template <class V>
void describe(V& v, DefectOutcome& d) {
  v.object("defect outcome", "What a defect turns into");
  v.required("mode", d.mode, "Failure mode");
  v.optional("weight", d.weight, "Relative to the other outcomes of the kind",
             document::above_zero);
  v.optional("latent", d.latent, "Probability that it strikes only after the latency",
             document::in_unit_interval);
  v.optional("latency", d.latency, "How long a latent defect sleeps");
}

template <class V>
void describe(V& v, Team& t) {
  v.object("team", "Owns services and changes them");
  v.id(t.id, "Stable external id");
  v.optional("changes_per_week", t.changes_per_week, "Changes per week", document::not_negative);
  v.optional("mix", t.mix, "Relative frequency of the kinds of change", document::not_negative);
  v.optional("human", t.human, "Author of its hand-made changes");
  v.optional("ai_tool", t.ai_tool, "Author of its AI-made changes");
  v.optional("adoption", t.adoption, "Share of changes made by the AI tool; none: the scenario's",
             document::in_unit_interval);
  v.optional("role", t.role, "Role under which its changes run");
  v.optional("crews", t.crews, "On-call crews; none: the response's");
}

template <class V>
void describe(V& v, GivenChange& c) {
  v.object("given change", "One change given to a what-if");
  v.optional("at", c.at, "Since the start");
  v.required("author", c.author, "Who makes it");
  v.optional("role", c.role, "Role it runs under");
  v.required("target", c.target, "Service it is meant for");
  v.optional("kind", c.kind, "Kind of change");
  v.optional("destructive", c.destructive, "Deletes and recreates; none: drawn as in a campaign");
  v.optional("overreach", c.overreach,
             "Acts on all that the role reaches; none: drawn as in a campaign");
  v.optional("defect", c.defect,
             "Failure mode, or \"none\": flawless; none given: drawn as in a campaign");
}

}  // namespace outcast::change

namespace outcast::access {

template <class V>
void describe(V& v, PolicySet& p) {
  v.object("policy set",
           "All policies that bear on one principal; one policy alone is its identity policy");
  v.optional("identity", p.identity, "Inline and managed policies");
  v.optional("boundary", p.boundary, "Permission boundary");
  v.optional("session", p.session, "Session policy");
  v.optional("control", p.control, "Service control policies, per level (root, units, account)");
}

template <class V>
void describe(V& v, Role& r) {
  v.object("role",
           "What changes and calls may do; where intended and actual differ, it is misconfigured");
  v.id(r.id, "Stable external id");
  v.optional("principal", r.principal, "ARN of the role or of its session");
  v.required("actual", r.actual, "What it does allow");
  v.optional("intended", r.intended, "What it was meant to allow; none: as actual");
  v.optional("context", r.context,
             "Condition keys known of every request; empty: known to be absent");
}

}  // namespace outcast::access

namespace outcast::scenario {

inline void outcome_of_text(std::string_view text, change::DefectOutcome& outcome) {
  outcome.mode = text;
}

}  // namespace outcast::scenario

namespace outcast::document {

template <>
struct Form<change::DefectOutcome>
    : scenario::WrittenAsText<change::DefectOutcome, scenario::outcome_of_text> {};

/// An object by kind of change (kinds left out are 0), or one number for all kinds.
template <>
struct Form<change::PerKind> {
  static void read(Reader& reader, Value value, change::PerKind& out, const Range& range);
  static Schema schema(Definitions& definitions, const Range& range);
  static std::string standard(const change::PerKind&) { return {}; }
};

/// An object by kind of change.
template <>
struct Form<change::Defects> {
  static void read(Reader& reader, Value value, change::Defects& out, const Range& range);
  static Schema schema(Definitions& definitions, const Range& range);
  static std::string standard(const change::Defects&) { return {}; }
};

/// An IAM policy document, or the path of its file.
template <>
struct Form<access::Policy> {
  static void read(Reader& reader, Value value, access::Policy& out, const Range& range);
  static Schema schema(Definitions& definitions, const Range& range);
  static std::string standard(const access::Policy&) { return {}; }
};

/// An object by kind of policy, or one identity policy.
template <>
struct Form<access::PolicySet> {
  static void read(Reader& reader, Value value, access::PolicySet& out, const Range& range);
  static Schema schema(Definitions& definitions, const Range& range);
  static std::string standard(const access::PolicySet&) { return {}; }
};

/// An object by safeguard; out is in the order of change::catalog().
template <>
struct Form<std::vector<change::SafeguardSettings>> {
  using Settings = std::vector<change::SafeguardSettings>;
  static void read(Reader& reader, Value value, Settings& out, const Range& range);
  static Schema schema(Definitions& definitions, const Range& range);
  static std::string standard(const Settings&) { return {}; }
};

}  // namespace outcast::document

namespace outcast::scenario {

/// Every safeguard off, each parameter at its default.
std::vector<change::SafeguardSettings> standard_safeguards();

}  // namespace outcast::scenario
