#include "session.h"
#include "checksum.h"
#include "directory.h"
#include "value_file.h"
#include <cerrno>
#include <cstddef>
#include <sys/stat.h>
#include <unistd.h>

namespace st::store {
namespace {

constexpr std::uint64_t small_index = 16u << 20;
constexpr std::int64_t busy_limit = 5 * second;
constexpr std::int64_t abandoned_after = 3600 * second; // temporary files

// Says, in the file `state`, which start of the machine the index was last changed in. Fixed size,
// written by one call.
struct state {
  char magic[8];
  char boot[40];
  std::uint64_t clean; // all has reached the disk
  // The index as it was when it was last walked, and when that was.
  char walked_boot[40];
  std::uint64_t device;
  std::uint64_t inode;
  std::uint64_t size;
  std::int64_t modified;
  std::int64_t changed;
  std::uint64_t checksum;
};
constexpr char state_magic[8] = {'s', 't', 's', 't', 'a', 't', 'e', '1'};

// After the secret.
constexpr char secret_mark[8] = {'S', 'T', 'C', 'A', 'C', 'H', 'E', '1'};

void copy_text(char (&to)[40], const std::string &text) {
  std::memset(to, 0, sizeof(to));
  std::memcpy(to, text.data(), text.size() < sizeof(to) ? text.size() : sizeof(to) - 1);
}

bool read_state(const std::string &file, state &s) {
  const descriptor fd(sys.open(file.c_str(), O_RDONLY | O_CLOEXEC, 0));
  return fd && read_all(fd.get(), &s, sizeof(s), 0) &&
         std::memcmp(s.magic, state_magic, sizeof(s.magic)) == 0 &&
         s.checksum == checksum64(&s, offsetof(state, checksum));
}

bool write_state(const std::string &file, state &s) {
  std::memcpy(s.magic, state_magic, sizeof(s.magic));
  s.checksum = checksum64(&s, offsetof(state, checksum));
  const descriptor fd(sys.open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  return fd && write_all(fd.get(), &s, sizeof(s), 0);
}

void note_stamp(const std::string &index, state &s) {
  struct stat status{};
  if (sys.stat(index.c_str(), &status) != 0)
    return;
  s.device = status.st_dev;
  s.inode = status.st_ino;
  s.size = static_cast<std::uint64_t>(status.st_size);
  s.modified = status.st_mtim.tv_sec * second + status.st_mtim.tv_nsec;
  s.changed = status.st_ctim.tv_sec * second + status.st_ctim.tv_nsec;
}

// A small index is walked whenever it has changed, a large one once after each start of the
// machine.
bool must_walk(const std::string &index, const state &last, const std::string &boot) {
  state now{};
  note_stamp(index, now);
  if (boot != last.walked_boot || now.device != last.device || now.inode != last.inode ||
      now.size < last.size)
    return true;
  return now.size <= small_index &&
         (now.size != last.size || now.modified != last.modified || now.changed != last.changed);
}

// One process at a time opens, closes or condemns a store.
class door {
public:
  explicit door(const std::string &root) {
    fd_ = descriptor(sys.open((root + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    const std::int64_t limit = monotonic_time() + busy_limit;
    while (fd_ && !lock_byte(fd_.get(), F_WRLCK, 0)) {
      if ((errno != EAGAIN && errno != EACCES) || monotonic_time() >= limit)
        fd_.reset();
      else
        sys.sleep(1'000'000);
    }
  }
  explicit operator bool() const { return bool(fd_); }

private:
  descriptor fd_;
};

std::string error_text(const std::string &what) { return what + ": " + std::strerror(errno); }

void remove_abandoned(const std::string &directory) {
  const std::int64_t now = real_time();
  for_each_name(directory, [&](std::string_view name) {
    const std::string path = directory + "/" + std::string(name);
    struct stat status{};
    if (sys.stat(path.c_str(), &status) == 0 &&
        status.st_mtim.tv_sec * second + abandoned_after < now)
      sys.unlink(path.c_str());
  });
}

} // namespace

bool lock_byte(int fd, short type, off_t byte) noexcept {
  struct flock what{};
  what.l_type = type;
  what.l_whence = SEEK_SET;
  what.l_start = byte;
  what.l_len = 1;
  return sys.lock(fd, F_OFD_SETLK, &what) == 0;
}

bool session::alone() noexcept { return lock_byte(flights, F_WRLCK, presence_byte); }
bool session::be_present() noexcept { return lock_byte(flights, F_RDLCK, presence_byte); }

bool session::prepare(std::string &why_not) {
  const auto make = [](const std::string &path) {
    return sys.mkdir(path.c_str(), 0700) == 0 || errno == EEXIST;
  };
  if (!make(base) || !make(base + "/values") || !make(base + "/tmp")) {
    why_not = error_text("cannot make " + base);
    return false;
  }
  struct stat status{};
  if (sys.stat(base.c_str(), &status) != 0 || status.st_uid != ::geteuid() ||
      (status.st_mode & 077) != 0) {
    why_not = base + " is not the user's alone";
    return false;
  }
  flights = sys.open((base + "/flights").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (flights < 0 || !be_present()) {
    why_not = error_text("cannot use " + base + "/flights");
    return false;
  }
  return true;
}

bool session::open_index(std::string &why_not) {
  const std::string file = base + "/index.mdb";
  const std::string boot = boot_id();
  state s{};
  if (!read_state(base + "/state", s)) {
    s = {};
    copy_text(s.boot, boot);
  }
  for (int attempt = 0; attempt < 2; ++attempt) {
    const bool walk = must_walk(file, s, boot);
    const index::opening result = data.open(base, walk, why_not);
    if (result == index::opening::good) {
      note_stamp(file, s);
      if (walk)
        copy_text(s.walked_boot, boot);
      // Without it the next one walks again.
      if (walk || s.magic[0] == 0)
        static_cast<void>(write_state(base + "/state", s));
      return true;
    }
    data.close();
    if (result == index::opening::failed)
      return false;
    // Who still has it open keeps it until it notices.
    why_not = "the index is damaged";
    s.clean = 0;
    copy_text(s.boot, boot);
    sys.unlink((base + "/index.mdb-lock").c_str());
    if (sys.unlink(file.c_str()) != 0 && errno != ENOENT) {
      why_not = error_text("cannot remove the damaged index");
      return false;
    }
  }
  return false;
}

bool session::read_or_make_secret(std::string &why_not) {
  const index_key key("secret");
  const auto read = [&](MDB_txn *txn) {
    bytes_view bytes;
    if (get(txn, key, bytes) != 0 ||
        bytes.size() != detail::hash_secret::size + sizeof(secret_mark) ||
        std::memcmp(bytes.data() + detail::hash_secret::size, secret_mark, sizeof(secret_mark)) !=
            0)
      return false;
    std::memcpy(secret.bytes, bytes.data(), detail::hash_secret::size);
    return true;
  };
  if (const reading snapshot(data); snapshot && read(snapshot.txn()))
    return true;
  unsigned char fresh[detail::hash_secret::size + sizeof(secret_mark)];
  std::memcpy(fresh + detail::hash_secret::size, secret_mark, sizeof(secret_mark));
  if (sys.random(fresh, detail::hash_secret::size) !=
      static_cast<ssize_t>(detail::hash_secret::size)) {
    why_not = error_text("no random numbers");
    return false;
  }
  writing change(data);
  int rc = change.error();
  if (rc == 0 && read(change.txn()))
    return true;
  if (rc == 0)
    rc = put(change.txn(), key, fresh);
  if (rc == 0)
    rc = change.commit();
  if (rc != 0) {
    why_not = std::string("cannot write the index: ") + mdb_strerror(rc);
    return false;
  }
  std::memcpy(secret.bytes, fresh, detail::hash_secret::size);
  return true;
}

session *session::open(const std::string &root, std::string &why_not) {
  const door locked(root);
  auto opened = std::make_unique<session>();
  opened->closed = true; // until it is open
  opened->root = root;
  opened->base = root + "/v1";
  opened->generation = fork_generation();
  if (!locked) {
    why_not = error_text("cannot lock " + root);
    return nullptr;
  }
  state s{};
  const std::string boot = boot_id();
  if (read_state(opened->base + "/state", s) && !s.clean && boot != s.boot) {
    // The system went down before all was on the disk: nothing in there can be relied on.
    const std::string lost = root + "/v1.lost";
    remove_tree(lost);
    if (sys.rename(opened->base.c_str(), lost.c_str()) != 0) {
      why_not = error_text("cannot set " + opened->base + " aside");
      return nullptr;
    }
    remove_tree(lost);
  }
  if (!opened->prepare(why_not) || !opened->open_index(why_not) ||
      !opened->read_or_make_secret(why_not))
    return nullptr;
  remove_abandoned(opened->base + "/tmp");
  opened->closed = false;
  return opened.release();
}

bool session::mark_dirty() noexcept {
  if (dirty.load(std::memory_order_acquire))
    return true;
  try {
    const std::lock_guard once(dirty_lock);
    if (dirty.load(std::memory_order_relaxed))
      return true;
    const door locked(root);
    state s{};
    if (!locked)
      return false;
    if (!read_state(base + "/state", s))
      s = {};
    const std::string boot = boot_id();
    if (s.magic[0] == 0 || s.clean || boot != s.boot) {
      s.clean = 0;
      copy_text(s.boot, boot);
      if (!write_state(base + "/state", s))
        return false;
    }
    dirty.store(true, std::memory_order_release);
    return true;
  } catch (...) {
    return false;
  }
}

bool session::in_place() {
  struct stat here{};
  struct stat there{};
  mdb_filehandle_t fd;
  return mdb_env_get_fd(data.env(), &fd) == 0 && sys.fstat(fd, &here) == 0 &&
         (sys.stat((base + "/index.mdb").c_str(), &there) == 0
              ? here.st_ino == there.st_ino && here.st_dev == there.st_dev
              : errno != ENOENT);
}

void session::close() noexcept {
  if (closed)
    return;
  closed = true;
  try {
    const door locked(root);
    // Also after others, who may have been killed.
    state s{};
    if (locked && read_state(base + "/state", s) && !s.clean && alone() && in_place() &&
        data.sync() == 0) {
      s.clean = 1;
      static_cast<void>(write_state(base + "/state", s));
    } else if (dirty) {
      static_cast<void>(data.sync());
    }
    shut();
  } catch (...) {
    shut();
  }
}

void session::shut() noexcept {
  data.close();
  if (flights >= 0)
    sys.close(flights);
  flights = -1;
}

session::~session() {
  close();
  shut();
}

} // namespace st::store
