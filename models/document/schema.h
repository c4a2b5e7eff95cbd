// JSON Schema (draft 2020-12) under construction, without the JSON library in sight.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/document/range.h"

namespace outcast::document {

/// One schema. A value: copies are independent.
class Schema {
 public:
  Schema();  ///< everything is legal
  Schema(const Schema& other);
  Schema& operator=(const Schema& other);
  Schema(Schema&&) noexcept;
  Schema& operator=(Schema&&) noexcept;
  ~Schema();

  static Schema of_type(std::string_view type);  ///< "string", "number", ...
  static Schema number(const Range& range);
  static Schema one_of_names(std::span<const std::string_view> names);
  static Schema any_of(const std::vector<Schema>& alternatives);
  static Schema list_of(const Schema& element);
  static Schema map_of(const Schema& element);
  static Schema reference(std::string_view definition);

  Schema& set(std::string_view keyword, std::string_view text);
  Schema& set_json(std::string_view keyword,
                   std::string_view json);  ///< the value given as JSON text
  Schema& set(std::string_view keyword, const Schema& schema);
  Schema& property(std::string_view name, const Schema& schema);
  Schema& require(std::string_view name);
  Schema& close();  ///< no other properties

  std::string to_text() const;  ///< indented

 private:
  friend class Definitions;
  struct Content;
  std::unique_ptr<Content> content_;
};

/// The named parts ("$defs") of one schema file.
class Definitions {
 public:
  bool has(std::string_view name) const;
  void add(std::string_view name, const Schema& schema);
  /// The whole file: `root` with its title and all definitions.
  std::string to_text(std::string_view title, const Schema& root) const;

 private:
  std::vector<std::pair<std::string, Schema>> definitions_;
};

}  // namespace outcast::document
