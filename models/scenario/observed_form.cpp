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
  std::vector<std::string_view> keys{"success_rate", "draws", "source", "note"};
  for (const std::span<const std::string_view> names :
       {std::span<const std::string_view>(times), std::span<const std::string_view>(shares),
        std::span<const std::string_view>(amounts)})
    keys.insert(keys.end(), names.begin(), names.end());
  return keys;
}

template <class V>
void describe_share(V& v, scenario::ObservedShare& s) {
  v.object("observed share", "How much of an audience's work was done");
  v.required("live", s.live, "Measured", in_unit_interval);
  v.optional("published", s.published, "What the study's own model predicted", in_unit_interval);
}

}  // namespace

void Form<scenario::ObservedShare>::read(Reader& reader, Value value, scenario::ObservedShare& out,
                                         const Range&) {
  if (value.is(ValueKind::number))
    return Form<double>::read(reader, value, out.live, in_unit_interval);
  if (!value.is(ValueKind::object))
    return reader.expected(value, "a share, or an object with \"live\" and \"published\"");
  ObjectReader object(reader, value, {});
  describe_share(object, out);
  object.finish();
}

Schema Form<scenario::ObservedShare>::schema(Definitions& definitions, const Range&) {
  SchemaWriter writer(definitions);
  scenario::ObservedShare standard;
  describe_share(writer, standard);
  return Schema::any_of({Schema::number(in_unit_interval), Schema(writer.schema()).close()});
}

void Form<scenario::Observed>::read(Reader& reader, Value value, scenario::Observed& out,
                                    const Range&) {
  if (!value.is(ValueKind::object)) return reader.expected(value, "an object by metric");
  const std::vector<std::string_view> keys = known_keys();
  reader.report_unknown_keys(value, keys, "observation");
  for (const Value member : value) {
    if (member.key() == "success_rate")
      Form<decltype(out.success)>::read(reader, member, out.success, unlimited);
    else if (member.key() == "draws")
      Form<decltype(out.draws)>::read(reader, member, out.draws, above_zero);
    else if (member.key() == "source" || member.key() == "note")
      Form<std::string>::read(reader, member, member.key() == "note" ? out.note : out.source,
                              unlimited);
    else if (is_one_of(keys, member.key()))
      read_metric(reader, member, out);
  }
}

Schema Form<scenario::Observed>::schema(Definitions& definitions, const Range&) {
  Schema schema = Schema::of_type("object");
  for (const auto name : {"source", "note"}) schema.property(name, Schema::of_type("string"));
  schema.property("success_rate",
                  Form<decltype(scenario::Observed::success)>::schema(definitions, unlimited));
  schema.property("draws", Form<unsigned>::schema(definitions, above_zero));
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
