// Values on their way into the store and out of it.
#ifndef STCACHE_STORE_VALUE_FILE_H
#define STCACHE_STORE_VALUE_FILE_H

#include "calls.h"
#include "checksum.h"
#include "entry.h"
#include <memory>
#include <optional>
#include <st/detail/bytes.h>

namespace st::store {

/// Takes the bytes of one payload (detail::append). They stay in memory up to inline_limit, and go
/// to a temporary file beyond; the file is removed again unless the value is put. For one thread.
/// Errors, and a fork in between, set `failed`; then a put of it does nothing.
class value_writer : public detail::byte_sink {
public:
  /// `directory` is the store's (disk::values_directory); it must outlive the writer.
  explicit value_writer(const std::string &directory) noexcept;
  ~value_writer();
  value_writer(const value_writer &) = delete;
  value_writer &operator=(const value_writer &) = delete;

private:
  friend class disk;

  static void more_room(detail::byte_sink &sink, const void *data, std::size_t size) noexcept;
  bool grow(std::size_t size) noexcept;
  bool to_file() noexcept;
  void fail() noexcept;
  bool write(const void *data, std::size_t size) noexcept;

  // For disk::put.
  bytes_view in_memory() const { return {begin, at}; }
  bool in_file() const { return bool(file_); }
  /// Writes what is left and the header, and gives the file its name.
  bool publish(const entry_key &key, file_reference &reference) noexcept;

  const std::string &directory_;
  unsigned fork_generation_;
  int error_ = 0; // why it failed
  std::unique_ptr<unsigned char[]> buffer_;
  descriptor file_;
  std::string temporary_;
  std::optional<running_checksum> checksum_;
  unsigned char room_[1024];
};

/// A value that was found. Owns its bytes, until it is destroyed or used for another look-up.
class found {
public:
  found() = default;
  ~found() { reset(); }
  found(const found &) = delete;
  found &operator=(const found &) = delete;

  /// Aligned to 64.
  bytes_view payload() const { return payload_; }
  bytes_view extra() const { return extra_; }
  const entry_info &info() const { return info_; }

  void reset() noexcept;

private:
  friend class disk;
  friend class value_writer;

  /// A copy of both; false if there is no memory.
  bool copy(const record &r) noexcept;
  bool copy_extra(bytes_view extra) noexcept;
  enum class outcome { good, absent, bad, failed };
  /// Maps the value's file and compares it with what the record says of it.
  outcome map(const std::string &path, const entry_key &key, const record &r) noexcept;

  unsigned char *allocate(std::size_t size) noexcept;

  bytes_view payload_;
  bytes_view extra_;
  entry_info info_;
  void *mapping_ = nullptr;
  std::size_t mapping_size_ = 0;
  unsigned char *heap_ = nullptr;
  alignas(64) unsigned char room_[1024];
};

/// Where a value's file is; `directory` is that of the format. May throw bad_alloc.
std::string value_path(const std::string &directory, const entry_key &key, std::uint64_t name);

/// Counts the forks that led to this process.
unsigned fork_generation() noexcept;

} // namespace st::store

#endif
