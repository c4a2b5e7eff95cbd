// What makes a written tree one that can be evaluated.
#pragma once
#include "models/document/document.h"
#include "models/faulttree/written.h"

namespace outcast::faulttree {

/// Reports names that are unknown or used twice, gates with too few or too many
/// inputs, and circles.
void check(const WrittenTree& tree, document::Value file, document::Problems& problems);

}  // namespace outcast::faulttree
