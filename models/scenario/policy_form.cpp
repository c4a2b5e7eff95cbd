// Policy documents inside a scenario, or in files of their own.
#include "models/access/policy_document.h"
#include "models/scenario/describe_people.h"

namespace outcast::document {

void Form<access::Policy>::read(Reader& reader, Value value, access::Policy& out, const Range&) {
  std::string name;
  if (value.is(ValueKind::string)) {
    name = value.text();
    if (!reader.document.embed_file(value, reader.problems)) return;
  }
  if (!value.is(ValueKind::object))
    return reader.expected(value, "a policy document or the path of one");
  out = access::read_policy(value, reader.problems);
  out.name = name;
}

Schema Form<access::Policy>::schema(Definitions& definitions, const Range&) {
  if (!definitions.has("policy")) {
    Schema document = Schema::of_type("object");
    document.set("description", "An AWS IAM policy document").require("Statement");
    definitions.add("policy", Schema::any_of({Schema::of_type("string"), document}));
  }
  return Schema::reference("policy");
}

void Form<access::PolicySet>::read(Reader& reader, Value value, access::PolicySet& out,
                                   const Range& range) {
  if (!value.is(ValueKind::string) && !value.find("Statement"))
    return read_object(reader, value, out);
  Form<access::Policy>::read(reader, value, out.identity.emplace_back(), range);
}

Schema Form<access::PolicySet>::schema(Definitions& definitions, const Range& range) {
  return Schema::any_of({Form<access::Policy>::schema(definitions, range),
                         object_schema<access::PolicySet>(definitions)});
}

}  // namespace outcast::document
