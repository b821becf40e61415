// Any bytes as an entry's record, a value file, another record of the index, and the index itself.
// The first byte chooses. What is accepted is read to its last byte, so that the sanitizer sees it,
// and written again; an index is also opened by LMDB, which must survive what the walker passed.
//   entry_fuzz -max_len=40000 -max_total_time=60 corpus
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <lmdb.h>
#include <numeric>
#include <store/checksum.h>
#include <store/entry.h>
#include <store/records.h>
#include <store/walk.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

using namespace st::store;

const entry_key key{{1, 2}, {3, 4}};
volatile unsigned long seen;

void read_all(bytes_view bytes) { seen = seen + std::accumulate(bytes.begin(), bytes.end(), 0ul); }
void must(bool good) {
  if (!good)
    std::abort();
}

void entry(bytes_view bytes) {
  record r;
  if (read_summary(bytes, r)) {
    read_all(r.arguments);
    read_all(r.extra);
    read_all(r.payload);
    summarize(bytes);
  }
  if (!read_record(bytes, key, r))
    return;
  std::vector<unsigned char> again(record_size(r));
  write_record(again.data(), key, r);
  must(again.size() == bytes.size() && same_record({again.data(), again.size()}, bytes));
}

// The same with a right checksum, so that the checks after it are reached.
void mended_entry(bytes_view bytes) {
  std::vector<unsigned char> copy(bytes.begin(), bytes.end());
  if (copy.size() >= entry_header_size) {
    std::memcpy(copy.data(), "STCE\1", 5);
    copy[6] = entry_header_size;
    copy[7] = 0;
    set_used(copy.data(), 5);
    std::memset(copy.data() + 92, 0, 4);
  }
  entry({copy.data(), copy.size()});
}

void value_file(bytes_view bytes) {
  if (bytes.size() < 32)
    return;
  file_reference reference;
  std::memcpy(&reference, bytes.data(), sizeof(reference));
  std::uint64_t size;
  std::memcpy(&size, bytes.data() + 24, 8);
  const bytes_view file = bytes.subspan(32);
  if (check_value_file(file, key, reference, size))
    read_all(file.subspan(file_header_size));
  entry_key whose;
  std::uint64_t name;
  if (file.size() >= file_header_size && read_file_header(file.data(), whose, name)) {
    char path[file_name_size];
    file_name(path, whose, name);
  }
}

void records(bytes_view bytes) {
  group_record g;
  if (read_group(bytes, {1, 2}, g))
    read_all({reinterpret_cast<const unsigned char *>(g.symbol.data()), g.symbol.size()});
  current_record c;
  if (read_current(bytes, {1, 2}, c))
    read_all({reinterpret_cast<const unsigned char *>(c.program.data()), c.program.size()});
}

void walked_index(bytes_view bytes) {
  if (check_index(bytes, 0) != soundness::sound)
    return;
  static const std::string path = "/dev/shm/stcache-fuzz-" + std::to_string(::getpid());
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  must(fd >= 0 && ::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  ::close(fd);
  MDB_env *env;
  must(mdb_env_create(&env) == 0);
  if (mdb_env_open(env, path.c_str(), MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOSYNC, 0600) == 0) {
    MDB_txn *txn;
    MDB_dbi dbi = 0;
    must(mdb_txn_begin(env, nullptr, 0, &txn) == 0 && mdb_dbi_open(txn, nullptr, 0, &dbi) == 0);
    MDB_cursor *cursor;
    must(mdb_cursor_open(txn, dbi, &cursor) == 0);
    MDB_val k, v;
    std::vector<std::string> keys;
    while (mdb_cursor_get(cursor, &k, &v, MDB_NEXT) == 0) {
      read_all({static_cast<unsigned char *>(v.mv_data), v.mv_size});
      keys.emplace_back(static_cast<char *>(k.mv_data), k.mv_size);
    }
    mdb_cursor_close(cursor);
    for (std::size_t i = 0; i < 40; ++i) {
      const std::string name = "new" + std::to_string(i * 7919);
      std::string value(i * 53, 'v');
      k = {name.size(), const_cast<char *>(name.data())};
      v = {value.size(), value.data()};
      if (mdb_put(txn, dbi, &k, &v, 0) != 0)
        break;
    }
    for (std::size_t i = 0; i < keys.size(); i += 2) {
      k = {keys[i].size(), keys[i].data()};
      mdb_del(txn, dbi, &k, nullptr);
    }
    mdb_txn_commit(txn);
  }
  mdb_env_close(env);
  ::unlink(path.c_str());
}

// A small index, made once: what is fuzzed are changes of it.
const std::vector<unsigned char> &sound_index() {
  static const std::vector<unsigned char> bytes = [] {
    const std::string path = "/dev/shm/stcache-fuzz-seed-" + std::to_string(::getpid());
    MDB_env *env;
    must(mdb_env_create(&env) == 0 &&
         mdb_env_open(env, path.c_str(), MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOSYNC, 0600) == 0);
    for (int round = 0; round < 4; ++round) {
      MDB_txn *txn;
      MDB_dbi dbi = 0;
      must(mdb_txn_begin(env, nullptr, 0, &txn) == 0 && mdb_dbi_open(txn, nullptr, 0, &dbi) == 0);
      for (int i = 0; i < 40; ++i) {
        std::string name = "key" + std::to_string((i * 7919 + round) % 100);
        std::string value(static_cast<std::size_t>(i == 3 ? 5000 : i * 9), 'x');
        MDB_val k{name.size(), name.data()};
        MDB_val v{value.size(), value.data()};
        round % 2 ? mdb_del(txn, dbi, &k, nullptr) : mdb_put(txn, dbi, &k, &v, 0);
      }
      must(mdb_txn_commit(txn) == 0);
    }
    mdb_env_close(env);
    std::vector<unsigned char> content(1 << 20);
    const int fd = ::open(path.c_str(), O_RDONLY);
    const ssize_t n = ::read(fd, content.data(), content.size());
    must(n > 0);
    ::close(fd);
    ::unlink(path.c_str());
    content.resize(static_cast<std::size_t>(n));
    must(check_index({content.data(), content.size()}, 0) == soundness::sound);
    return content;
  }();
  return bytes;
}

void changed_index(bytes_view changes) {
  std::vector<unsigned char> bytes = sound_index();
  for (; changes.size() >= 5; changes = changes.subspan(5)) {
    std::uint32_t at;
    std::memcpy(&at, changes.data(), 4);
    // Half of them in the first bytes of a page.
    const std::size_t place =
        at % 2 ? at / 2 % bytes.size() : at / 2 % (bytes.size() / 4096) * 4096 + at / 65536 % 128;
    bytes[place % bytes.size()] ^= changes[4];
  }
  walked_index({bytes.data(), bytes.size()});
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size) {
  if (size == 0)
    return 0;
  // At the end of its memory.
  const std::vector<unsigned char> exact(data + 1, data + size);
  const bytes_view bytes{exact.data(), exact.size()};
  switch (data[0] % 6) {
  case 0:
    entry(bytes);
    break;
  case 1:
    mended_entry(bytes);
    break;
  case 2:
    value_file(bytes);
    break;
  case 3:
    records(bytes);
    break;
  case 4:
    walked_index(bytes);
    break;
  default:
    changed_index(bytes);
  }
  return 0;
}
