// Values by kind of change: rates, and what defects turn into.
#include "models/scenario/describe_people.h"

namespace outcast::document {
namespace {

constexpr auto kinds = change::names_of(change::Kind{});

/// The index of a member's key among the kinds of change, or nothing and a problem.
std::optional<std::size_t> kind_of(Reader& reader, Value member) {
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (kinds[i] == member.key()) return i;
  reader.problems.add({member.key_position(),
                       "unknown kind of change " + quoted(member.key()),
                       {},
                       did_you_mean(member.key(), kinds)});
  return std::nullopt;
}

Schema by_kind(const Schema& element) {
  Schema schema = Schema::of_type("object");
  for (const std::string_view kind : kinds) schema.property(kind, element);
  return schema.close();
}

}  // namespace

void Form<change::PerKind>::read(Reader& reader, Value value, change::PerKind& out,
                                 const Range& range) {
  double each = 0;
  if (value.is(ValueKind::number)) {
    Form<double>::read(reader, value, each, range);
    out.fill(each);
    return;
  }
  if (!value.is(ValueKind::object))
    return reader.expected(value, "a number or an object by kind of change");
  out.fill(0);
  for (const Value member : value)
    if (const auto kind = kind_of(reader, member))
      Form<double>::read(reader, member, out[*kind], range);
}

Schema Form<change::PerKind>::schema(Definitions&, const Range& range) {
  return Schema::any_of({Schema::number(range), by_kind(Schema::number(range))});
}

void Form<change::Defects>::read(Reader& reader, Value value, change::Defects& out,
                                 const Range& range) {
  if (!value.is(ValueKind::object)) return reader.expected(value, "an object by kind of change");
  for (const Value member : value)
    if (const auto kind = kind_of(reader, member))
      Form<std::vector<change::DefectOutcome>>::read(reader, member,
                                                     out[static_cast<change::Kind>(*kind)], range);
}

Schema Form<change::Defects>::schema(Definitions& definitions, const Range& range) {
  return by_kind(Form<std::vector<change::DefectOutcome>>::schema(definitions, range));
}

}  // namespace outcast::document
