// JSON: rows, one list of values per point and metric, and responses, one object per point.
#include <nlohmann/json.hpp>

#include "app/store/export.h"
#include "app/store/text_file.h"

namespace outcast::app {
namespace {

using Json = nlohmann::ordered_json;

std::string json_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json json_of(const std::vector<Parameter>& parameters) {
  Json json = Json::object();
  for (const Parameter& parameter : parameters) {
    if (const auto* text = std::get_if<std::string>(&parameter.value))
      json[parameter.name] = *text;
    else
      json[parameter.name] = std::get<double>(parameter.value);
  }
  return json;
}

/// The members of an object, without the brace that ends it.
std::string open_object(const Json& json) {
  std::string text = json_text(json);
  text.pop_back();
  return text;
}

Json head_of(const Manifest& manifest, std::string_view format) {
  Json metrics = Json::object();
  for (const cascade::Metric& metric : cascade::metrics())
    metrics[std::string(metric.name)] = metric.unit;
  return {{"format", format},
          {"outcast", manifest.outcast},
          {"kind", name_of(manifest.kind)},
          {"seed", manifest.seed},
          {"units", metrics}};
}

Json json_of(const Point& point) {
  Json json = {{"label", point.label}, {"scenario", point.scenario}};
  if (!point.variant.empty()) json["variant"] = point.variant;
  json["digest"] = point.digest;
  json["parameters"] = json_of(point.parameters);
  return json;
}

Json json_of(const std::vector<Stretch>& present) {
  Json stretches = Json::array();
  for (const Stretch& stretch : present) {
    if (!stretches.empty() && stretches.back()[1] == stretch.first)
      stretches.back()[1] = stretch.end;
    else
      stretches.push_back({stretch.first, stretch.end});
  }
  return stretches;
}

/// Values that are not finite become null.
Json json_of(const Response& response) {
  Json json = Json::object();
  for (std::size_t c = 0; c < response.metrics.size(); ++c) {
    const sim::Estimate& estimate = response.metrics[c];
    json[std::string(cascade::metrics()[c].name)] = {
        {"n", estimate.n},
        {"mean", estimate.mean},
        {"sd", estimate.sd},
        {"ci95", {estimate.interval.low, estimate.interval.high}}};
  }
  return json;
}

void write_column(TextFile& file, const Store& store, std::size_t point, std::size_t column) {
  std::string_view comma = "";
  store.read(point, {&column, 1}, Store::all, [&](std::span<const std::span<const double>> piece) {
    for (const double value : piece[0]) {
      file << comma;
      file.number(value, "null");
      comma = ",";
    }
  });
}

}  // namespace

void write_json(const Store& store, const std::string& path) {
  TextFile file(path);
  file << open_object(head_of(store.manifest(), "outcast-rows/1")) << ",\n\"points\": [";
  for (std::size_t p = 0; p < store.manifest().points.size(); ++p) {
    Json point = json_of(store.manifest().points[p]);
    point["replications"] = json_of(store.present(p));
    file << (p > 0 ? ",\n" : "\n") << open_object(point) << ",\"values\":{";
    for (std::size_t c = 0; c < cascade::metrics().size(); ++c) {
      file << (c > 0 ? ",\n  " : "\n  ") << json_text(cascade::metrics()[c].name) << ":[";
      write_column(file, store, p, c);
      file << "]";
    }
    file << "}}";
  }
  file << "]}\n";
  file.close();
}

void write_responses_json(const Store& store, const std::string& path) {
  TextFile file(path);
  file << open_object(head_of(store.manifest(), "outcast-responses/1")) << ",\n\"points\": [";
  std::string_view comma = "\n";
  for (std::size_t p = 0; p < store.manifest().points.size(); ++p)
    if (const std::optional<Response> response = store.response(p)) {
      Json point = {{"point", p}};
      point.update(json_of(store.manifest().points[p]));
      point["replications"] = response->replications;
      point["metrics"] = json_of(*response);
      file << comma << json_text(point);
      comma = ",\n";
    }
  file << "]}\n";
  file.close();
}

}  // namespace outcast::app
