#include "directory.h"
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <st/detail/byte_count.h>
#include <unistd.h>

namespace st::store {
namespace {

// Locks and mappings of these do not reach other machines, or not in time.
constexpr std::uint32_t network_file_systems[] = {
    0x6969,     // NFS
    0x517B,     // SMB
    0xFF534D42, // CIFS
    0xFE534D42, // SMB2
    0x65735546, // FUSE, sshfs among them
    0x01021997, // 9P
    0x73757245, // Coda
    0x5346414F, // AFS
    0x6B414653, // kAFS
    0x00c36400, // Ceph
    0x0BD00BD0, // Lustre
    0x47504653, // GPFS
    0x786f4256, // VirtualBox shared folders
    0x7461636f, // OCFS2
    0x01161970, // GFS2
};

std::string error_text(const char *what, const std::string &path) {
  return std::string(what) + " " + path + ": " + std::strerror(errno);
}

bool make_parents(const std::string &path) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1))
    if (sys.mkdir(path.substr(0, slash).c_str(), 0700) != 0 && errno != EEXIST && errno != EROFS &&
        errno != EACCES)
      return false;
  return sys.mkdir(path.c_str(), 0700) == 0 || errno == EEXIST;
}

const char *variable(const char *name) {
  // Not for programs that run with more rights than their user has.
  const char *const value = ::secure_getenv(name);
  return value && *value ? value : nullptr;
}

} // namespace

bool parse_size(std::string_view text, std::uint64_t &bytes) noexcept {
  return detail::parse_byte_count(text.data(), text.size(), bytes);
}

settings settings_from_environment(std::string &complaint) {
  settings result;
  if (const char *const own = variable("STCACHE_DIR"))
    result.directory = own;
  else if (const char *const cache = variable("XDG_CACHE_HOME"); cache && *cache == '/')
    result.directory = std::string(cache) + "/stcache";
  else if (const char *const home = variable("HOME"))
    result.directory = std::string(home) + "/.cache/stcache";
  if (const char *const size = variable("STCACHE_MAX_SIZE");
      size && !parse_size(size, result.max_size)) {
    result.max_size = default_max_size;
    complaint = std::string("STCACHE_MAX_SIZE=") + size +
                " is no size (a number, or one with K, M, G, T, Ki, Mi, Gi or Ti); taken is 5Gi";
  }
  return result;
}

std::string use_directory(const std::string &directory, std::string &why_not) {
  if (directory.empty()) {
    why_not = "none of STCACHE_DIR, XDG_CACHE_HOME and HOME is set";
    return {};
  }
  const bool made = make_parents(directory);
  const int made_error = errno;
  char real[PATH_MAX];
  if (!sys.realpath(directory.c_str(), real)) {
    if (!made)
      errno = made_error;
    why_not = error_text("cannot make", directory);
    return {};
  }
  std::string path = real;
  const descriptor fd(sys.open(real, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
  struct stat status{};
  struct statfs system{};
  if (!fd || sys.fstat(fd.get(), &status) != 0 || sys.fstatfs(fd.get(), &system) != 0) {
    why_not = error_text("cannot open", path);
    return {};
  }
  if (status.st_uid != ::geteuid()) {
    why_not = path + " belongs to user " + std::to_string(status.st_uid) + ", not to user " +
              std::to_string(::geteuid()) + " who runs the program";
    return {};
  }
  if ((status.st_mode & 077) != 0) {
    why_not = path + " can be read or written by others; to use it:  chmod 700 " + path;
    return {};
  }
  for (const std::uint32_t type : network_file_systems)
    if (static_cast<std::uint32_t>(system.f_type) == type) {
      why_not = path + " is on a network file system; set STCACHE_DIR to a local directory";
      return {};
    }
  return path;
}

std::string boot_id() {
  const descriptor fd(sys.open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC, 0));
  char text[36];
  if (!fd || !read_all(fd.get(), text, sizeof(text), 0))
    return {};
  return {text, sizeof(text)};
}

void remove_tree(const std::string &directory, int depth) {
  for_each_name(directory, [&](std::string_view name) {
    const std::string path = directory + "/" + std::string(name);
    if (sys.unlink(path.c_str()) != 0 && depth > 0 && (errno == EISDIR || errno == EPERM))
      remove_tree(path, depth - 1);
  });
  sys.rmdir(directory.c_str());
}

} // namespace st::store
