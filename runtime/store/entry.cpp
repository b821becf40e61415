#include "entry.h"
#include "checksum.h"
#include <cstddef>
#include <cstring>

namespace st::store {
namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);

enum flags : std::uint8_t { with_arguments = 1, with_file = 2, all_flags = 3 };

struct header {
  char magic[4];
  std::uint8_t version;
  std::uint8_t flags;
  std::uint16_t header_size;
  std::int64_t created;
  std::int64_t expires;
  std::int64_t compute_ns;
  std::uint64_t schema;
  std::uint32_t arguments_size;
  std::uint32_t extra_size;
  std::uint64_t payload_size;
  std::uint64_t stored_size; // of the payload; another when it is compressed one day
  id128 checksum;
  std::uint64_t used;
  std::uint32_t used_check;
  std::uint32_t reserved;
};
static_assert(sizeof(header) == entry_header_size);
static_assert(offsetof(header, used) == 80);

struct file_tail {
  std::uint64_t name;
  id128 checksum;
};
static_assert(sizeof(file_tail) == 24);

struct file_header {
  char magic[4];
  std::uint8_t version;
  std::uint8_t reserved;
  std::uint16_t header_size;
  entry_key key;
  std::uint64_t name;
  std::uint64_t payload_size;
  std::uint64_t checksum; // of the fields above
};
static_assert(sizeof(file_header) == file_header_size);

constexpr char entry_magic[] = {'S', 'T', 'C', 'E'};
constexpr char file_magic[] = {'S', 'T', 'C', 'V'};

// A prime: no change of a single byte keeps the remainder.
std::uint32_t check_of(std::uint64_t used) {
  return static_cast<std::uint32_t>(used % 4294967291u);
}

// Over the key, what stands before the checksum in the header, and what follows the header.
id128 checksum_of(const entry_key &key, const unsigned char *bytes, std::size_t size) {
  constexpr std::size_t covered = offsetof(header, checksum);
  constexpr std::size_t head = sizeof(entry_key) + covered;
  const std::size_t rest = size - entry_header_size;
  unsigned char joined[head + 1024];
  if (rest <= sizeof(joined) - head) {
    std::memcpy(joined, &key, sizeof(key));
    std::memcpy(joined + sizeof(key), bytes, covered);
    std::memcpy(joined + head, bytes + entry_header_size, rest);
    return checksum(joined, head + rest);
  }
  running_checksum sum;
  sum.add(&key, sizeof(key));
  sum.add(bytes, covered);
  sum.add(bytes + entry_header_size, rest);
  return sum.finish();
}

bool read_header(bytes_view bytes, header &h) {
  if (bytes.size() < sizeof(h))
    return false;
  std::memcpy(&h, bytes.data(), sizeof(h));
  if (std::memcmp(h.magic, entry_magic, sizeof(h.magic)) != 0 || h.version != entry_version ||
      (h.flags & ~all_flags) != 0 || h.header_size != sizeof(h) || h.reserved != 0 ||
      h.used_check != check_of(h.used) || h.arguments_size > arguments_limit ||
      h.extra_size > extra_limit || h.stored_size != h.payload_size ||
      ((h.flags & with_arguments) == 0 && h.arguments_size != 0))
    return false;
  std::uint64_t rest = bytes.size() - sizeof(h);
  if (rest < h.arguments_size)
    return false;
  rest -= h.arguments_size;
  if (rest < h.extra_size)
    return false;
  rest -= h.extra_size;
  if ((h.flags & with_file) != 0)
    return rest == sizeof(file_tail) && h.payload_size < (std::uint64_t{1} << 62);
  return rest == h.payload_size;
}

void take(const header &h, bytes_view bytes, record &r) {
  r.info = {h.created, h.expires, h.compute_ns, h.schema, static_cast<std::int64_t>(h.used)};
  r.has_arguments = (h.flags & with_arguments) != 0;
  r.in_file = (h.flags & with_file) != 0;
  r.payload_size = h.payload_size;
  r.arguments = bytes.subspan(sizeof(h), h.arguments_size);
  r.extra = bytes.subspan(sizeof(h) + h.arguments_size, h.extra_size);
  const bytes_view tail = bytes.subspan(sizeof(h) + h.arguments_size + h.extra_size);
  if (r.in_file) {
    file_tail file;
    std::memcpy(&file, tail.data(), sizeof(file));
    r.file = {file.name, file.checksum};
    r.payload = {};
  } else {
    r.file = {};
    r.payload = tail;
  }
}

unsigned char *append(unsigned char *to, bytes_view bytes) {
  if (!bytes.empty())
    std::memcpy(to, bytes.data(), bytes.size());
  return to + bytes.size();
}

void put_hex(char *to, std::uint64_t value) {
  for (int shift = 60; shift >= 0; shift -= 4)
    *to++ = "0123456789abcdef"[value >> shift & 15];
}

} // namespace

