// Reading of scalars: kinds, ranges, names, durations.
#include "models/document/forms.h"

#include <charconv>
#include <cmath>

namespace outcast::document {
namespace {

std::string number_text(double number) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

constexpr Range whole_numbers{0, std::numeric_limits<unsigned>::max()};

bool is_whole(double number) { return number == std::floor(number); }

/// "5" instead of 5 is the commonest slip.
std::string quotes_hint(Value value) {
  if (!value.is(ValueKind::string)) return {};
  double number = 0;
  const std::string_view text = value.text();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole_text = error == std::errc{} && end == text.data() + text.size();
  return whole_text ? "Write it without quotes." : "";
}

bool read_number(Reader& reader, Value value, double& out) {
  if (!value.is(ValueKind::number)) {
    reader.expected(value, "a number", quotes_hint(value));
    return false;
  }
  out = value.number();
  return true;
}

void out_of_range(Reader& reader, Value value, const Range& range) {
  reader.report(value, number_text(value.number()) + " is out of range", range.rule());
}

}  // namespace

void Form<bool>::read(Reader& reader, Value value, bool& out, const Range&) {
  if (!value.is(ValueKind::boolean)) return reader.expected(value, "true or false");
  out = value.boolean();
}

void Form<double>::read(Reader& reader, Value value, double& out, const Range& range) {
  double number = 0;
  if (!read_number(reader, value, number)) return;
  if (!range.contains(number)) return out_of_range(reader, value, range);
  out = number;
}

std::string Form<double>::standard(double value) { return number_text(value); }

void Form<unsigned>::read(Reader& reader, Value value, unsigned& out, const Range& range) {
  double number = 0;
  if (!read_number(reader, value, number)) return;
  if (!is_whole(number)) return reader.report(value, number_text(number) + " is no whole number");
  if (!range.contains(number)) return out_of_range(reader, value, range);
  if (!whole_numbers.contains(number)) return out_of_range(reader, value, whole_numbers);
  out = static_cast<unsigned>(number);
}

Schema Form<unsigned>::schema(Definitions&, const Range& range) {
  Schema schema = Schema::of_type("integer");
  return schema.set_json("minimum", range.above_least ? "1" : "0");
}

void Form<std::string>::read(Reader& reader, Value value, std::string& out, const Range&) {
  if (!value.is(ValueKind::string)) return reader.expected(value, "a string");
  out = value.text();
}

void Form<sim::Duration>::read(Reader& reader, Value value, sim::Duration& out,
                               const Range& range) {
  if (value.is(ValueKind::number)) {
    const std::string text = number_text(value.number());
    return reader.report(value, text + " has no unit", "units: ms, s, m, h, d, w",
                         value.number() >= 0 ? "Did you mean \"" + text + "s\"?" : "");
  }
  if (!value.is(ValueKind::string)) return reader.expected(value, "a duration such as \"90s\"");
  Problem problem{value.position(), {}};
  const auto duration = parse_duration(value.text(), problem);
  if (!duration) return reader.problems.add(std::move(problem));
  if (!range.contains(duration->seconds()))
    return reader.report(value, quoted(value.text()) + " is out of range", range.rule());
  out = *duration;
}

Schema Form<sim::Duration>::schema(Definitions& definitions, const Range&) {
  if (!definitions.has("duration")) {
    Schema duration = Schema::of_type("string");
    duration.set("description", "A length of time: 250ms, 90s, 15m, 13h, 2d, 2w, or forever");
    duration.set_json("pattern", R"("^([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ms|s|m|h|d|w)$|^forever$")");
    definitions.add("duration", duration);
  }
  return Schema::reference("duration");
}

std::optional<std::size_t> read_name(Reader& reader, Value value,
                                     std::span<const std::string_view> names) {
  if (!value.is(ValueKind::string)) {
    reader.expected(value, "a name", did_you_mean("", names));
    return std::nullopt;
  }
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == value.text()) return i;
  reader.report(value, "unknown name " + quoted(value.text()), {},
                did_you_mean(value.text(), names));
  return std::nullopt;
}

}  // namespace outcast::document
