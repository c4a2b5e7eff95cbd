// One writer at a time: a lock that lasts as long as its process, however that ends.
#pragma once
#include <string>

namespace outcast::app {

/// Locks `path`.lock, which is gone again afterwards unless the process is killed; a file that is
/// left over holds nobody up. Thread rule: one thread.
class WriterLock {
 public:
  /// Throws Failure at once when another process holds it.
  explicit WriterLock(const std::string& path);
  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&&) = delete;
  ~WriterLock();

 private:
  std::string beside_;
  int file_ = -1;
};

}  // namespace outcast::app
