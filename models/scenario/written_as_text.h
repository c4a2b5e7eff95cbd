// Structs with a short form, and the names of the file formats.
#pragma once
#include <string>
#include <string_view>

#include "models/document/forms.h"

namespace outcast::scenario {

inline constexpr std::string_view scenario_format = "outcast-scenario/1";
inline constexpr std::string_view topology_format = "outcast-topology/1";

/// The form of a described struct that may also be written as one text.
template <class T, void (*of_text)(std::string_view, T&)>
struct WrittenAsText {
  static void read(document::Reader& reader, document::Value value, T& out,
                   const document::Range&) {
    if (value.is(document::ValueKind::string)) return of_text(value.text(), out);
    if (value.is(document::ValueKind::object)) return document::read_object(reader, value, out);
    reader.expected(value, "a string or an object");
  }
  static document::Schema schema(document::Definitions& definitions, const document::Range&) {
    return document::Schema::any_of(
        {document::Schema::of_type("string"), document::object_schema<T>(definitions)});
  }
  static std::string standard(const T&) { return {}; }
};

/// The format member: read by the loader before all else.
struct ScenarioFormat {};
struct TopologyFormat {};

template <const std::string_view& name>
struct FormatName {
  template <class T>
  static void read(document::Reader&, document::Value, T&, const document::Range&) {}
  static document::Schema schema(document::Definitions&, const document::Range&) {
    return document::Schema().set("const", name);
  }
  template <class T>
  static std::string standard(const T&) {
    return {};
  }
};

}  // namespace outcast::scenario

namespace outcast::document {

template <>
struct Form<scenario::ScenarioFormat> : scenario::FormatName<scenario::scenario_format> {};
template <>
struct Form<scenario::TopologyFormat> : scenario::FormatName<scenario::topology_format> {};

}  // namespace outcast::document
