// aligned_bytes and buffer.
#include "server.h"
#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace st::store::remote {
namespace {

constexpr std::align_val_t alignment{64};

} // namespace

aligned_bytes::aligned_bytes(aligned_bytes &&other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

aligned_bytes &aligned_bytes::operator=(aligned_bytes &&other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

bool aligned_bytes::allocate(std::size_t size) noexcept {
  reset();
  data_ = static_cast<unsigned char *>(
      ::operator new(std::max<std::size_t>(size, 1), alignment, std::nothrow));
  size_ = data_ ? size : 0;
  return data_ != nullptr;
}

bool aligned_bytes::grow(std::size_t used, std::size_t size) noexcept {
  aligned_bytes larger;
  if (!larger.allocate(size))
    return false;
  if (used != 0)
    std::memcpy(larger.data_, data_, used);
  *this = std::move(larger);
  return true;
}

void aligned_bytes::reset() noexcept {
  ::operator delete(data_, alignment);
  data_ = nullptr;
  size_ = 0;
}

buffer::buffer(std::size_t limit) noexcept
    : byte_sink(nullptr, 0, &buffer::make_room), limit_(limit) {}

void buffer::make_room(detail::byte_sink &sink, const void *data, std::size_t size) noexcept {
  auto &self = static_cast<buffer &>(sink);
  const std::size_t used = self.bytes().size();
  // What was written is void after a failure; it is overwritten from the start, or skipped.
  if (self.failed || size > self.limit_ - std::min(used, self.limit_)) {
    self.too_large_ = self.too_large_ || !self.failed;
    self.failed = true;
    self.before += used + size;
    self.at = self.begin;
    return;
  }
  const std::size_t promised =
      self.promised > used && self.promised <= self.limit_ ? self.promised : 0;
  const std::size_t wanted =
      std::max({used + size, std::min(self.limit_, 2 * used), promised, std::size_t{4096}});
  if (!self.kept_.grow(used, wanted)) {
    self.failed = true;
    self.before += used + size;
    self.at = self.begin;
    return;
  }
  self.begin = self.kept_.data();
  self.end = self.begin + std::min(wanted, self.limit_);
  self.at = self.begin + used;
  if (size != 0)
    std::memcpy(self.at, data, size);
  self.at += size;
}

} // namespace st::store::remote
