// JSON Schema, written with the JSON library.
#include "models/document/schema.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace outcast::document {

struct Schema::Content {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
};

Schema::Schema() : content_(std::make_unique<Content>()) {}
Schema::Schema(const Schema& other) : content_(std::make_unique<Content>(*other.content_)) {}
Schema& Schema::operator=(const Schema& other) {
  content_ = std::make_unique<Content>(*other.content_);
  return *this;
}
Schema::Schema(Schema&&) noexcept = default;
Schema& Schema::operator=(Schema&&) noexcept = default;
Schema::~Schema() = default;

Schema Schema::of_type(std::string_view type) { return Schema().set("type", type); }

Schema Schema::number(const Range& range) {
  Schema schema = of_type("number");
  auto& json = schema.content_->json;
  if (std::isfinite(range.least))
    json[range.above_least ? "exclusiveMinimum" : "minimum"] = range.least;
  if (std::isfinite(range.most))
    json[range.below_most ? "exclusiveMaximum" : "maximum"] = range.most;
  return schema;
}

Schema Schema::one_of_names(std::span<const std::string_view> names) {
  Schema schema;
  schema.content_->json["enum"] = names;
  return schema;
}

Schema Schema::any_of(const std::vector<Schema>& alternatives) {
  Schema schema;
  auto& list = schema.content_->json["anyOf"] = nlohmann::ordered_json::array();
  for (const Schema& alternative : alternatives) list.push_back(alternative.content_->json);
  return schema;
}

Schema Schema::list_of(const Schema& element) { return of_type("array").set("items", element); }

Schema Schema::map_of(const Schema& element) {
  return of_type("object").set("additionalProperties", element);
}

Schema Schema::reference(std::string_view definition) {
  return Schema().set("$ref", "#/$defs/" + std::string(definition));
}

Schema& Schema::set(std::string_view keyword, std::string_view text) {
  content_->json[std::string(keyword)] = text;
  return *this;
}

Schema& Schema::set_json(std::string_view keyword, std::string_view json) {
  content_->json[std::string(keyword)] = nlohmann::ordered_json::parse(json);
  return *this;
}

Schema& Schema::set(std::string_view keyword, const Schema& schema) {
  content_->json[std::string(keyword)] = schema.content_->json;
  return *this;
}

Schema& Schema::property(std::string_view name, const Schema& schema) {
  content_->json["properties"][std::string(name)] = schema.content_->json;
  return *this;
}

Schema& Schema::require(std::string_view name) {
  content_->json["required"].push_back(name);
  return *this;
}

Schema& Schema::close() {
  content_->json["additionalProperties"] = false;
  return *this;
}

std::string Schema::to_text() const { return content_->json.dump(2) + '\n'; }

bool Definitions::has(std::string_view name) const {
  return std::ranges::find(definitions_, name, &std::pair<std::string, Schema>::first) !=
         definitions_.end();
}

void Definitions::add(std::string_view name, const Schema& schema) {
  definitions_.emplace_back(name, schema);
}

std::string Definitions::to_text(std::string_view title, const Schema& root) const {
  Schema file, definitions;
  file.set("$schema", "https://json-schema.org/draft/2020-12/schema").set("title", title);
  for (const auto& [keyword, value] : root.content_->json.items())
    file.content_->json[keyword] = value;
  for (const auto& [name, schema] : definitions_) definitions.set(name, schema);
  file.set("$defs", definitions);
  return file.to_text();
}

}  // namespace outcast::document
