// Failure modes, faults, given faults and changes, and the response: names that exist.
#include <algorithm>
#include <set>

#include "models/document/nearest_name.h"
#include "models/scenario/describe_people.h"
#include "models/scenario/parts.h"

namespace outcast::scenario {
namespace {

using document::quoted;
using document::Value;

void check_outcomes(const Parts& parts) {
  const Value defects = parts.file.find("defects");
  for (const auto& [kind, outcomes] : parts.scenario.defects) {
    const auto name = change::names_of(kind)[static_cast<std::size_t>(kind)];
    for (std::size_t i = 0; i < outcomes.size(); ++i)
      parts.modes.require(outcomes[i].mode, element(defects.find(name), i).nearest("mode"),
                          parts.problems);
  }
}

void check_processes(const Parts& parts) {
  const Value list = parts.file.find("faults");
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (std::size_t i = 0; i < parts.scenario.faults.size(); ++i) {
    const faults::FaultProcess& fault = parts.scenario.faults[i];
    const Value at = element(list, i);
    parts.require_service(fault.service, at.nearest("service"));
    parts.modes.require(fault.mode, at.nearest("mode"), parts.problems);
    if (!seen.emplace(fault.service, fault.mode).second)
      parts.report(at, "a second process of " + quoted(fault.mode) + " on " + quoted(fault.service),
                   "both would strike at the same times", "Make it one, or add a failure mode.");
  }
}

void check_cell(const Parts& parts, const cascade::GivenFault& fault, Value at) {
  if (fault.cell.empty() || fault.service == "*" || fault.any) return;
  const auto& services = parts.scenario.topology.services;
  const auto service = std::ranges::find(services, fault.service, &system::Service::id);
  if (service == services.end()) return;
  Names cells("cell");
  for (const system::Place& place : service->placement)
    if (!place.cell.empty()) cells.add(place.cell);
  cells.require(fault.cell, at.find("cell"), parts.problems);
}

/// The units that can be drawn: those of each service, in the given cell if there is one.
std::size_t units_in_pool(const Parts& parts, const cascade::GivenFault& fault) {
  const auto& names = fault.any->services;
  const bool takes_all = std::ranges::find(names, "*") != names.end();
  std::size_t count = 0;
  for (const system::Service& service : parts.scenario.topology.services) {
    if (!takes_all && std::ranges::find(names, service.id) == names.end()) continue;
    const auto is_meant = [&](const system::Place& p) { return p.cell == fault.cell; };
    if (fault.cell.empty())
      count += std::max<std::size_t>(1, service.placement.size());
    else
      count += static_cast<std::size_t>(std::ranges::count_if(service.placement, is_meant));
  }
  return count;
}

void check_any(const Parts& parts, const cascade::GivenFault& fault, Value at) {
  const Value of = at.find("any").find("of"), count = at.find("any").find("count");
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < fault.any->services.size(); ++i) {
    const std::string& name = fault.any->services[i];
    if (name != "*") parts.require_service(name, element(of, i));
    if (!seen.insert(name).second)
      parts.report(element(of, i), quoted(name) + " is listed twice",
                   "a unit is drawn once at most");
  }
  const std::size_t units = units_in_pool(parts, fault);
  if (count && fault.any->count > units && !parts.services.empty())
    parts.report(count, "cannot draw " + std::to_string(fault.any->count) + " units",
                 "there are " + std::to_string(units) + " to draw from");
}

void check_given_fault(const Parts& parts, const cascade::GivenFault& fault, Value at) {
  const int named = !fault.service.empty() + fault.any.has_value() + !fault.role.empty();
  if (named != 1)
    return parts.report(at, "a given fault names a service, any of several services, or a role",
                        named == 0 ? "it names none of them" : "it names more than one of them");
  if (fault.any) check_any(parts, fault, at);
  if (fault.service != "*") parts.require_service(fault.service, at.nearest("service"));
  parts.roles.require(fault.role, at.nearest("role"), parts.problems);
  parts.modes.require(fault.mode, at.nearest("mode"), parts.problems);
  if (fault.mode.empty() && fault.role.empty())
    parts.report(at, "missing \"mode\" of a given fault", "Failure mode");
  check_cell(parts, fault, at);
}

/// A role that no call is made with fails without anybody noticing.
void check_role_is_used(const Parts& parts, const cascade::GivenFault& fault, Value at) {
  if (fault.role.empty() || !parts.roles.contains(fault.role)) return;
  const auto& calls = parts.scenario.topology.dependencies;
  if (std::ranges::find(calls, fault.role, &system::Dependency::role) == calls.end())
    parts.report(at.find("role"), "no dependency uses role " + quoted(fault.role),
                 "the fault would reach nothing");
}

void check_given_change(const Parts& parts, const change::GivenChange& given, Value at) {
  parts.authors.require(given.author, at.nearest("author"), parts.problems);
  parts.roles.require(given.role, at.nearest("role"), parts.problems);
  parts.require_service(given.target, at.nearest("target"));
  if (given.defect && *given.defect != "none")
    parts.modes.require(*given.defect, at.find("defect"), parts.problems);
}

void check_window(const Parts& parts, Value at) {
  const auto& window = parts.scenario.what_if->window;
  if (!window) return;
  if (parts.scenario.customers.empty())
    parts.report(at, "the window measures nobody's success", "there are no customers");
  if (window->from == sim::Duration::forever() ||
      sim::Duration::from_seconds(window->lasts.mean()) == sim::Duration::forever())
    parts.report(at, "the window never opens or never closes");
}

}  // namespace

