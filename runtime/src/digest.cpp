// Contents of files and directories as hashes.
#include "digest.h"
#include "internal.h"
#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <memory>
#include <new>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <unordered_map>

namespace st::detail {

constinit small_mutex known_files_lock;

namespace {

std::int64_t nanoseconds(const timespec &t) noexcept {
  return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}

// A version of a file, as far as the system tells.
struct version {
  std::uint64_t device, inode;
  std::int64_t size, modified, changed;
  std::uint64_t secret; // enough of it to tell it from others
  friend bool operator==(const version &, const version &) = default;
};

struct place_hash {
  std::size_t operator()(const version &v) const noexcept {
    return static_cast<std::size_t>((v.inode * 0x9e3779b97f4a7c15u) ^ v.device ^ v.secret);
  }
};
struct same_place {
  bool operator()(const version &a, const version &b) const noexcept {
    return a.inode == b.inode && a.device == b.device && a.secret == b.secret;
  }
};

using digests = std::unordered_map<version, key128, place_hash, same_place>;
constexpr std::size_t most_known = 1u << 16;

digests &known_files() {
  static auto *const made = new digests; // never destroyed: calls at exit look, too
  return *made;
}

version version_of(const struct stat &s, const hash_secret &secret) noexcept {
  std::uint64_t of_secret;
  std::memcpy(&of_secret, secret.bytes, sizeof of_secret);
  return {s.st_dev, s.st_ino, s.st_size, nanoseconds(s.st_mtim), nanoseconds(s.st_ctim), of_secret};
}

bool find_known(const version &v, key128 &digest) {
  const lock_guard locked(known_files_lock);
  const digests &known = known_files();
  const auto found = known.find(v);
  if (found == known.end() || found->first != v)
    return false;
  digest = found->second;
  return true;
}

void note_known(const version &v, const key128 &digest) {
  const lock_guard locked(known_files_lock);
  digests &known = known_files();
  known.erase(v);
  if (known.size() >= most_known)
    known.erase(known.begin());
  known.emplace(v, digest);
}

// A file may change again without that its times do, as long as the clock that these are taken from
// has not moved on: git calls such an entry racily clean. The clock ticks each 10 ms at the slowest
// usual rate; file systems that keep seconds only, or pairs of these, show no fraction.
bool may_change_unseen(const version &v, const timespec &read_at) noexcept {
  const bool coarse = v.modified % 1'000'000'000 == 0 || v.changed % 1'000'000'000 == 0;
  const std::int64_t window = coarse ? 2'100'000'000 : 20'000'000;
  return std::max(v.modified, v.changed) + window >= nanoseconds(read_at);
}

// Times that another machine's clock sets, or that are not kept as they should.
bool has_foreign_clock(int file) noexcept {
  struct statfs s;
  if (fstatfs(file, &s) != 0)
    return true;
  switch (static_cast<unsigned long>(s.f_type)) {
  case NFS_SUPER_MAGIC:
  case SMB_SUPER_MAGIC:
  case 0xff534d42: // CIFS
  case 0xfe534d42: // SMB 2
  case 0x65735546: // FUSE
  case CODA_SUPER_MAGIC:
  case AFS_SUPER_MAGIC:
  case AFS_FS_MAGIC:
  case V9FS_MAGIC:
  case 0x00c36400: // Ceph
  case PROC_SUPER_MAGIC:
  case SYSFS_MAGIC:
    return true;
  default:
    return false;
  }
}

class descriptor_owner {
public:
  explicit descriptor_owner(int file) noexcept : file_(file) {}
  ~descriptor_owner() {
    if (file_ >= 0)
      close(file_);
  }
  descriptor_owner(const descriptor_owner &) = delete;
  descriptor_owner &operator=(const descriptor_owner &) = delete;
  int get() const noexcept { return file_; }

private:
  int file_;
};

bool hash_content(int file, const hash_secret &secret, key128 &digest) {
  constexpr std::size_t size = 1u << 18;
  const std::unique_ptr<unsigned char[]> buffer(new unsigned char[size]);
  hash_state state(&secret);
  for (;;) {
    const ssize_t n = read(file, buffer.get(), size);
    if (n == 0)
      break;
    if (n < 0) {
      if (errno == EINTR)
        continue;
      return false;
    }
    append(state, buffer.get(), static_cast<std::size_t>(n));
  }
  digest = hash_finish(state);
  return true;
}

std::string with_error(int error) { return "error " + std::to_string(error); }

std::string with_digest(char kind, const key128 &digest) {
  std::string state(1, kind);
  state.append(reinterpret_cast<const char *>(&digest), sizeof digest);
  return state;
}

constexpr int most_tries = 3;

std::string state_of_file(int directory, const char *name, const hash_secret &secret) {
  const descriptor_owner file(
      openat(directory, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file.get() < 0)
    return with_error(errno);
  key128 digest{};
  for (int i = 0;; ++i) {
    struct stat before, after;
    timespec read_at;
    clock_gettime(CLOCK_REALTIME_COARSE, &read_at);
    if (lseek(file.get(), 0, SEEK_SET) != 0 || fstat(file.get(), &before) != 0 ||
        !hash_content(file.get(), secret, digest) || fstat(file.get(), &after) != 0)
      return with_error(errno);
    const version v = version_of(after, secret);
    const bool quiet = v == version_of(before, secret);
    if (quiet && !may_change_unseen(v, read_at) && !has_foreign_clock(file.get()))
      note_known(v, digest);
    if (quiet || i == most_tries)
      return with_digest('f', digest);
  }
}

std::string state_at(int directory, const char *name, const hash_secret &, int depth);

constexpr int most_nested = 128;

std::string state_of_directory(int parent, const char *name, const hash_secret &secret, int depth) {
  if (depth == most_nested)
    return with_error(ELOOP);
  const int file = openat(parent, name, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
  if (file < 0)
    return with_error(errno);
  const std::unique_ptr<DIR, int (*)(DIR *)> directory(fdopendir(file), &closedir);
  if (!directory) {
    const int error = errno;
    close(file);
    return with_error(error);
  }
  std::vector<std::string> names;
  while (const dirent *const entry = readdir(directory.get()))
    if (const std::string_view n = entry->d_name; n != "." && n != "..")
      names.emplace_back(n);
  std::sort(names.begin(), names.end());
  hash_state state(&secret);
  const auto add = [&state](const std::string &text) {
    const std::uint64_t size = text.size();
    append(state, &size, sizeof size);
    append(state, text.data(), text.size());
  };
  for (const std::string &n : names) {
    add(n);
    char target[PATH_MAX];
    const ssize_t size = readlinkat(file, n.c_str(), target, sizeof target);
    struct stat there;
    const bool leads_on =
        size >= 0 && fstatat(file, n.c_str(), &there, 0) == 0 && S_ISDIR(there.st_mode);
    if (size >= 0)
      add("link " + std::string(target, static_cast<std::size_t>(size)));
    if (!leads_on)
      add(state_at(file, n.c_str(), secret, depth + 1));
  }
  return with_digest('d', hash_finish(state));
}

std::string state_at(int directory, const char *name, const hash_secret &secret, int depth) {
  struct stat there;
  if (fstatat(directory, name, &there, 0) != 0)
    return with_error(errno);
  if (S_ISDIR(there.st_mode))
    return state_of_directory(directory, name, secret, depth);
  if (!S_ISREG(there.st_mode))
    return "special " + std::to_string(there.st_mode & S_IFMT) + " " +
           std::to_string(there.st_rdev);
  key128 digest;
  if (find_known(version_of(there, secret), digest))
    return with_digest('f', digest);
  return state_of_file(directory, name, secret);
}

} // namespace

std::string state_of_path(const char *path, const hash_secret &secret) {
  const int saved = errno;
  std::string result = state_at(AT_FDCWD, path, secret, 0);
  errno = saved;
  return result;
}

} // namespace st::detail
