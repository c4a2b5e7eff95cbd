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

}  // namespace

void Reader::report(Value at, std::string what, std::string why, std::string hint) {
  problems.add({at.position(), std::move(what), std::move(why), std::move(hint)});
}

void Reader::expected(Value at, std::string_view what, std::string hint) {
  report(at, "expected " + std::string(what) + ", found " + found(at), {}, std::move(hint));
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
  reader_.report(object_, "missing " + quoted(key) + " of a " + std::string(kind_),
                 std::string(what));
}

void ObjectReader::finish() {
  for (const Value member : object_) {
    if (std::ranges::find(keys_, member.key()) != keys_.end()) continue;
    reader_.problems.add({member.key_position(), "unknown key " + quoted(member.key()),
                          "not part of a " + std::string(kind_),
                          reader_.problems.is_crowded() ? "" : did_you_mean(member.key(), keys_)});
  }
}

void SchemaWriter::object(std::string_view name, std::string_view what) {
  name_ = name;
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
