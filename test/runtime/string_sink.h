// Payloads in memory.
#pragma once

#include <st/detail/bytes.h>

#include <string>
#include <utility>

namespace codec_test {

/// A sink with so little room that it is full often.
class string_sink : public st::detail::byte_sink {
public:
  string_sink() : byte_sink(room_, sizeof room_, &grow) {}
  std::string take() {
    grow(*this, nullptr, 0);
    return std::move(bytes_);
  }

private:
  static void grow(byte_sink &base, const void *data, std::size_t size) noexcept {
    auto &self = static_cast<string_sink &>(base);
    self.bytes_.append(reinterpret_cast<const char *>(self.begin),
                       static_cast<std::size_t>(self.at - self.begin));
    if (size != 0)
      self.bytes_.append(static_cast<const char *>(data), size);
    self.at = self.begin;
    self.before = self.bytes_.size();
  }

  unsigned char room_[24];
  std::string bytes_;
};

} // namespace codec_test
