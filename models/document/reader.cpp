// What reading an object reports: missing and unknown members, wrong kinds.
#include "models/document/reader.h"

#include <algorithm>

#include "models/document/forms.h"
#include "models/document/nearest_name.h"

namespace outcast::document {
namespace {

std::string found(Value value) {
  if (value.is(ValueKind::string)) return quoted(value.text());
  if (value.is(ValueKind::boolean)) return value.boolean() ? "true" : "false";
  return std::string(with_article(value.kind()));
}

/// "a shop", "an author"
std::string with_article(std::string_view noun) {
  const bool vowel = std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(noun);
}

}  // namespace

void Reader::report(Value at, std::string what, std::string why, std::string hint) {
  problems.add({at.position(), std::move(what), std::move(why), std::move(hint)});
}

void Reader::expected(Value at, std::string_view what, std::string hint) {
  report(at, "expected " + std::string(what) + ", found " + found(at), {}, std::move(hint));
}

void Reader::report_unknown_keys(Value object, std::span<const std::string_view> keys,
                                 std::string_view kind) {
  for (const Value member : object) {
    if (std::ranges::find(keys, member.key()) != keys.end()) continue;
    problems.add({member.key_position(), "unknown key " + quoted(member.key()),
                  "not part of " + with_article(kind),
                  problems.is_crowded() ? "" : did_you_mean(member.key(), keys)});
  }
}

void ObjectReader::id(std::string& id, std::string_view what) {
  const Value value = member("id");
  if (name_ && value && value.is(ValueKind::string) && value.text() != *name_)
    reader_.report(value, "id " + quoted(value.text()) + " differs from the name " + quoted(*name_),
                   "in a list by name the name is the id");
  if (name_)
    id = *name_;
  else if (value)
    Form<std::string>::read(reader_, value, id, {});
  else
    missing("id", what);
}

Value ObjectReader::member(std::string_view key) {
  keys_.push_back(key);
  return object_.find(key);
}

void ObjectReader::missing(std::string_view key, std::string_view what) {
  reader_.report(object_, "missing " + quoted(key) + " of " + with_article(kind_),
                 std::string(what));
}

void ObjectReader::finish() { reader_.report_unknown_keys(object_, keys_, kind_); }

void SchemaWriter::object(std::string_view name, std::string_view what) {
  name_ = name;
  std::ranges::replace(name_, ' ', '-');  // part of a URI
  schema_.set("description", what);
}

void SchemaWriter::id(std::string& id, std::string_view what) {
  std::string described(what);
  described += "; in a list by name, the name";
  optional("id", id, described);
}

void SchemaWriter::add(std::string_view key, Schema schema, std::string_view what,
                       const std::string& standard) {
  schema.set("description", what);
  if (!standard.empty()) schema.set_json("default", standard);
  schema_.property(key, schema);
}

}  // namespace outcast::document
