#include "calls.h"
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

namespace st::store {

calls sys = {
    .open = [](const char *path, int flags, mode_t mode) { return ::open(path, flags, mode); },
    .close = ::close,
    .pread = ::pread,
    .pwrite = ::pwrite,
    .fstat = [](int fd, struct stat *to) { return ::fstat(fd, to); },
    .stat = [](const char *path, struct stat *to) { return ::stat(path, to); },
    .fstatfs = ::fstatfs,
    .mkdir = ::mkdir,
    .rename = ::rename,
    .unlink = ::unlink,
    .rmdir = ::rmdir,
    .opendir = ::opendir,
    .mmap = [](std::size_t size, int protection, int flags,
               int fd) { return ::mmap(nullptr, size, protection, flags, fd, 0); },
    .munmap = ::munmap,
    .lock = [](int fd, int command, struct flock *what) { return ::fcntl(fd, command, what); },
    .readlink = ::readlink,
    .realpath = ::realpath,
    .random = [](void *to, std::size_t size) { return ::getrandom(to, size, 0); },
    .clock = ::clock_gettime,
    .sleep =
        [](std::int64_t nanoseconds) {
          const timespec time{static_cast<time_t>(nanoseconds / 1'000'000'000),
                              static_cast<long>(nanoseconds % 1'000'000'000)};
          return ::nanosleep(&time, nullptr);
        },
};

namespace {

std::int64_t read_clock(clockid_t which) noexcept {
  timespec t{};
  if (sys.clock(which, &t) != 0)
    return 0;
  return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}

template <class Call, class Byte>
bool transfer(Call call, int fd, Byte *bytes, std::size_t size, off_t at) noexcept {
  while (size > 0) {
    const ssize_t n = call(fd, bytes, size, at);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      if (n == 0)
        errno = 0;
      return false;
    }
    bytes += n;
    size -= static_cast<std::size_t>(n);
    at += n;
  }
  return true;
}

} // namespace

std::int64_t real_time() noexcept { return read_clock(CLOCK_REALTIME); }
std::int64_t monotonic_time() noexcept { return read_clock(CLOCK_MONOTONIC); }

bool read_all(int fd, void *to, std::size_t size, off_t at) noexcept {
  return transfer(sys.pread, fd, static_cast<unsigned char *>(to), size, at);
}
bool write_all(int fd, const void *from, std::size_t size, off_t at) noexcept {
  return transfer(sys.pwrite, fd, static_cast<const unsigned char *>(from), size, at);
}

descriptor &descriptor::operator=(descriptor &&other) noexcept {
  if (this != &other) {
    reset();
    fd_ = other.release();
  }
  return *this;
}

void descriptor::reset() noexcept {
  if (fd_ >= 0) {
    const int saved = errno;
    sys.close(fd_);
    errno = saved;
  }
  fd_ = -1;
}

} // namespace st::store
