// Where the store is, and whether it may be used.
#ifndef STCACHE_STORE_DIRECTORY_H
#define STCACHE_STORE_DIRECTORY_H

#include "calls.h"
#include "types.h"
#include <string_view>

namespace st::store {

inline constexpr std::uint64_t default_max_size = std::uint64_t{5} << 30;

/// What a store is opened with.
struct settings {
  std::string directory;
  std::uint64_t max_size = default_max_size;  // bytes on disk
  std::string program;                        // the running program's path; empty: ask the system
  void (*log)(const char *line) = nullptr;    // called from any thread, at most once for each kind
  std::int64_t touch_interval = 600 * second; // between two notes that find makes of an entry's use
};

/// $STCACHE_DIR, $XDG_CACHE_HOME/stcache or ~/.cache/stcache, and $STCACHE_MAX_SIZE. An empty
/// directory if none of them is set. What cannot be understood is complained of, and the default
/// taken. May throw bad_alloc.
settings settings_from_environment(std::string &complaint);

/// "123", "10K", "1.5Gi": bytes, K M G T are powers of 1000, Ki Mi Gi Ti of 1024; a B may follow.
bool parse_size(std::string_view text, std::uint64_t &bytes) noexcept;

/// Makes the directory with its parents, mode 0700, if it is not there. Gives its real path, or an
/// empty string and the reason: it is not the user's alone, or on a file system that machines
/// share. May throw bad_alloc.
std::string use_directory(const std::string &directory, std::string &why_not);

/// Identifies the time since the machine was started; empty if unknown. May throw bad_alloc.
std::string boot_id();

/// Removes a directory and what is in it. May throw bad_alloc.
void remove_tree(const std::string &directory, int depth = 4);

/// Calls `visit(name)` for each name in a directory, but . and .. .
template <class Visit> void for_each_name(const std::string &directory, Visit visit) {
  struct closer {
    DIR *dir;
    ~closer() {
      if (dir)
        ::closedir(dir);
    }
  };
  const closer open{sys.opendir(directory.c_str())};
  if (!open.dir)
    return;
  while (const dirent *const entry = ::readdir(open.dir)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..")
      visit(name);
  }
}

} // namespace st::store

#endif