std::size_t record_size(const record &r) noexcept {
  return entry_header_size + r.arguments.size() + r.extra.size() +
         (r.in_file ? sizeof(file_tail) : r.payload.size());
}

void write_record(unsigned char *to, const entry_key &key, const record &r) noexcept {
  header h{};
  std::memcpy(h.magic, entry_magic, sizeof(h.magic));
  h.version = entry_version;
  h.flags = static_cast<std::uint8_t>((r.has_arguments ? with_arguments : 0) |
                                      (r.in_file ? with_file : 0));
  h.header_size = sizeof(h);
  h.created = r.info.created;
  h.expires = r.info.expires;
  h.compute_ns = r.info.compute_ns;
  h.schema = r.info.schema;
  h.arguments_size = static_cast<std::uint32_t>(r.arguments.size());
  h.extra_size = static_cast<std::uint32_t>(r.extra.size());
  h.payload_size = h.stored_size = r.in_file ? r.payload_size : r.payload.size();
  h.used = static_cast<std::uint64_t>(r.info.used);
  h.used_check = check_of(h.used);
  std::memcpy(to, &h, sizeof(h));
  unsigned char *at = append(to + sizeof(h), r.arguments);
  at = append(at, r.extra);
  if (r.in_file) {
    const file_tail tail{r.file.name, r.file.checksum};
    std::memcpy(at, &tail, sizeof(tail));
  } else {
    append(at, r.payload);
  }
  h.checksum = checksum_of(key, to, record_size(r));
  std::memcpy(to + offsetof(header, checksum), &h.checksum, sizeof(h.checksum));
}

bool read_record(bytes_view bytes, const entry_key &key, record &r) noexcept {
  header h;
  if (!read_header(bytes, h) || checksum_of(key, bytes.data(), bytes.size()) != h.checksum)
    return false;
  take(h, bytes, r);
  return true;
}

bool read_summary(bytes_view bytes, record &r) noexcept {
  header h;
  if (!read_header(bytes, h))
    return false;
  take(h, bytes, r);
  return true;
}

void set_used(unsigned char *bytes, std::int64_t used) noexcept {
  const auto value = static_cast<std::uint64_t>(used);
  const std::uint32_t check = check_of(value);
  std::memcpy(bytes + offsetof(header, used), &value, sizeof(value));
  std::memcpy(bytes + offsetof(header, used_check), &check, sizeof(check));
}

bool same_record(bytes_view a, bytes_view b) noexcept {
  constexpr std::size_t before = offsetof(header, used);
  constexpr std::size_t after = offsetof(header, reserved);
  if (a.size() != b.size())
    return false;
  if (a.size() < sizeof(header))
    return std::memcmp(a.data(), b.data(), a.size()) == 0;
  return std::memcmp(a.data(), b.data(), before) == 0 &&
         std::memcmp(a.data() + after, b.data() + after, a.size() - after) == 0;
}

void write_file_header(unsigned char *to, const entry_key &key, std::uint64_t name,
                       std::uint64_t payload_size) noexcept {
  file_header h{};
  std::memcpy(h.magic, file_magic, sizeof(h.magic));
  h.version = entry_version;
  h.header_size = sizeof(h);
  h.key = key;
  h.name = name;
  h.payload_size = payload_size;
  h.checksum = checksum64(&h, offsetof(file_header, checksum));
  std::memcpy(to, &h, sizeof(h));
}

bool check_value_file(bytes_view file, const entry_key &key, const file_reference &reference,
                      std::uint64_t payload_size) noexcept {
  unsigned char expected[file_header_size];
  if (file.size() < sizeof(expected) || file.size() - sizeof(expected) != payload_size)
    return false;
  write_file_header(expected, key, reference.name, payload_size);
  return std::memcmp(file.data(), expected, sizeof(expected)) == 0 &&
         checksum(file.data() + sizeof(expected), payload_size) == reference.checksum;
}

bool read_file_header(const unsigned char *from, entry_key &key, std::uint64_t &name) noexcept {
  file_header h;
  std::memcpy(&h, from, sizeof(h));
  if (std::memcmp(h.magic, file_magic, sizeof(h.magic)) != 0 || h.version != entry_version ||
      h.checksum != checksum64(&h, offsetof(file_header, checksum)))
    return false;
  key = h.key;
  name = h.name;
  return true;
}

void file_name(char *to, const entry_key &key, std::uint64_t name) noexcept {
  const id128 id = checksum(&key, sizeof(key));
  char hex[32];
  put_hex(hex, id.hi);
  put_hex(hex + 16, id.lo);
  to[0] = hex[0];
  to[1] = hex[1];
  to[2] = '/';
  std::memcpy(to + 3, hex, sizeof(hex));
  to[35] = '.';
  put_hex(to + 36, name);
}

} // namespace st::store
