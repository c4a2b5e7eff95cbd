// A text file that is written in small pieces, with every error noticed.
#pragma once
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace outcast::app {

/// Thread rule: one thread. Throws Failure when something cannot be written.
class TextFile {
 public:
  explicit TextFile(const std::string& path);
  TextFile& operator<<(std::string_view text);
  /// The shortest digits that read back as the same number; `none` for one that is not finite.
  void number(double value, std::string_view none);
  void number(std::uint64_t value);
  /// All is on the disk.
  void close();

 private:
  [[noreturn]] void fail() const;

  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::string path_;
  std::unique_ptr<std::FILE, Closer> file_;
};

}  // namespace outcast::app
