#include "directory.h"
#include <cerrno>
#include <climits>
#include <cmath>
#include <cstdlib>
#include <cstring>
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
  char number[32];
  const std::size_t digits = text.find_first_not_of("0123456789.");
  const std::string_view unit =
      digits == std::string_view::npos ? std::string_view() : text.substr(digits);
  const std::size_t length = text.size() - unit.size();
  if (length == 0 || length >= sizeof(number))
    return false;
  std::memcpy(number, text.data(), length);
  number[length] = 0;
  if (std::strchr(number, '.') != std::strrchr(number, '.') || text.substr(0, length) == ".")
    return false;
  double factor = 1;
  if (!unit.empty() && unit != "B") {
    constexpr std::string_view prefixes = "KMGT";
    const char upper = unit[0] == 'k' ? 'K' : unit[0];
    const std::size_t power = prefixes.find(upper);
    if (power == std::string_view::npos)
      return false;
    std::string_view rest = unit.substr(1);
    const bool binary = rest.starts_with('i');
    if (binary)
      rest.remove_prefix(1);
    if (!rest.empty() && rest != "B")
      return false;
    factor = std::pow(binary ? 1024.0 : 1000.0, static_cast<double>(power + 1));
  }
  // Digits and at most one point: the same in every locale but for the point.
  double value = 0;
  double place = 1;
  bool after_point = false;
  for (std::size_t i = 0; i < length; ++i) {
    if (number[i] == '.') {
      after_point = true;
      continue;
    }
    value = value * 10 + (number[i] - '0');
    if (after_point)
      place *= 10;
  }
  value = value / place * factor;
  if (!(value >= 0 && value < 9.2e18))
    return false;
  bytes = static_cast<std::uint64_t>(value);
  return true;
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
