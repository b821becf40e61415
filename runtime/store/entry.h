// The bytes of an entry. docs/store-format.md has the grammar. Nothing here allocates or fails but
// by saying no; whatever the bytes are, nothing beyond them is read.
#ifndef STCACHE_STORE_ENTRY_H
#define STCACHE_STORE_ENTRY_H

#include "types.h"

namespace st::store {

inline constexpr std::uint8_t entry_version = 1;
inline constexpr std::size_t entry_header_size = 96;
inline constexpr std::size_t file_header_size = 64;

/// Where a payload is that has a file of its own.
struct file_reference {
  std::uint64_t name; // random, so that no two values ever had the same file
  id128 checksum;     // of the payload
};

/// An entry's record, taken apart or to be put together. The views are not owned.
struct record {
  entry_info info;
  bool has_arguments = false; // else there were more than arguments_limit bytes
  bytes_view arguments;
  bytes_view extra;
  bytes_view payload; // unless in_file
  bool in_file = false;
  file_reference file{};
  std::uint64_t payload_size = 0; // in both cases
};

std::size_t record_size(const record &r) noexcept;
/// Writes record_size(r) bytes.
void write_record(unsigned char *to, const entry_key &key, const record &r) noexcept;
/// False if the bytes are not exactly what write_record wrote for that key. The views in `r` point
/// into `bytes`.
bool read_record(bytes_view bytes, const entry_key &key, record &r) noexcept;

/// What eviction wants to know of a record, without reading all of it; false if it is damaged.
bool read_summary(bytes_view bytes, record &r) noexcept;
/// Changes the time of last use, which the checksum does not cover, in a record.
void set_used(unsigned char *bytes, std::int64_t used) noexcept;
/// Are these the same record, but perhaps for the time of last use?
bool same_record(bytes_view a, bytes_view b) noexcept;

/// The header of a value file; the payload follows.
void write_file_header(unsigned char *to, const entry_key &key, std::uint64_t name,
                       std::uint64_t payload_size) noexcept;
/// False if the file is not the one that the record speaks of. Reads all of it.
bool check_value_file(bytes_view file, const entry_key &key, const file_reference &reference,
                      std::uint64_t payload_size) noexcept;
/// Whose value a file is, by its first file_header_size bytes.
bool read_file_header(const unsigned char *from, entry_key &key, std::uint64_t &name) noexcept;

inline constexpr std::size_t file_name_size = 2 + 1 + 32 + 1 + 16;
/// "<2 hex>/<32 hex>.<16 hex>", not terminated.
void file_name(char *to, const entry_key &key, std::uint64_t name) noexcept;

} // namespace st::store

#endif
