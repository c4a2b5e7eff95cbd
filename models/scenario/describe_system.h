// How services, dependencies and customers are written in files.
#pragma once
#include <array>
#include <string_view>

#include "models/document/forms.h"
#include "models/scenario/describe_traffic.h"
#include "models/scenario/written_as_text.h"
#include "models/system/topology.h"

namespace outcast::system {

constexpr std::array<std::string_view, 3> names_of(Tier) {
  return {"critical", "standard", "internal"};
}
constexpr std::array<std::string_view, 2> names_of(Plane) { return {"data", "control"}; }
constexpr std::array<std::string_view, 4> names_of(Need) {
  return {"hard", "soft", "async", "none"};
}
constexpr std::array<std::string_view, 3> names_of(NeededFor) {
  return {"serving", "starting", "operating"};
}
constexpr std::array<std::string_view, 4> names_of(Scope) {
  return {"same-cell", "same-zone", "same-region", "any"};
}
constexpr std::array<std::string_view, 3> names_of(Origin) {
  return {"declared", "observed", "both"};
}

template <class V>
void describe(V& v, Place& p) {
  v.object("place", "Where a unit runs; parts left out match each other only");
  v.optional("region", p.region, "Region");
  v.optional("zone", p.zone, "Zone within the region");
  v.optional("cell", p.cell, "Cell: a full copy of its own");
}

template <class V>
void describe(V& v, Resource& r) {
  v.object("resource", "A cloud resource behind a service");
  v.required("arn", r.arn, "Its ARN");
  v.optional("modify", r.modify, "Actions that change it; none: those known of its kind");
  v.optional("destroy", r.destroy, "Actions that destroy it; none: those known of its kind");
}

template <class V>
void describe(V& v, Service& s) {
  v.object("service", "What runs, where, and who owns it");
  v.id(s.id, "Stable external id: the key of all its luck");
  v.optional("tier", s.tier, "How much hangs on it");
  v.optional("plane", s.plane, "Whether it serves or controls");
  v.optional("team", s.team, "Owner; none: nobody's changes touch it");
  v.optional("replicas", s.replicas, "Replicas per unit", document::above_zero);
  v.optional("placement", s.placement, "One unit per place; none: one unit, place unspecified");
  v.optional("objective", s.objective, "Availability objective, share of time",
             document::Range{0, 1, true});
  v.optional("capacity", s.capacity, "Requests per second and unit", document::above_zero);
  v.optional("restart", s.restart, "From \"nothing blocks it any more\" to \"up\"");
  v.optional("restarts_at_once", s.restarts_at_once, "Units at most; none: no limit",
             document::above_zero);
  v.optional("failover", s.failover, "To move a unit's work to the service's other units");
  v.optional("deletion_protection", s.deletion_protection, "Its resources are protected");
  v.optional("tags", s.tags, "Free texts");
  v.optional("resources", s.resources, "Cloud resources behind it, by ARN");
  v.optional("traffic", s.traffic, "How a unit takes requests; none: not modelled");
}

template <class V>
void describe(V& v, Dependency& d) {
  v.object("dependency", "One service needs another");
  v.required("from", d.from, "The service that needs");
  v.required("to", d.to, "The service that is needed");
  v.optional("need", d.need, "What its loss does: down, degraded, buffered, or nothing");
  v.optional("for", d.needed_for, "When it is needed: always, to start, or by people at work");
  v.optional("survives", d.survives, "How long the caller lasts without it");
  v.optional("delay", d.delay, "Until the loss is felt");
  v.optional("probability", d.probability, "That a loss propagates", document::in_unit_interval);
  v.optional("recovers_after", d.recovers_after, "What the caller needs once it is back");
  v.optional("degradation", d.degradation, "Work lost with a soft dependency",
             document::in_unit_interval);
  v.optional("group", d.group, "Alternatives of one caller share a group name");
  v.optional("at_least", d.at_least, "Of the group, or of the provider's units in scope",
             document::above_zero);
  v.optional("scope", d.scope, "Which of the provider's units can serve a unit of the caller");
  v.optional("role", d.role, "Role used for the call; denied role = failed dependency");
  v.optional("action", d.action, "Request made with that role, such as dynamodb:GetItem");
  v.optional("origin", d.origin, "Where it is known from");
  v.optional("call", d.call, "How it is called, where both ends have traffic");
}

template <class V>
void describe(V& v, Topology& t) {
  scenario::TopologyFormat format;
  std::vector<std::string> sources;
  v.object("topology", "Services and what they need");
  v.optional("format", format, "Of a topology file");
  v.optional("name", t.name, "Name for people");
  v.optional("sources", sources, "Where it is known from");
  v.required("services", t.services, "The services");
  v.optional("dependencies", t.dependencies, "What they need");
}

template <class V>
void describe(V& v, Endpoint& e) {
  v.object("endpoint", "A way in for customers");
  v.id(e.id, "Name of the endpoint");
  v.required("services", e.services, "Services it uses");
  v.optional("at_least", e.at_least, "How many of them must work; none: all", document::above_zero);
  v.optional("share", e.share, "Of the group's weight, relative to its other endpoints",
             document::above_zero);
}

template <class V>
void describe(V& v, CustomerFallback& f) {
  v.object("customer fallback", "What customers do once they know of an outage");
  v.optional("after", f.after, "From knowing to having switched over");
  v.optional("loss", f.loss, "Share of their work lost on the fallback",
             document::in_unit_interval);
}

template <class V>
void describe(V& v, CustomerGroup& c) {
  v.object("customer group", "Who uses the system, and how");
  v.id(c.id, "Stable external id");
  v.optional("weight", c.weight, "How many, or how much they are worth", document::above_zero);
  v.required("endpoints", c.endpoints, "Their ways in");
  v.optional("fallback", c.fallback, "Where they go once they know");
  v.optional("load", c.load, "What they ask for; spread like their weight");
}

}  // namespace outcast::system

namespace outcast::scenario {

/// "region", "region/zone" or "region/zone/cell".
inline void place_of_text(std::string_view text, system::Place& place) {
  for (std::string* part : {&place.region, &place.zone, &place.cell}) {
    const std::size_t end = std::min(text.find('/'), text.size());
    *part = text.substr(0, part == &place.cell ? text.size() : end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// A topology that still is a path could not be read, which has been reported.
inline void topology_of_text(std::string_view, system::Topology&) {}

inline void resource_of_text(std::string_view text, system::Resource& resource) {
  resource.arn = text;
}

}  // namespace outcast::scenario

namespace outcast::document {

template <>
struct Form<system::Place> : scenario::WrittenAsText<system::Place, scenario::place_of_text> {};
template <>
struct Form<system::Topology>
    : scenario::WrittenAsText<system::Topology, scenario::topology_of_text> {};
template <>
struct Form<system::Resource>
    : scenario::WrittenAsText<system::Resource, scenario::resource_of_text> {};

}  // namespace outcast::document
