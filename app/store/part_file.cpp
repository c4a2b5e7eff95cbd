// Writes beside, then renames.
#include "app/store/part_file.h"

#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "app/terminal/exit_code.h"

namespace outcast::app {

namespace fs = std::filesystem;

PartFile::PartFile(const std::string& path)
    : path_(path), beside_(path + ".part-" + std::to_string(::getpid())) {
  std::error_code error;
  if (fs::is_directory(path, error))
    throw Failure(ExitCode::failed, "cannot write " + path + ": Is a directory");
}

PartFile::~PartFile() {
  std::error_code error;
  fs::remove(beside_, error);
}

void PartFile::place() {
  std::error_code error;
  fs::rename(beside_, path_, error);
  if (error) throw Failure(ExitCode::failed, "cannot write " + path_ + ": " + error.message());
}

}  // namespace outcast::app
