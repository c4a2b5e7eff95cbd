// A large file that appears whole or not at all.
#pragma once
#include <string>

namespace outcast::app {

/// Something is written to `beside()`; `place()` gives it the path that it is meant for. Gone again
/// unless it is placed. Throws Failure when the path cannot be written.
class PartFile {
 public:
  explicit PartFile(const std::string& path);
  ~PartFile();
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;

  const std::string& path() const { return path_; }
  const std::string& beside() const { return beside_; }
  void place();

 private:
  std::string path_, beside_;
};

}  // namespace outcast::app
