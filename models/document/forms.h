// How the model's types are written in files: scalars, durations, distributions, names, lists,
// maps, structs.
#pragma once
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "models/document/duration_text.h"
#include "models/document/nearest_name.h"
#include "models/document/reader.h"
#include "sim/kernel/distribution.h"
#include "sim/kernel/time.h"

namespace outcast::document {

template <>
struct Form<bool> {
  static void read(Reader& reader, Value value, bool& out, const Range& range);
  static Schema schema(Definitions&, const Range&) { return Schema::of_type("boolean"); }
  static std::string standard(bool value) { return value ? "true" : "false"; }
};

template <>
struct Form<double> {
  static void read(Reader& reader, Value value, double& out, const Range& range);
  static Schema schema(Definitions&, const Range& range) { return Schema::number(range); }
  static std::string standard(double value);
};

template <>
struct Form<unsigned> {
  static void read(Reader& reader, Value value, unsigned& out, const Range& range);
  static Schema schema(Definitions&, const Range& range);
  static std::string standard(unsigned value) { return std::to_string(value); }
};

template <>
struct Form<std::string> {
  static void read(Reader& reader, Value value, std::string& out, const Range& range);
  static Schema schema(Definitions&, const Range&) { return Schema::of_type("string"); }
  static std::string standard(const std::string&) { return {}; }
};

/// "90s"; the range counts seconds.
template <>
struct Form<sim::Duration> {
  static void read(Reader& reader, Value value, sim::Duration& out, const Range& range);
  static Schema schema(Definitions& definitions, const Range& range);
  static std::string standard(sim::Duration value) { return '"' + to_text(value) + '"'; }
};

/// A duration, or {"lognormal": {"median": "40m", "p90": "3h"}} and its like; in seconds. Above
/// zero: not fixed at zero.
template <>
struct Form<sim::Distribution> {
  static void read(Reader& reader, Value value, sim::Distribution& out, const Range& range);
  static Schema schema(Definitions& definitions, const Range& range);
  static std::string standard(const sim::Distribution& value);
};

/// The index of a name among the legal ones, or nothing and a problem.
std::optional<std::size_t> read_name(Reader& reader, Value value,
                                     std::span<const std::string_view> names);

/// Enumerations have `names_of(E)` beside them: one name per value, in order from 0.
template <class E>
requires std::is_enum_v<E>
struct Form<E> {
  static void read(Reader& reader, Value value, E& out, const Range&) {
    if (const auto i = read_name(reader, value, names_of(E{}))) out = static_cast<E>(*i);
  }
  static Schema schema(Definitions&, const Range&) { return Schema::one_of_names(names_of(E{})); }
  static std::string standard(E value) {
    return '"' + std::string(names_of(value)[static_cast<std::size_t>(value)]) + '"';
  }
};

template <class T>
struct Form<std::optional<T>> {
  static void read(Reader& reader, Value value, std::optional<T>& out, const Range& range) {
    out.emplace();
    Form<T>::read(reader, value, *out, range);
  }
  static Schema schema(Definitions& definitions, const Range& range) {
    return Form<T>::schema(definitions, range);
  }
  static std::string standard(const std::optional<T>&) { return {}; }
};

template <Described T>
struct Form<T> {
  static void read(Reader& reader, Value value, T& out, const Range&) {
    read_object(reader, value, out);
  }
  static Schema schema(Definitions& definitions, const Range&) {
    return object_schema<T>(definitions);
  }
  static std::string standard(const T&) { return {}; }
};

/// Seldom given: absent ones take no room, and copies share one.
template <Described T>
struct Form<std::shared_ptr<const T>> {
  static void read(Reader& reader, Value value, std::shared_ptr<const T>& out, const Range& range) {
    auto read = std::make_shared<T>();
    Form<T>::read(reader, value, *read, range);
    out = std::move(read);
  }
  static Schema schema(Definitions& definitions, const Range& range) {
    return Form<T>::schema(definitions, range);
  }
  static std::string standard(const std::shared_ptr<const T>&) { return {}; }
};

/// An array. Structs may also be listed as an object by name (so that a merge patch can change one
/// of them); the name then is the id of what has one. The i-th element always is the value's i-th
/// child.
template <class T>
struct Form<std::vector<T>> {
  static constexpr bool by_name = Described<T>;

  static void read(Reader& reader, Value value, std::vector<T>& out, const Range& range) {
    const bool named = by_name && value.is(ValueKind::object);
    if (!named && !value.is(ValueKind::array))
      return reader.expected(value, by_name ? "an array, or an object by name" : "an array");
    out.clear();
    for (const Value element : value) {
      T read{};
      if constexpr (by_name) {
        if (named) {
          read_object(reader, element, read, element.key());
        } else {
          Form<T>::read(reader, element, read, range);
        }
      } else {
        Form<T>::read(reader, element, read, range);
      }
      out.push_back(std::move(read));
    }
  }
  static Schema schema(Definitions& definitions, const Range& range) {
    const Schema element = Form<T>::schema(definitions, range);
    if constexpr (by_name)
      return Schema::any_of({Schema::list_of(element), Schema::map_of(element)});
    return Schema::list_of(element);
  }
  static std::string standard(const std::vector<T>&) { return {}; }
};

template <class T>
struct Form<std::map<std::string, T>> {
  static void read(Reader& reader, Value value, std::map<std::string, T>& out, const Range& range) {
    if (!value.is(ValueKind::object)) return reader.expected(value, "an object");
    for (const Value member : value)
      Form<T>::read(reader, member, out[std::string(member.key())], range);
  }
  static Schema schema(Definitions& definitions, const Range& range) {
    return Schema::map_of(Form<T>::schema(definitions, range));
  }
  static std::string standard(const std::map<std::string, T>&) { return {}; }
};

}  // namespace outcast::document