void check_faults(const Parts& parts) {
  for (const Value mode : parts.file.find("failure_modes"))
    if (mode.key() == "none" || mode.key().empty())
      parts.report(mode, "a failure mode cannot be called " + quoted(mode.key()),
                   "\"none\" stands for a flawless change");
  check_outcomes(parts);
  check_processes(parts);
  if (!parts.scenario.what_if) return;
  const cascade::WhatIf& what_if = *parts.scenario.what_if;
  const Value file = parts.file.find("what_if");
  for (std::size_t i = 0; i < what_if.faults.size(); ++i) {
    check_given_fault(parts, what_if.faults[i], element(file.find("faults"), i));
    check_role_is_used(parts, what_if.faults[i], element(file.find("faults"), i));
  }
  for (std::size_t i = 0; i < what_if.changes.size(); ++i)
    check_given_change(parts, what_if.changes[i], element(file.find("changes"), i));
  check_window(parts, file.find("window"));
}

void check_response(const Parts& parts) {
  constexpr std::size_t most_monitors = 32;  // one bit each in the world's watch mask
  const response::Response& response = parts.scenario.response;
  const Value file = parts.file.find("response");
  const Value monitors = file.find("monitors");
  Names("monitor", response.monitors, &response::Monitor::id)
      .check_definitions(monitors, parts.problems);
  if (response.monitors.size() > most_monitors)
    parts.report(monitors, std::to_string(response.monitors.size()) + " monitors",
                 "at most " + std::to_string(most_monitors));
  for (std::size_t i = 0; i < response.monitors.size(); ++i) {
    const Value at = element(monitors, i);
    parts.require_services(response.monitors[i].watches, at.find("watches"));
    parts.require_services(response.monitors[i].needs, at.find("needs"));
  }
  const auto has_load = [](const system::CustomerGroup& group) { return group.load.has_value(); };
  if (response.throttle && std::ranges::none_of(parts.scenario.customers, has_load))
    parts.report(file.find("throttle"), "there is no load to throttle", "no customers have one",
                 "Add \"load\" to a customer group.");
  parts.require_services(response.tools, file.find("tools"));
  parts.require_services(response.pipeline_tools, file.find("pipeline_tools"));
  parts.require_services(response.status_page.needs, file.find("status_page").find("needs"));
}

}  // namespace outcast::scenario
