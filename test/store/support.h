// A store in a directory of its own, and short forms of what tests do with it.
#ifndef STCACHE_TEST_STORE_SUPPORT_H
#define STCACHE_TEST_STORE_SUPPORT_H

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <gtest/gtest.h>
#include <signal.h>
#include <store/core.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace st::store {

inline bytes_view view(std::string_view text) {
  return {reinterpret_cast<const unsigned char *>(text.data()), text.size()};
}
inline std::string text_of(bytes_view bytes) {
  return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

/// A temporary directory, removed in the end.
class directory {
public:
  explicit directory(const std::string &where = "/tmp") {
    std::string pattern = where + "/stcache-test-XXXXXX";
    path = ::mkdtemp(pattern.data()) ? pattern : std::string();
  }
  ~directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  directory(const directory &) = delete;
  directory &operator=(const directory &) = delete;
  std::string path;
};

inline std::shared_ptr<disk> open_at(const std::string &path, std::uint64_t max_size = 1 << 30,
                                     const std::string &program = {}) {
  settings how;
  how.directory = path;
  how.max_size = max_size;
  how.program = program;
  std::string why_not;
  auto store = disk::open(how, why_not);
  if (!store)
    ADD_FAILURE() << why_not;
  return store;
}

inline put_result put_value(disk &store, const entry_key &key, std::string_view value,
                            put_info info = {}) {
  value_writer writer(store.values_directory());
  // In pieces, as values come.
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t n = std::min<std::size_t>(value.size() - at, at % 3 == 0 ? 100'000 : 777);
    detail::append(writer, value.data() + at, n);
    at += n;
  }
  return store.put(key, writer, info);
}

/// The value, or "<none>".
inline std::string value_of(disk &store, const entry_key &key, bytes_view arguments = {},
                            std::int64_t ttl = 0) {
  found value;
  return store.find(key, arguments, ttl, value) ? text_of(value.payload()) : "<none>";
}

inline id128 group_of(disk &store, std::string_view symbol = "_Z1fi", std::uint64_t code = 1) {
  return store.open_group({symbol, symbol, {code, 2}, 3});
}

/// What a value of a key is in all tests that do not care: depends on the key, of any size.
inline std::string pattern(std::uint64_t seed, std::size_t size) {
  std::string bytes(size, 0);
  std::uint64_t state = seed * 0x9E3779B97F4A7C15u + 1;
  for (char &c : bytes) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    c = static_cast<char>(state >> 56);
  }
  return bytes;
}

/// Runs `body` in a child; its pid. The child ends with what `body` returns.
inline pid_t start_child(const std::function<int()> &body) {
  const pid_t child = ::fork();
  if (child == 0)
    ::_exit(body());
  return child;
}
/// Exit status, or 1000 + the signal that ended it.
inline int result_of(pid_t child) {
  int status = 0;
  if (::waitpid(child, &status, 0) != child)
    return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}
inline int run_child(const std::function<int()> &body) { return result_of(start_child(body)); }

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr int slowness = 10;
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
inline constexpr int slowness = 10;
#else
inline constexpr int slowness = 1;
#endif
#else
inline constexpr int slowness = 1;
#endif

} // namespace st::store

#endif
