// What happened in reality, by metric.
#include <algorithm>
#include <array>

#include "models/scenario/file_content.h"

namespace outcast::document {
namespace {

constexpr std::array<std::string_view, 5> times = {
    "time_to_detect", "time_to_notify", "time_to_mitigate", "time_to_recover", "lead_time"};
constexpr std::array<std::string_view, 2> shares = {"blast_radius", "customers_hit"};
constexpr std::array<std::string_view, 8> amounts = {
    "incidents",       "services_hit",    "service_minutes", "customer_minutes",
    "requests_failed", "changes_shipped", "rollbacks",       "false_rollbacks"};

bool is_one_of(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

void read_metric(Reader& reader, Value value, scenario::Observed& out) {
  const std::string_view name = value.key();
  double& metric = out.metrics[std::string(name)];
  if (is_one_of(times, name)) {
    sim::Duration time;
    Form<sim::Duration>::read(reader, value, time, unlimited);
    metric = static_cast<double>(time.nanoseconds) / 60e9;
  } else {
    Form<double>::read(reader, value, metric,
                       is_one_of(shares, name) ? in_unit_interval : not_negative);
  }
}

std::vector<std::string_view> known_keys() {
  std::vector<std::string_view> keys{"source", "note"};
  for (const std::span<const std::string_view> names :
       {std::span<const std::string_view>(times), std::span<const std::string_view>(shares),
        std::span<const std::string_view>(amounts)})
    keys.insert(keys.end(), names.begin(), names.end());
  return keys;
}

}  // namespace

void Form<scenario::Observed>::read(Reader& reader, Value value, scenario::Observed& out,
                                    const Range&) {
  if (!value.is(ValueKind::object)) return reader.expected(value, "an object by metric");
  const std::vector<std::string_view> keys = known_keys();
  reader.report_unknown_keys(value, keys, "observation");
  for (const Value member : value) {
    if (member.key() == "source" || member.key() == "note")
      Form<std::string>::read(reader, member, member.key() == "note" ? out.note : out.source,
                              unlimited);
    else if (is_one_of(keys, member.key()))
      read_metric(reader, member, out);
  }
}

Schema Form<scenario::Observed>::schema(Definitions& definitions, const Range&) {
  Schema schema = Schema::of_type("object");
  for (const auto name : {"source", "note"}) schema.property(name, Schema::of_type("string"));
  for (const std::string_view name : times)
    schema.property(name, Form<sim::Duration>::schema(definitions, unlimited));
  for (const std::string_view name : shares)
    schema.property(name, Schema::number(in_unit_interval));
  for (const std::string_view name : amounts) schema.property(name, Schema::number(not_negative));
  return schema.close();
}

Schema Form<scenario::Patches>::schema(Definitions&, const Range&) {
  return Schema::map_of(Schema::of_type("object"));
}

}  // namespace outcast::document
