// Stations become services, and their worst paths words.
#include "app/study/early_warnings.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "app/terminal/figures.h"
#include "app/terminal/table.h"

namespace outcast::app {
namespace {

using traffic::EarlyWarning;
using traffic::Verdict;
using Json = nlohmann::ordered_json;

constexpr const char* name_of(Verdict verdict) {
  return verdict == Verdict::safe         ? "safe"
         : verdict == Verdict::vulnerable ? "vulnerable"
                                          : "overloaded";
}

std::string service_of(const cascade::Blueprint& blueprint, traffic::StationIndex station) {
  const cascade::UnitIndex unit = blueprint.traffic->unit_of[raw(station)];
  return blueprint.units.service_id(blueprint.units.unit(unit).service);
}

std::string path_text(const ServiceWarning& w) {
  std::string text = printable(w.customers);
  for (const std::string& service : w.path) text += " > " + printable(service);
  return text;
}

/// What keeps it safe, where the product of retries over its paths would not.
std::string reason_text(const EarlyWarning& w) {
  if (w.worst_path_headroom() >= 1) return "";
  if (w.longest_wait < EarlyWarning::no_limit)
    return "; its queue allows waits of " + length_text(w.longest_wait) + " only";
  return "; not all of its callers fail, or they have too few slots";
}

std::string nearest_text(const ServiceWarning& w) {
  return wrapped("early warning: none; least headroom: " + printable(w.service) + ", " +
                     short_text(w.warning.headroom()) + " (serves " +
                     short_text(w.warning.capacity) + " requests/s, gets at most " +
                     short_text(w.warning.storm_load) + " when callers retry" +
                     reason_text(w.warning) + ")",
                 2) +
         '\n';
}

Json json_of(const ServiceWarning& w) {
  const EarlyWarning& e = w.warning;
  return {{"service", w.service},
          {"verdict", name_of(e.verdict())},
          {"headroom", e.headroom()},
          {"utilisation", e.utilisation()},
          {"load", e.load},
          {"holding_seconds", e.holding},
          {"capacity", e.capacity},
          {"storm_load", e.storm_load},
          {"longest_wait_seconds", e.longest_wait},
          {"worst_path",
           {{"customers", w.customers},
            {"services", w.path},
            {"amplification", e.amplification},
            {"headroom", e.worst_path_headroom()}}}};
}

}  // namespace

std::vector<ServiceWarning> early_warnings(const cascade::Blueprint& blueprint) {
  if (!blueprint.traffic) return {};
  const traffic::Network& network = blueprint.traffic->network;
  const std::vector<EarlyWarning> stations = traffic::early_warnings(network);
  std::map<std::string, ServiceWarning> by_service;
  for (std::uint32_t s = 0; s < stations.size(); ++s) {
    if (stations[s].load <= 0) continue;
    const std::string service = service_of(blueprint, traffic::StationIndex{s});
    const auto known = by_service.find(service);
    if (known != by_service.end() && known->second.warning.headroom() <= stations[s].headroom())
      continue;
    ServiceWarning& w = by_service[service];
    w = {service, stations[s], network.sources[stations[s].source].id, {}};
    for (const traffic::StationIndex on_path : stations[s].path)
      w.path.push_back(service_of(blueprint, on_path));
  }
  std::vector<ServiceWarning> warnings;
  for (auto& [service, warning] : by_service) warnings.push_back(std::move(warning));
  std::ranges::stable_sort(warnings, {},
                           [](const ServiceWarning& w) { return w.warning.headroom(); });
  return warnings;
}

std::string headroom_text(std::span<const ServiceWarning> warnings, const std::string& service) {
  const auto at = std::ranges::find(warnings, service, &ServiceWarning::service);
  return at == warnings.end() ? "-" : short_text(at->warning.headroom());
}

std::string early_warning_text(std::span<const ServiceWarning> warnings) {
  if (warnings.empty()) return "";
  Table table({text_column("early warning"),
               {.head = "headroom"},
               {.head = "serves\n/s"},
               {.head = "load\n/s"},
               {.head = "with all\nretries /s"},
               text_column("worst path")});
  for (const ServiceWarning& w : warnings)
    if (w.warning.verdict() != Verdict::safe)
      table.row({w.service, short_text(w.warning.headroom()), short_text(w.warning.capacity),
                 short_text(w.warning.load), short_text(w.warning.storm_load), path_text(w)});
  if (table.empty()) return nearest_text(warnings.front());
  return table.to_text() +
         wrapped(
             "headroom below 1: once it cannot keep up, its callers' retries can keep it down "
             "after the cause is gone",
             2) +
         '\n';
}

std::string to_json(std::span<const ServiceWarning> warnings) {
  Json json = Json::array();
  for (const ServiceWarning& w : warnings) json.push_back(json_of(w));
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace outcast::app
