// The one message of every damaged store.
#include "app/store/damage.h"

#include "app/terminal/exit_code.h"

namespace outcast::app {

void refuse_damage(const std::string& path, const std::string& what) {
  throw Failure(ExitCode::invalid,
                path + " is damaged: " + what +
                    ". It may have been cut short, changed by another program, or copied without "
                    "its -wal file while something wrote to it. Nothing of it is deleted; take a "
                    "whole copy of it, or simulate again into another store");
}

}  // namespace outcast::app
