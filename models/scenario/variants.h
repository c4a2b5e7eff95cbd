// Variants: merge patches on a scenario, applied before it is read.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "models/document/document.h"

namespace outcast::scenario {

std::vector<std::string> variant_names(document::Value file);

/// The patch of a variant, or nothing and a problem.
document::Value find_variant(document::Value file, std::string_view name,
                             document::Problems& problems);

/// Reports what a patch must not do: change the format or the variants, or patch into an array.
void check_patch(document::Value file, document::Value patch, document::Problems& problems);

}  // namespace outcast::scenario
