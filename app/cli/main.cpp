// The program `outcast`.
#include <string>
#include <vector>

#include "app/cli/command_line.h"

int main(int count, char** words) {
  return static_cast<int>(
      outcast::app::execute(std::vector<std::string>(words + (count > 0 ? 1 : 0), words + count)));
}
