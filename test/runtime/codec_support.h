// Payloads in memory, for the tests of the codec.
#pragma once

#include "codec_types.h"
#include "string_sink.h"

#include <cstdlib>
#include <cstring>
#include <new>

namespace codec_test {

using st::detail::byte_source;

template <class T> std::optional<std::string> try_encode(const T &value) {
  string_sink sink;
  st::detail::encode(sink, value);
  if (sink.failed)
    return std::nullopt;
  return sink.take();
}
template <class T> std::string encoded(const T &value) { return try_encode(value).value(); }

/// A copy of a payload where the codec wants it, with nothing after it.
class payload {
public:
  explicit payload(std::string_view bytes) : size_(bytes.size()) {
    if (posix_memalign(&data_, 64, size_ + (size_ == 0)) != 0)
      std::abort();
    if (size_ != 0)
      std::memcpy(data_, bytes.data(), size_);
  }
  ~payload() { std::free(data_); }
  payload(const payload &) = delete;
  payload &operator=(const payload &) = delete;
  byte_source source() const { return byte_source(data_, size_); }

private:
  void *data_ = nullptr;
  std::size_t size_;
};

/// What was read, if anything was.
template <class T> class decoded {
public:
  explicit decoded(const payload &from) {
    byte_source source = from.source();
    there_ = st::detail::decode_at<T>(source, room_);
    depth_ = source.depth;
  }
  explicit decoded(std::string_view bytes) : decoded(payload(bytes)) {}
  ~decoded() {
    if (there_)
      (**this).~T();
  }
  decoded(const decoded &) = delete;
  decoded &operator=(const decoded &) = delete;
  explicit operator bool() const { return there_; }
  const T &operator*() const { return *std::launder(reinterpret_cast<const T *>(room_)); }
  unsigned depth() const { return depth_; }

private:
  alignas(T) unsigned char room_[sizeof(T)];
  bool there_;
  unsigned depth_;
};

template <class T> bool same(const T &a, const T &b) {
  if constexpr (st::detail::form_of<T> == st::detail::form::pointer)
    return !a == !b && (!a || *a == *b);
  else
    return a == b;
}

} // namespace codec_test
