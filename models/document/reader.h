// One description per struct serves reading, validation and JSON Schema.
//
//   template <class V> void describe(V& v, Service& s) {   // in the namespace of Service
//     v.object("service", "What runs, and who owns it");
//     v.id(s.id, "Stable external id");
//     v.optional("replicas", s.replicas, "Instances per unit", document::above_zero);
//   }
//
// A `Form<T>` says how a T is written: forms.h has those of scalars, lists, maps and described
// structs.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/document/document.h"
#include "models/document/range.h"
#include "models/document/schema.h"

namespace outcast::document {

/// Where reading puts what it finds: the document (for embedded files) and the problems.
struct Reader {
  Document& document;
  Problems& problems;

  void report(Value at, std::string what, std::string why = {}, std::string hint = {});
  /// `expected a number, found a string`
  void expected(Value at, std::string_view what, std::string hint = {});
  /// Each member of the object that is not among the keys of its kind.
  void report_unknown_keys(Value object, std::span<const std::string_view> keys,
                           std::string_view kind);
};

/// How a T is written in a file:
///   static void read(Reader&, Value, T&, const Range&);     keeps T and reports where the value is
///   wrong static Schema schema(Definitions&, const Range&); static std::string standard(const T&);
///   a default as JSON text; empty: not shown
template <class T>
struct Form;

/// Reads the members of one object. Thread rule: one thread.
class ObjectReader {
 public:
  /// `name`: the object's key in a list by name; it then is the id.
  ObjectReader(Reader& reader, Value object, std::optional<std::string_view> name)
      : reader_(reader), object_(object), name_(name) {}

  void object(std::string_view name, std::string_view) { kind_ = name; }
  void id(std::string& id, std::string_view what);
  template <class T>
  void required(std::string_view key, T& field, std::string_view what,
                const Range& range = unlimited) {
    if (const Value value = member(key)) return Form<T>::read(reader_, value, field, range);
    missing(key, what);
  }
  template <class T>
  void optional(std::string_view key, T& field, std::string_view, const Range& range = unlimited) {
    if (const Value value = member(key)) Form<T>::read(reader_, value, field, range);
  }
  /// Reports the members that nothing asked for.
  void finish();

 private:
  Value member(std::string_view key);
  void missing(std::string_view key, std::string_view what);

  Reader& reader_;
  Value object_;
  std::optional<std::string_view> name_;
  std::string_view kind_ = "object";
  std::vector<std::string_view> keys_;
};

/// Writes the schema of one object.
class SchemaWriter {
 public:
  explicit SchemaWriter(Definitions& definitions) : definitions_(definitions) {}

  void object(std::string_view name, std::string_view what);
  void id(std::string&, std::string_view what);
  template <class T>
  void required(std::string_view key, T& field, std::string_view what,
                const Range& range = unlimited) {
    optional(key, field, what, range);
    schema_.require(key);
  }
  template <class T>
  void optional(std::string_view key, T& field, std::string_view what,
                const Range& range = unlimited) {
    add(key, Form<T>::schema(definitions_, range), what, Form<T>::standard(field));
  }

  const std::string& name() const { return name_; }
  const Schema& schema() const { return schema_; }

 private:
  void add(std::string_view key, Schema schema, std::string_view what, const std::string& standard);

  Definitions& definitions_;
  std::string name_;
  Schema schema_ = Schema::of_type("object");
};

template <class T>
concept Described = requires(ObjectReader& reader, SchemaWriter& writer, T& object) {
  describe(reader, object);
  describe(writer, object);
};

/// Reads a described struct from an object; `name` as in ObjectReader.
template <Described T>
void read_object(Reader& reader, Value value, T& out, std::optional<std::string_view> name = {}) {
  if (!value.is(ValueKind::object)) return reader.expected(value, "an object");
  ObjectReader object(reader, value, name);
  describe(object, out);
  object.finish();
}

/// The schema of a described struct, entered once under the struct's name.
template <Described T>
Schema object_schema(Definitions& definitions) {
  SchemaWriter writer(definitions);
  T standard{};
  describe(writer, standard);
  if (!definitions.has(writer.name()))
    definitions.add(writer.name(), Schema(writer.schema()).close());
  return Schema::reference(writer.name());
}

}  // namespace outcast::document
