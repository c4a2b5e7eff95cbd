// The JSON Schema that descriptions write.
#include <doctest/doctest.h>

#include "models/document/forms.h"

using namespace outcast;
using namespace outcast::document;

namespace garden {

struct Bed {
  std::string id;
  double wet = 0.5;
};
template <class V>
void describe(V& v, Bed& b) {
  v.object("bed", "A bed");
  v.id(b.id, "Stable name");
  v.required("wet", b.wet, "Share of water", in_unit_interval);
}

struct Garden {
  std::vector<Bed> beds;
  sim::Duration dry = sim::hours(2);
};
template <class V>
void describe(V& v, Garden& g) {
  v.object("garden", "A garden");
  v.optional("beds", g.beds, "Its beds");
  v.optional("dry", g.dry, "How long it lasts");
}

}  // namespace garden

constexpr std::string_view expected = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Garden",
  "$ref": "#/$defs/garden",
  "$defs": {
    "bed": {
      "type": "object",
      "description": "A bed",
      "properties": {
        "id": {
          "type": "string",
          "description": "Stable name; in a list by name, the name"
        },
        "wet": {
          "type": "number",
          "minimum": 0.0,
          "maximum": 1.0,
          "description": "Share of water",
          "default": 0.5
        }
      },
      "required": [
        "wet"
      ],
      "additionalProperties": false
    },
    "duration": {
      "type": "string",
      "description": "A length of time: 250ms, 90s, 15m, 13h, 2d, 2w, or forever",
      "pattern": "^([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ms|s|m|h|d|w)$|^forever$"
    },
    "garden": {
      "type": "object",
      "description": "A garden",
      "properties": {
        "beds": {
          "anyOf": [
            {
              "type": "array",
              "items": {
                "$ref": "#/$defs/bed"
              }
            },
            {
              "type": "object",
              "additionalProperties": {
                "$ref": "#/$defs/bed"
              }
            }
          ],
          "description": "Its beds"
        },
        "dry": {
          "$ref": "#/$defs/duration",
          "description": "How long it lasts",
          "default": "2h"
        }
      },
      "additionalProperties": false
    }
  }
}
)";

TEST_CASE("a description writes the schema of its struct, with defaults and definitions") {
  Definitions definitions;
  const Schema root = object_schema<garden::Garden>(definitions);
  CHECK(definitions.to_text("Garden", root) == expected);
}
