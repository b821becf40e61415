#include "faults.h"
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <new>
#include <store/calls.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

namespace st::store {
namespace {

std::atomic<long> left[3]; // 0: not armed
bool all_after = false;
int error_then = 0;
std::atomic<bool> happened{false};

bool fails(fault what) {
  std::atomic<long> &n = left[static_cast<int>(what)];
  const long now = n.load(std::memory_order_relaxed);
  if (now == 0)
    return false;
  if (now > 1) {
    n = now - 1;
    return false;
  }
  if (!all_after)
    n = 0;
  happened = true;
  errno = error_then;
  return true;
}

calls real;

// The calls that fail instead of the real ones.
template <auto Member, class Result, class... P> Result through(P... p) {
  if (fails(fault::call)) {
    if constexpr (std::is_same_v<Result, void *>)
      return MAP_FAILED;
    else if constexpr (std::is_pointer_v<Result>)
      return nullptr;
    else
      return static_cast<Result>(-1);
  }
  return (real.*Member)(p...);
}
template <auto Member, class Result, class... P> void replace(Result (*calls::*)(P...)) {
  sys.*Member = through<Member, Result, P...>;
}

} // namespace

void arm(fault what, long n, int error, bool all) {
  static const bool replaced = [] {
    real = sys;
    replace<&calls::open>(&calls::open);
    replace<&calls::pread>(&calls::pread);
    replace<&calls::pwrite>(&calls::pwrite);
    replace<&calls::fstat>(&calls::fstat);
    replace<&calls::stat>(&calls::stat);
    replace<&calls::fstatfs>(&calls::fstatfs);
    replace<&calls::mkdir>(&calls::mkdir);
    replace<&calls::rename>(&calls::rename);
    replace<&calls::unlink>(&calls::unlink);
    replace<&calls::rmdir>(&calls::rmdir);
    replace<&calls::opendir>(&calls::opendir);
    replace<&calls::mmap>(&calls::mmap);
    replace<&calls::lock>(&calls::lock);
    replace<&calls::readlink>(&calls::readlink);
    replace<&calls::realpath>(&calls::realpath);
    replace<&calls::random>(&calls::random);
    replace<&calls::clock>(&calls::clock);
    return true;
  }();
  static_cast<void>(replaced);
  all_after = all;
  error_then = error;
  happened = false;
  left[static_cast<int>(what)] = n;
}

bool disarm() {
  for (std::atomic<long> &n : left)
    n = 0;
  return happened;
}

} // namespace st::store

using st::store::fails;
using st::store::fault;

#ifndef SANITIZED
// The store's own calls come here as well, behind their table.
extern "C" {

ssize_t pread(int fd, void *to, std::size_t size, off_t at) {
  return fails(fault::library_call) ? -1 : ::syscall(SYS_pread64, fd, to, size, at);
}
ssize_t pwrite(int fd, const void *from, std::size_t size, off_t at) {
  return fails(fault::library_call) ? -1 : ::syscall(SYS_pwrite64, fd, from, size, at);
}
ssize_t writev(int fd, const iovec *parts, int count) {
  return fails(fault::library_call) ? -1 : ::syscall(SYS_writev, fd, parts, count);
}
int fdatasync(int fd) {
  return fails(fault::library_call) ? -1 : static_cast<int>(::syscall(SYS_fdatasync, fd));
}
int ftruncate(int fd, off_t size) noexcept {
  return fails(fault::library_call) ? -1 : static_cast<int>(::syscall(SYS_ftruncate, fd, size));
}
void *mmap(void *at, std::size_t size, int protection, int flags, int fd, off_t offset) noexcept {
  if (fails(fault::library_call))
    return MAP_FAILED;
  return reinterpret_cast<void *>(::syscall(SYS_mmap, at, size, protection, flags, fd, offset));
}

void *__libc_malloc(std::size_t);
void *__libc_calloc(std::size_t, std::size_t);
void *__libc_realloc(void *, std::size_t);
void *__libc_memalign(std::size_t, std::size_t);

void *malloc(std::size_t size) noexcept {
  return fails(fault::allocation) ? nullptr : __libc_malloc(size);
}
void *calloc(std::size_t count, std::size_t size) noexcept {
  return fails(fault::allocation) ? nullptr : __libc_calloc(count, size);
}
void *realloc(void *old, std::size_t size) noexcept {
  return fails(fault::allocation) ? nullptr : __libc_realloc(old, size);
}
int posix_memalign(void **to, std::size_t alignment, std::size_t size) noexcept {
  return !fails(fault::allocation) && (*to = __libc_memalign(alignment, size)) ? 0 : ENOMEM;
}
void *aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  return fails(fault::allocation) ? nullptr : __libc_memalign(alignment, size);
}
}
#else
void *operator new(std::size_t size) {
  if (!fails(fault::allocation))
    if (void *const p = std::malloc(size ? size : 1))
      return p;
  throw std::bad_alloc();
}
void *operator new(std::size_t size, const std::nothrow_t &) noexcept {
  return fails(fault::allocation) ? nullptr : std::malloc(size ? size : 1);
}
void *operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t &) noexcept {
  const auto a = static_cast<std::size_t>(alignment);
  return fails(fault::allocation) ? nullptr : std::aligned_alloc(a, (size + a - 1) / a * a);
}
void operator delete(void *p) noexcept { std::free(p); }
void operator delete(void *p, std::size_t) noexcept { std::free(p); }
void operator delete(void *p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void *p, std::size_t, std::align_val_t) noexcept { std::free(p); }
#endif
