#include "wire.h"
#include <algorithm>
#include <charconv>
#include <cstring>
#include <store/calls.h>
#include <vector>
#include <zstd.h>

namespace st::store::remote {
namespace {

constexpr std::int64_t clock_tolerance = store::second;
constexpr std::size_t least_compressed = 512;
constexpr int compression_level = 1;

enum coding : std::uint8_t { plain = 0, zstd = 1 };

// At the start of a record's extra bytes.
struct prefix {
  std::uint64_t clears;
  std::uint64_t plain_size; // of the payload
  std::uint8_t coding;
  std::uint8_t padding; // zeros that follow, so that the payload is aligned to 64 in the value
  std::uint16_t reserved16;
  std::uint32_t reserved32;
};
static_assert(sizeof(prefix) == 24);

void add_tag(key_text &to, const store::id128 &symbol) {
  to.add("stcache:1:{");
  to.add_hex(symbol);
  to.add("}:");
}

bool same(store::bytes_view a, store::bytes_view b) noexcept {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

// As on disk: what was written in the future is not trusted with a time to live.
bool is_fresh(std::int64_t created, std::int64_t ttl) noexcept {
  const std::int64_t now = store::real_time();
  return created <= now + clock_tolerance && (now < created || now - created < ttl);
}

bool read_prefix(store::bytes_view extra, prefix &p) noexcept {
  if (extra.size() < sizeof(p))
    return false;
  std::memcpy(&p, extra.data(), sizeof(p));
  return p.coding <= zstd && p.padding < 64 && p.reserved16 == 0 && p.reserved32 == 0 &&
         extra.size() - sizeof(p) >= p.padding;
}

bool decompress(store::bytes_view from, std::uint64_t size, aligned_bytes &to) noexcept {
  if (ZSTD_getFrameContentSize(from.data(), from.size()) != size || !to.allocate(size))
    return false;
  return ZSTD_decompress(to.data(), size, from.data(), from.size()) == size;
}

} // namespace

void key_text::add(std::string_view text) {
  const std::size_t size = std::min(text.size(), text_.size() - size_);
  std::copy_n(text.begin(), size, text_.begin() + static_cast<std::ptrdiff_t>(size_));
  size_ += size;
}

void key_text::add_hex(const store::id128 &id) {
  char hex[32];
  for (int i = 0; i < 16; ++i) {
    hex[i] = "0123456789abcdef"[(id.hi >> (60 - 4 * i)) & 15];
    hex[16 + i] = "0123456789abcdef"[(id.lo >> (60 - 4 * i)) & 15];
  }
  add({hex, sizeof(hex)});
}

key_text clears_key(const store::id128 &symbol) {
  key_text key;
  add_tag(key, symbol);
  key.add("clears");
  return key;
}

key_text prefix_key(const place &where) {
  key_text key;
  add_tag(key, where.symbol);
  key.add_hex(where.key.group);
  return key;
}

key_text entry_key_text(const place &where) {
  key_text key = prefix_key(where);
  key.add_hex(where.key.arguments);
  return key;
}

key_text lock_key(const place &where) {
  key_text key = entry_key_text(where);
  key.add(":lock");
  return key;
}

key_text used_key(const place &where) {
  key_text key = prefix_key(where);
  key.add(":used");
  return key;
}

key_text member_text(const place &where) {
  key_text key;
  key.add_hex(where.key.arguments);
  return key;
}

std::uint16_t slot_of(std::string_view key) {
  const std::size_t open = key.find('{');
  const std::size_t close = open == std::string_view::npos ? open : key.find('}', open + 1);
  if (close != std::string_view::npos && close > open + 1)
    key = key.substr(open + 1, close - open - 1);
  unsigned crc = 0; // CRC-16/XMODEM
  for (const char c : key) {
    crc ^= static_cast<unsigned>(static_cast<unsigned char>(c)) << 8;
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc << 1) ^ ((crc & 0x8000) != 0 ? 0x11021 : 0);
  }
  return static_cast<std::uint16_t>(crc % slots);
}

bool read_redirection(std::string_view error, redirection &out) {
  out.moved = error.starts_with("MOVED ");
  if (!out.moved && !error.starts_with("ASK "))
    return false;
  error.remove_prefix(error.find(' ') + 1);
  const std::size_t space = error.find(' ');
  const std::size_t colon = error.rfind(':');
  if (space == std::string_view::npos || colon == std::string_view::npos || colon < space)
    return false;
  const auto number = [](std::string_view text, std::uint16_t &to) {
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), to);
    return wrong == std::errc() && end == text.data() + text.size();
  };
  out.host = error.substr(space + 1, colon - space - 1);
  if (out.host == "?")
    out.host = {};
  return number(error.substr(0, space), out.slot) && out.slot < slots &&
         number(error.substr(colon + 1), out.port) && out.port != 0 && out.host.size() < 256;
}

