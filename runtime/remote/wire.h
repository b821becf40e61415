// What stands on the server: the names of keys and the bytes of an entry.
#ifndef STCACHE_REMOTE_WIRE_H
#define STCACHE_REMOTE_WIRE_H

#include "server.h"
#include <array>
#include <store/entry.h>

namespace st::store::remote {

inline constexpr std::string_view secret_key = "stcache:1:secret";

/// A short text without allocation.
class key_text {
public:
  operator std::string_view() const { return {text_.data(), size_}; }
  void add(std::string_view text);
  void add_hex(const store::id128 &id);

private:
  std::array<char, 128> text_{};
  std::size_t size_ = 0;
};

/// "stcache:1:{<symbol>}:" and what follows.
key_text clears_key(const store::id128 &symbol);
key_text entry_key_text(const place &where);
key_text lock_key(const place &where);
key_text used_key(const place &where);
key_text prefix_key(const place &where); // of the group's entries
key_text member_text(const place &where);

/// The slot in a cluster; the tag is what stands between the first braces, or all.
std::uint16_t slot_of(std::string_view key);

inline constexpr std::size_t slots = 16384;

/// "MOVED 3999 127.0.0.1:6381" or "ASK ...": where in a cluster to go instead.
struct redirection {
  bool moved = false; // for ever
  std::uint16_t slot = 0;
  std::string_view host; // in the text; empty: the one that said it
  std::uint16_t port = 0;
};
bool read_redirection(std::string_view error, redirection &out);

/// An entry beyond the record's own header has room for these.
inline constexpr std::size_t value_overhead =
    store::entry_header_size + store::arguments_limit + 128;

/// What is put. The payload may be compressed; `clears` and what is needed to undo that stand at
/// the start of the record's extra bytes, under its checksum.
enum class packing { packed, too_large, no_memory };
packing pack(const place &where, store::bytes_view payload, const store::put_info &info,
             std::uint64_t clears, bool compress, std::size_t limit, aligned_bytes &out) noexcept;

/// How bytes from the server were read.
enum class unpacking { good, other_arguments, stale, damaged };
/// `bytes` is moved into `out` if it is good; payload and extra are set.
unpacking unpack(const place &where, aligned_bytes &bytes, store::bytes_view arguments,
                 std::int64_t ttl, std::uint64_t clears, std::size_t limit, lookup &out) noexcept;

} // namespace st::store::remote

#endif
