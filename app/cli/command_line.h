// From the words of the command line to an exit code.
#pragma once
#include <string>
#include <vector>

#include "app/terminal/exit_code.h"

namespace outcast::app {

/// Runs the command that `words` (without the program's name) ask for. Whatever goes wrong is told
/// on standard error; nothing is thrown.
ExitCode execute(const std::vector<std::string>& words);

}  // namespace outcast::app
