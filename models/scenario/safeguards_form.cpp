// Settings of safeguards: their names and parameters come from the catalog.
#include <algorithm>

#include "models/scenario/describe_people.h"

namespace outcast::scenario {

std::vector<change::SafeguardSettings> standard_safeguards() {
  std::vector<change::SafeguardSettings> settings;
  for (const change::Safeguard& safeguard : change::catalog()) {
    settings.emplace_back();
    for (const change::Parameter& parameter : safeguard.parameters)
      settings.back().values.push_back(parameter.standard);
  }
  return settings;
}

}  // namespace outcast::scenario

namespace outcast::document {
namespace {

void read_parameter(Reader& reader, Value value, change::ParameterKind kind,
                    sim::Distribution& out) {
  if (kind == change::ParameterKind::duration)
    return Form<sim::Distribution>::read(reader, value, out, unlimited);
  const bool is_probability = kind == change::ParameterKind::probability;
  double number = out.mean();
  Form<double>::read(reader, value, number, is_probability ? in_unit_interval : not_negative);
  out = sim::Distribution(sim::Fixed{number});
}

Schema parameter_schema(Definitions& definitions, const change::Parameter& parameter) {
  Schema schema;
  switch (parameter.kind) {
    case change::ParameterKind::duration:
      schema = Form<sim::Distribution>::schema(definitions, unlimited);
      schema.set_json("default", Form<sim::Distribution>::standard(parameter.standard));
      break;
    case change::ParameterKind::probability:
    case change::ParameterKind::number:
      schema = Schema::number(parameter.kind == change::ParameterKind::number ? not_negative
                                                                              : in_unit_interval);
      schema.set_json("default", Form<double>::standard(parameter.standard.mean()));
      break;
  }
  return schema.set("description", parameter.what);
}

/// A safeguard that is named is on, unless it says otherwise.
void read_safeguard(Reader& reader, Value value, const change::Safeguard& safeguard,
                    change::SafeguardSettings& settings) {
  if (!value.is(ValueKind::object))
    return reader.expected(value, "an object", "Write {\"on\": true}, for instance.");
  settings.on = true;
  std::vector<std::string_view> keys{"on"};
  if (const Value on = value.find("on")) Form<bool>::read(reader, on, settings.on, unlimited);
  for (std::size_t i = 0; i < safeguard.parameters.size(); ++i) {
    const change::Parameter& parameter = safeguard.parameters[i];
    keys.push_back(parameter.name);
    if (const Value set = value.find(parameter.name))
      read_parameter(reader, set, parameter.kind, settings.values[i]);
  }
  reader.report_unknown_keys(value, keys, "safeguard");
}

Schema safeguard_schema(Definitions& definitions, const change::Safeguard& safeguard) {
  Schema schema = Schema::of_type("object");
  schema.set("description", safeguard.what);
  schema.property("on", Schema::of_type("boolean").set_json("default", "true"));
  for (const change::Parameter& parameter : safeguard.parameters)
    schema.property(parameter.name, parameter_schema(definitions, parameter));
  return schema.close();
}

}  // namespace

void Form<std::vector<change::SafeguardSettings>>::read(Reader& reader, Value value, Settings& out,
                                                        const Range&) {
  out = scenario::standard_safeguards();
  if (!value.is(ValueKind::object)) return reader.expected(value, "an object by name of safeguard");
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const change::Safeguard& safeguard = change::catalog()[i];
    names.push_back(safeguard.name);
    if (const Value set = value.find(safeguard.name))
      read_safeguard(reader, set, safeguard, out[i]);
  }
  for (const Value member : value)
    if (std::ranges::find(names, member.key()) == names.end())
      reader.problems.add({member.key_position(),
                           "unknown safeguard " + quoted(member.key()),
                           {},
                           did_you_mean(member.key(), names)});
}

Schema Form<std::vector<change::SafeguardSettings>>::schema(Definitions& definitions,
                                                            const Range&) {
  Schema schema = Schema::of_type("object");
  for (const change::Safeguard& safeguard : change::catalog())
    schema.property(safeguard.name, safeguard_schema(definitions, safeguard));
  return schema.close();
}

}  // namespace outcast::document
