// Servers for tests: a real redis-server, or one that answers as a test says; and short forms.
#ifndef STCACHE_TEST_REMOTE_SUPPORT_H
#define STCACHE_TEST_REMOTE_SUPPORT_H

#include "../store/support.h"
#include <atomic>
#include <functional>
#include <remote/core.h>
#include <thread>
#include <vector>

namespace st::store::remote {

using store::text_of;
using store::view;

bool have_redis();

/// A redis-server of its own, on a Unix socket; ended with the test, however that ends.
class redis {
public:
  explicit redis(std::vector<std::string> options = {}, int port = 0);
  ~redis();
  redis(const redis &) = delete;
  redis &operator=(const redis &) = delete;

  void start();
  void kill(int signal = SIGKILL);
  void stop() const { ::kill(pid_, SIGSTOP); }
  void go_on() const { ::kill(pid_, SIGCONT); }
  bool answers() const;
  std::string socket() const { return where_.path + "/s"; }
  std::string url(const std::string &options = {}) const { return "unix://" + socket() + options; }
  int port() const { return port_; }

private:
  store::directory where_;
  std::vector<std::string> options_;
  int port_;
  pid_t pid_ = -1;
};

int free_port();

/// Listens on a Unix socket; each connection is `serve`d in a thread.
class fake {
public:
  explicit fake(std::function<void(int)> serve);
  ~fake();
  fake(const fake &) = delete;
  fake &operator=(const fake &) = delete;
  std::string url(const std::string &options = {}) const {
    return "unix://" + where_.path + "/s" + options;
  }
  std::atomic<bool> ending{false};

private:
  store::directory where_;
  std::function<void(int)> serve_;
  int listener_;
  std::vector<std::thread> threads_;
  std::vector<int> accepted_;
  std::thread accepting_;
};

/// A server object of its own: its settings are made to differ from all others'.
std::shared_ptr<server> open_url(const std::string &url,
                                 const std::function<void(settings &)> &change = {});

/// What was logged by the servers of open_url.
std::vector<std::string> logged();

/// Runs commands (words separated by spaces) and gives the replies as text.
std::string ask(server &s, std::string_view key, const std::vector<std::string> &words);

inline group group_of(server &s, std::string_view symbol = "_Z1fi", std::uint64_t code = 1) {
  return s.open_function({symbol, symbol, {code, 2}, 3});
}
inline place place_of(server &s, std::uint64_t key, std::string_view symbol = "_Z1fi",
                      std::uint64_t code = 1) {
  const group g = group_of(s, symbol, code);
  return {g.symbol, {g.id, {key, key * 31}}};
}

/// The value, or "<none>".
inline std::string value_of(server &s, const place &where, store::bytes_view arguments = {},
                            std::int64_t ttl = 0, bool bounded = false) {
  lookup found;
  return s.find(where, arguments, ttl, bounded, found) ? text_of(found.payload()) : "<none>";
}
/// Looks up, as a call does, and then puts.
inline store::put_result put_value(server &s, const place &where, std::string_view value,
                                   const store::put_info &info = {}, lease *right = nullptr) {
  lookup found;
  s.find(where, info.arguments, 0, false, found);
  return s.put(where, view(value), info, found.clears, right);
}

inline double seconds_of(const std::function<void()> &what) {
  const std::int64_t from = store::monotonic_time();
  what();
  return static_cast<double>(store::monotonic_time() - from) / 1e9;
}
inline void sleep_ms(int ms) { ::usleep(static_cast<useconds_t>(ms) * 1000); }

inline bool eventually(const std::function<bool()> &what, int ms = 10'000) {
  for (; ms > 0; ms -= 10) {
    if (what())
      return true;
    sleep_ms(10);
  }
  return what();
}

} // namespace st::store::remote

#define NEEDS_REDIS()                                                                              \
  if (!st::store::remote::have_redis())                                                            \
  GTEST_SKIP() << "there is no redis-server here"

#endif
