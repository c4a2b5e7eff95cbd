// How failure modes, faults and the response are written in files.
#pragma once
#include <array>
#include <string_view>

#include "models/cascade/scenario.h"
#include "models/document/forms.h"
#include "models/faults/failure_mode.h"
#include "models/response/response.h"

namespace outcast::faults {

constexpr std::array<std::string_view, 4> names_of(Remedy) {
  return {"rollback", "fix", "rebuild", "expiry"};
}

constexpr std::array<std::string_view, 6> names_of(Symptom) {
  return {"refused", "hangs", "slow", "less-capacity", "errors", "wrong"};
}

template <class V>
void describe(V& v, FailureMode& m) {
  v.object("failure mode", "What a fault does to a unit, who sees it, and what ends it");
  v.id(m.name, "Name of the mode; one of the catalog changes that one");
  v.optional("what", m.what, "One sentence for people");
  v.optional("loss", m.loss, "Share of the unit's work lost; 1: down", document::in_unit_interval);
  v.optional("visibility", m.visibility, "Factor on every monitor's sensitivity",
             document::in_unit_interval);
  v.optional("remedy", m.remedy, "What ends it");
  v.optional("onset", m.onset, "From cause to effect");
  v.optional("repair", m.repair, "Time of the remedy; none: the response's");
  v.optional("symptom", m.symptom, "How requests feel it, where traffic is modelled");
}

template <class V>
void describe(V& v, FaultProcess& f) {
  v.object("fault process", "A fault that arises by itself, again and again");
  v.required("service", f.service, "Where");
  v.required("mode", f.mode, "Failure mode");
  v.required("every", f.every, "How long a unit stays healthy", document::above_zero);
  v.optional("lasts", f.lasts, "If it expires by itself");
}

}  // namespace outcast::faults

namespace outcast::response {

template <class V>
void describe(V& v, Monitor& m) {
  v.object("monitor", "Looks at services at intervals");
  v.id(m.id, "Stable external id");
  v.optional("watches", m.watches, "Services; none: all");
  v.required("interval", m.interval, "Between two looks", document::above_zero);
  v.optional("sensitivity", m.sensitivity, "Probability that a look sees a full outage",
             document::in_unit_interval);
  v.optional("half_at", m.half_at, "Affected share at which half of the sensitivity is reached",
             document::in_unit_interval);
  v.optional("false_alarms_per_week", m.false_alarms_per_week, "Each occupies a crew",
             document::not_negative);
  v.optional("needs", m.needs, "Services without which it is blind");
}

template <class V>
void describe(V& v, StatusPage& s) {
  v.object("status page", "How customers are told");
  v.optional("takes", s.takes, "From detection to the message");
  v.optional("needs", s.needs, "Services without which nothing can be posted");
}

template <class V>
void describe(V& v, Throttle& t) {
  v.object("throttle", "People hold back load that the system cannot bear");
  v.optional("takes", t.takes, "From the decision to the cut");
  v.optional("share", t.share, "Of the load that is let in", document::Range{0, 1, true, true});
  v.optional("quiet", t.quiet, "Time without losses before more is let in", document::above_zero);
  v.optional("step", t.step, "Share of the load by which more is let in",
             document::Range{0, 1, true});
  v.optional("every", t.every, "From one step to the next", document::above_zero);
}

template <class V>
void describe(V& v, Response& r) {
  v.object("response", "The people and machines that notice and end an outage");
  v.optional("crews", r.crews, "Incidents that a team can work on at once; 0: no limit");
  v.optional("monitors", r.monitors, "None: every incident is seen at once");
  v.optional("customer_report", r.customer_report, "Until customers call; 0s: they never do");
  v.optional("acknowledge", r.acknowledge, "From the page to somebody at work");
  v.optional("diagnose", r.diagnose, "Until the cause is known");
  v.optional("rollback", r.rollback, "To roll a change back");
  v.optional("fix", r.fix, "To fix forward");
  v.optional("rebuild", r.rebuild, "To rebuild what was deleted");
  v.optional("automatic_rollback", r.automatic_rollback, "When the pipeline does it");
  v.optional("tools", r.tools, "Services people need to diagnose and mitigate");
  v.optional("pipeline_tools", r.pipeline_tools, "Services the pipeline needs");
  v.optional("break_glass", r.break_glass, "To work without the tools; 0s: they wait for them");
  v.optional("black_start", r.black_start, "To break a circle of services waiting for each other");
  v.optional("restart_gap", r.restart_gap, "Least time between two restarts");
  v.optional("throttle", r.throttle, "Of load that stays too much; none: nobody holds it back");
  v.optional("status_page", r.status_page, "How customers are told");
}

}  // namespace outcast::response

namespace outcast::cascade {

template <class V>
void describe(V& v, AnyOf& s) {
  v.object("any of", "Units drawn without replacement: each set is as likely as any other");
  v.required("of", s.services, "Services whose units are drawn; \"*\": of every service");
  v.required("count", s.count, "How many units are drawn", document::above_zero);
}

template <class V>
void describe(V& v, Window& w) {
  v.object("window", "The time over which customers' success is measured");
  v.optional("from", w.from, "Since the start");
  v.required("lasts", w.lasts, "How long", document::above_zero);
}

template <class V>
void describe(V& v, GivenFault& f) {
  v.object("given fault", "One fault given to a what-if");
  v.optional("at", f.at, "Since the start");
  v.optional("service", f.service, "Where; \"*\": one service drawn evenly");
  v.optional("any", f.any, "Instead of a service: some of the units of several");
  v.optional("role", f.role, "Instead of a service: the role whose calls are refused");
  v.optional("cell", f.cell, "Only the unit in this cell");
  v.optional("mode", f.mode, "Failure mode");
  v.optional("probability", f.probability, "That it happens at all", document::in_unit_interval);
  v.optional("lasts", f.lasts, "If it expires by itself");
}

template <class V>
void describe(V& v, WhatIf& w) {
  v.object("what-if", "Given faults and changes, run until nothing happens any more");
  v.optional("faults", w.faults, "Faults");
  v.optional("changes", w.changes, "Changes");
  v.optional("window", w.window, "The time over which customers' success is measured");
}

}  // namespace outcast::cascade

namespace outcast::document {

/// A list by name: the catalog, changed and extended.
template <>
struct Form<std::vector<faults::FailureMode>> {
  using Modes = std::vector<faults::FailureMode>;
  static void read(Reader& reader, Value value, Modes& out, const Range& range);
  static Schema schema(Definitions& definitions, const Range& range);
  static std::string standard(const Modes&) { return {}; }
};

}  // namespace outcast::document