packing pack(const place &where, store::bytes_view payload, const store::put_info &info,
             std::uint64_t clears, bool compress, std::size_t limit, aligned_bytes &out) noexcept {
  if (payload.size() > limit || info.extra.size() > store::extra_limit - 128)
    return packing::too_large;
  prefix p{};
  p.clears = clears;
  p.plain_size = payload.size();
  aligned_bytes small;
  if (compress && payload.size() >= least_compressed) {
    // Compressed only if that saves a sixteenth, at least.
    const std::size_t room = payload.size() - payload.size() / 16;
    if (!small.allocate(room))
      return packing::no_memory;
    const std::size_t size =
        ZSTD_compress(small.data(), room, payload.data(), payload.size(), compression_level);
    if (!ZSTD_isError(size)) {
      p.coding = zstd;
      payload = {small.data(), size};
    }
  }
  store::record r;
  r.info.created = store::real_time();
  r.info.expires = info.ttl > 0 && info.ttl < store::never - r.info.created
                       ? r.info.created + info.ttl
                       : store::never;
  r.info.compute_ns = info.compute_ns;
  r.info.schema = info.schema;
  r.info.used = r.info.created;
  r.has_arguments = info.arguments.size() <= store::arguments_limit;
  if (r.has_arguments)
    r.arguments = info.arguments;
  const std::size_t before =
      store::entry_header_size + r.arguments.size() + sizeof(p) + info.extra.size();
  p.padding = static_cast<std::uint8_t>(-before & 63);
  try {
    std::vector<unsigned char> extra(sizeof(p) + p.padding + info.extra.size());
    std::memcpy(extra.data(), &p, sizeof(p));
    std::copy(info.extra.begin(), info.extra.end(),
              extra.begin() + static_cast<std::ptrdiff_t>(sizeof(p) + p.padding));
    r.extra = {extra.data(), extra.size()};
    r.payload = payload;
    r.payload_size = payload.size();
    const std::size_t size = store::record_size(r);
    if (size > limit + value_overhead)
      return packing::too_large;
    if (!out.allocate(size))
      return packing::no_memory;
    store::write_record(out.data(), where.key, r);
  } catch (const std::bad_alloc &) {
    return packing::no_memory;
  }
  return packing::packed;
}

unpacking unpack(const place &where, aligned_bytes &bytes, store::bytes_view arguments,
                 std::int64_t ttl, std::uint64_t clears, std::size_t limit, lookup &out) noexcept {
  store::record r;
  prefix p{};
  if (!store::read_record({bytes.data(), bytes.size()}, where.key, r) || r.in_file ||
      !read_prefix(r.extra, p) || p.plain_size > limit ||
      (p.coding == plain && p.plain_size != r.payload.size()))
    return unpacking::damaged;
  if (p.clears != clears || (ttl != 0 && !is_fresh(r.info.created, ttl)))
    return unpacking::stale;
  if (r.has_arguments && !same(r.arguments, arguments))
    return unpacking::other_arguments;
  out.more = r.extra.subspan(sizeof(p) + p.padding);
  out.info = r.info;
  if (p.coding == zstd) {
    if (!decompress(r.payload, p.plain_size, out.kept))
      return unpacking::damaged;
    out.value = {out.kept.data(), out.kept.size()};
    out.head = std::move(bytes);
  } else {
    out.value = r.payload;
    // A foreign writer may not have aligned it.
    if ((reinterpret_cast<std::uintptr_t>(r.payload.data()) & 63) != 0) {
      if (!out.kept.allocate(r.payload.size()))
        return unpacking::damaged;
      if (!r.payload.empty())
        std::memcpy(out.kept.data(), r.payload.data(), r.payload.size());
      out.value = {out.kept.data(), out.kept.size()};
    }
    out.head = std::move(bytes);
  }
  return unpacking::good;
}

} // namespace st::store::remote
