// The commands: each declares its options and says what to do with them.
#pragma once
#include <string_view>

#include "app/terminal/options.h"

namespace outcast::app {

Action declare_run(Options& options);
Action declare_compare(Options& options);
Action declare_validate(Options& options);
Action declare_explain(Options& options);
Action declare_access(Options& options);
Action declare_rank(Options& options);
Action declare_risk(Options& options);
Action declare_hindcast(Options& options);
Action declare_attribute(Options& options);
Action declare_faulttree(Options& options);
Action declare_sweep(Options& options);
Action declare_schema(Options& options);
Action declare_show(Options& options);
Action declare_merge(Options& options);
Action declare_export(Options& options);

}  // namespace outcast::app
