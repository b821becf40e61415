#include "records.h"
#include "checksum.h"
#include <cstddef>

namespace st::store {
namespace {

struct group_header {
  char magic[4];
  std::uint8_t version;
  std::uint8_t counted;
  std::uint16_t header_size;
  std::uint64_t checksum; // of the id, what follows in the header, and the names
  detail::key128 fingerprint;
  std::uint64_t schema;
  std::int64_t opened;
  std::int64_t cleared;
  std::uint64_t entries;
  std::uint32_t symbol_size;
  std::uint32_t name_size;
};
static_assert(sizeof(group_header) == 72);
constexpr char group_magic[] = {'S', 'T', 'C', 'G'};

struct current_header {
  char magic[4];
  std::uint32_t program_size;
  std::uint64_t checksum;
  id128 group;
  std::int64_t opened;
};
static_assert(sizeof(current_header) == 40);
constexpr char current_magic[] = {'S', 'T', 'C', 'P'};

struct sums_record {
  sums all;
  std::uint64_t checksum;
};

template <class Header>
std::uint64_t checksum_of(const id128 &id, bytes_view bytes, std::uint8_t counted = 0) {
  running_checksum sum;
  sum.add(&id, sizeof(id));
  sum.add(&counted, 1);
  constexpr std::size_t from = offsetof(Header, checksum) + sizeof(std::uint64_t);
  sum.add(bytes.data() + from, bytes.size() - from);
  return sum.finish().lo;
}

void add_text(running_checksum &sum, std::string_view text) {
  const std::uint64_t size = text.size();
  sum.add(&size, sizeof(size));
  sum.add(text.data(), text.size());
}

std::string_view text_at(bytes_view bytes, std::size_t from, std::size_t size) {
  return {reinterpret_cast<const char *>(bytes.data()) + from, size};
}
bytes_view view_of(const std::string &bytes) {
  return {reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size()};
}

void fill(group_header &h, const group_record &r) {
  h.counted = r.counted;
  h.fingerprint = r.fingerprint;
  h.schema = r.schema;
  h.opened = r.opened;
  h.cleared = r.cleared;
  h.entries = r.entries;
}

int write_group(MDB_txn *txn, const id128 &group, group_header &h, std::string &bytes) {
  std::memcpy(bytes.data(), &h, sizeof(h));
  h.checksum = checksum_of<group_header>(group, view_of(bytes), h.counted);
  std::memcpy(bytes.data(), &h, sizeof(h));
  return put(txn, index_key(kind::group, group), view_of(bytes));
}

// Counted groups know how many entries they have.
int note_count(MDB_txn *txn, const id128 &group, bool added) {
  group_record r;
  const int rc = get_group(txn, group, r);
  if (rc != 0 || !r.counted)
    return rc == MDB_NOTFOUND ? 0 : rc;
  if (added)
    ++r.entries;
  else
    r.entries -= r.entries > 0;
  return update_group(txn, group, r);
}

void note_gone(const entry_key &key, const summary &old, changes &out) {
  if (!old.there)
    return;
  if (old.in_file) {
    out.files.push_back({key, old.name});
    --out.file_count;
  }
  out.bytes -= static_cast<std::int64_t>(old.bytes);
}

} // namespace

id128 group_id(const function_info &f) noexcept {
  running_checksum sum;
  add_text(sum, f.symbol);
  sum.add(&f.fingerprint, sizeof(f.fingerprint));
  sum.add(&f.schema, sizeof(f.schema));
  sum.add(&entry_version, sizeof(entry_version));
  return sum.finish();
}

id128 current_id(std::string_view program, std::string_view symbol) noexcept {
  running_checksum sum;
  add_text(sum, program);
  add_text(sum, symbol);
  return sum.finish();
}

bool read_group(bytes_view bytes, const id128 &group, group_record &r) noexcept {
  group_header h;
  if (bytes.size() < sizeof(h))
    return false;
  std::memcpy(&h, bytes.data(), sizeof(h));
  if (std::memcmp(h.magic, group_magic, sizeof(h.magic)) != 0 || h.version != 1 || h.counted > 1 ||
      h.header_size != sizeof(h) ||
      bytes.size() - sizeof(h) != std::uint64_t{h.symbol_size} + h.name_size ||
      h.checksum != checksum_of<group_header>(group, bytes, h.counted))
    return false;
  r = {h.fingerprint,
       h.schema,
       h.opened,
       h.cleared,
       h.entries,
       h.counted != 0,
       text_at(bytes, sizeof(h), h.symbol_size),
       text_at(bytes, sizeof(h) + h.symbol_size, h.name_size)};
  return true;
}

int get_group(MDB_txn *txn, const id128 &group, group_record &r) noexcept {
  bytes_view bytes;
  const int rc = get(txn, index_key(kind::group, group), bytes);
  return rc == 0 && !read_group(bytes, group, r) ? MDB_NOTFOUND : rc;
}

int put_group(MDB_txn *txn, const id128 &group, const group_record &r) {
  std::string bytes(sizeof(group_header), 0);
  bytes.append(r.symbol).append(r.name);
  group_header h{};
  std::memcpy(h.magic, group_magic, sizeof(h.magic));
  h.version = 1;
  h.header_size = sizeof(h);
  h.symbol_size = static_cast<std::uint32_t>(r.symbol.size());
  h.name_size = static_cast<std::uint32_t>(r.name.size());
  fill(h, r);
  return write_group(txn, group, h, bytes);
}

int update_group(MDB_txn *txn, const id128 &group, const group_record &r) {
  bytes_view old;
  if (const int rc = get(txn, index_key(kind::group, group), old); rc != 0)
    return rc == MDB_NOTFOUND ? 0 : rc;
  if (old.size() < sizeof(group_header))
    return 0;
  std::string bytes(reinterpret_cast<const char *>(old.data()), old.size());
  group_header h;
  std::memcpy(&h, bytes.data(), sizeof(h));
  fill(h, r);
  return write_group(txn, group, h, bytes);
}

bool read_current(bytes_view bytes, const id128 &id, current_record &r) noexcept {
  current_header h;
  if (bytes.size() < sizeof(h))
    return false;
  std::memcpy(&h, bytes.data(), sizeof(h));
  if (std::memcmp(h.magic, current_magic, sizeof(h.magic)) != 0 ||
      bytes.size() - sizeof(h) != h.program_size ||
      h.checksum != checksum_of<current_header>(id, bytes))
    return false;
  r = {h.group, h.opened, text_at(bytes, sizeof(h), h.program_size)};
  return true;
}

int put_current(MDB_txn *txn, const id128 &id, const current_record &r) {
  std::string bytes(sizeof(current_header), 0);
  bytes.append(r.program);
  current_header h{};
  std::memcpy(h.magic, current_magic, sizeof(h.magic));
  h.program_size = static_cast<std::uint32_t>(r.program.size());
  h.group = r.group;
  h.opened = r.opened;
  std::memcpy(bytes.data(), &h, sizeof(h));
  h.checksum = checksum_of<current_header>(id, view_of(bytes));
  std::memcpy(bytes.data(), &h, sizeof(h));
  return put(txn, index_key(kind::current, id), view_of(bytes));
}

sums get_sums(MDB_txn *txn) noexcept {
  bytes_view bytes;
  sums_record r;
  if (get(txn, index_key("sums"), bytes) != 0 || bytes.size() != sizeof(r))
    return {};
  std::memcpy(&r, bytes.data(), sizeof(r));
  return r.checksum == checksum64(&r.all, sizeof(r.all)) ? r.all : sums{};
}

int put_sums(MDB_txn *txn, const sums &s) noexcept {
  const sums_record r{s, checksum64(&s, sizeof(s))};
  return put(txn, index_key("sums"), index_key::view_of(r));
}

std::uint64_t disk_size(std::size_t record_bytes, bool in_file,
                        std::uint64_t payload_size) noexcept {
  constexpr std::uint64_t page = 4096;
  constexpr std::uint64_t beside = 44; // key, and what LMDB adds
  constexpr std::uint64_t longest_in_leaf = 1992;
  // Leaves are filled to two thirds.
  std::uint64_t size = record_bytes <= longest_in_leaf
                           ? (record_bytes + beside) * 3 / 2
                           : beside * 3 / 2 + (record_bytes + 16 + page - 1) / page * page;
  if (in_file)
    size += (file_header_size + payload_size + page - 1) / page * page;
  return size;
}

summary summarize(bytes_view bytes) noexcept {
  summary s{.there = true};
  record r;
  if (read_summary(bytes, r)) {
    s.in_file = r.in_file;
    s.name = r.file.name;
  }
  s.bytes = disk_size(bytes.size(), s.in_file, s.in_file ? r.payload_size : 0);
  return s;
}

int remove_entry(MDB_txn *txn, const entry_key &key, const bytes_view *expected, changes &out) {
  bytes_view there;
  int rc = get(txn, index_key(key), there);
  if (rc != 0)
    return rc == MDB_NOTFOUND ? 0 : rc;
  if (expected && !same_record(there, *expected))
    return 0;
  const summary old = summarize(there);
  note_gone(key, old, out);
  ++out.removed;
  out.removed_bytes += old.bytes;
  rc = erase(txn, index_key(key));
  return rc != 0 ? rc : note_count(txn, key.group, false);
}

int put_entry(MDB_txn *txn, const entry_key &key, const record &r, changes &out) {
  const std::size_t size = record_size(r);
  const index_key where(key);
  MDB_val k = where.val();
  MDB_val v{size, nullptr};
  summary old;
  int rc = mdb_put(txn, index::database, &k, &v, MDB_RESERVE | MDB_NOOVERWRITE);
  if (rc == MDB_KEYEXIST) {
    old = summarize(view_of(v));
    v = {size, nullptr};
    rc = mdb_put(txn, index::database, &k, &v, MDB_RESERVE);
  }
  if (rc != 0)
    return rc;
  write_record(static_cast<unsigned char *>(v.mv_data), key, r);
  note_gone(key, old, out);
  out.bytes += static_cast<std::int64_t>(disk_size(size, r.in_file, r.payload_size));
  out.file_count += r.in_file;
  return old.there ? 0 : note_count(txn, key.group, true);
}

int count_group(MDB_txn *txn, const id128 &group, group_record &r) {
  if (r.counted)
    return 0;
  r.entries = 0;
  const int rc = for_each_record<entry_key>(txn, kind::entry, index_key::view_of(group), nullptr,
                                            [&](const entry_key &, bytes_view) {
                                              ++r.entries;
                                              return true;
                                            });
  r.counted = true;
  return rc != 0 ? rc : update_group(txn, group, r);
}

} // namespace st::store
