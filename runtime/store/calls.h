// Every system call of the store goes through this table, so that tests can make the n-th fail.
// Those that LMDB makes itself do not.
#ifndef STCACHE_STORE_CALLS_H
#define STCACHE_STORE_CALLS_H

#include <cstddef>
#include <cstdint>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/vfs.h>
#include <time.h>

namespace st::store {

struct calls {
  int (*open)(const char *path, int flags, mode_t mode);
  int (*close)(int fd);
  ssize_t (*pread)(int fd, void *to, std::size_t size, off_t at);
  ssize_t (*pwrite)(int fd, const void *from, std::size_t size, off_t at);
  int (*fstat)(int fd, struct stat *to);
  int (*stat)(const char *path, struct stat *to);
  int (*fstatfs)(int fd, struct statfs *to);
  int (*mkdir)(const char *path, mode_t mode);
  int (*rename)(const char *from, const char *to);
  int (*unlink)(const char *path);
  int (*rmdir)(const char *path);
  DIR *(*opendir)(const char *path);
  void *(*mmap)(std::size_t size, int protection, int flags, int fd);
  int (*munmap)(void *data, std::size_t size);
  int (*lock)(int fd, int command, struct flock *what); // fcntl with F_OFD_*
  ssize_t (*readlink)(const char *path, char *to, std::size_t size);
  char *(*realpath)(const char *path, char *to);
  ssize_t (*random)(void *to, std::size_t size);
  int (*clock)(clockid_t which, timespec *to);
  int (*sleep)(std::int64_t nanoseconds);
};

/// The system's own, unless a test replaces them before other threads run.
extern calls sys;

/// Nanoseconds; 0 if there is no such clock.
std::int64_t real_time() noexcept;
std::int64_t monotonic_time() noexcept;

/// Reads or writes all of it; false, and errno, if that cannot be done. At the end of a file errno
/// is 0.
bool read_all(int fd, void *to, std::size_t size, off_t at) noexcept;
bool write_all(int fd, const void *from, std::size_t size, off_t at) noexcept;

/// A descriptor that closes itself.
class descriptor {
public:
  descriptor() = default;
  explicit descriptor(int fd) : fd_(fd) {}
  descriptor(descriptor &&other) noexcept : fd_(other.release()) {}
  descriptor &operator=(descriptor &&other) noexcept;
  ~descriptor() { reset(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release() {
    const int fd = fd_;
    fd_ = -1;
    return fd;
  }
  void reset() noexcept;

private:
  int fd_ = -1;
};

} // namespace st::store

#endif
