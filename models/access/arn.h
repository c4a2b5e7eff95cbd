// Amazon Resource Names: their six parts, and patterns of them.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "models/access/glob.h"

namespace outcast::access {

/// arn:partition:service:region:account:resource. The resource keeps its colons.
struct Arn {
  std::string partition, service, region, account, resource;
};

/// Nothing if the text has fewer than six parts or does not start with "arn".
std::optional<Arn> arn_of(std::string_view text);

/// The word that tells what the resource is ("table", "instance"), up to the first `/` or `:`;
/// empty where the resource is only a name (a bucket, a queue).
std::string resource_type(const Arn&);

/// Why AWS would refuse this pattern in a Resource element; empty if it would not.
std::string_view fault_of_resource(const Glob& pattern);

/// The match of the Resource element. Wildcards stay inside their part, but a `*` that ends a part
/// may run on over colons; parts that are missing at the end are anything. A pattern with a fault
/// matches nothing.
bool resource_matches(const Glob& pattern, std::string_view arn);

/// The match of ArnLike and ArnEquals: part by part.
bool arn_matches(const Glob& pattern, std::string_view arn);

}  // namespace outcast::access
