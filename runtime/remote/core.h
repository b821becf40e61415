// A server or the nodes of a cluster, with their connections: inside `server`.
#ifndef STCACHE_REMOTE_CORE_H
#define STCACHE_REMOTE_CORE_H

#include "breaker.h"
#include "connection.h"
#include "wire.h"
#include <array>
#include <atomic>

namespace st::store::remote {

struct counters {
  std::atomic<std::uint64_t> hits{0}, misses{0}, puts{0}, errors{0}, timeouts{0}, damaged{0},
      too_large{0};
};
inline void count(std::atomic<std::uint64_t> &what) noexcept {
  what.fetch_add(1, std::memory_order_relaxed);
}

using replies = std::vector<reply_ptr>;

/// One process that answers. Connections that nobody uses wait in places without a lock.
class node {
public:
  node(core &of, std::string host, std::uint16_t port);
  ~node();
  node(const node &) = delete;
  node &operator=(const node &) = delete;

  bool is(std::string_view host, std::uint16_t port) const {
    return host_ == host && port_ == port;
  }
  const std::string &host() const { return host_; }
  bool is_open() const noexcept { return trouble_.is_open(); }
  /// May throw bad_alloc.
  status call(const request &what, const limits &most, replies &out);

private:
  static constexpr std::size_t most_idle = 16;
  status try_call(const request &what, const limits &most, replies &out, const char *&why);
  status connect(std::unique_ptr<connection> &out, const char *&why);
  std::unique_ptr<connection> take() noexcept;
  void give_back(std::unique_ptr<connection> one) noexcept;
  void say(const char *what, const char *why) const noexcept;

  core &of_;
  const std::string host_; // empty: a Unix socket
  const std::uint16_t port_;
  breaker trouble_;
  std::array<std::atomic<connection *>, most_idle> idle_{};
};

struct core {
  explicit core(const settings &with);
  ~core();

  /// Sends what `fill` writes to the node that has the key, and follows a cluster's redirections.
  /// False if there is no answer; else there is a reply for each command. May throw bad_alloc.
  template <class Fill>
  bool run(std::string_view key, const limits &most, replies &out, const Fill &fill) {
    return run_any(
        key, most, out, [](const void *f, request &to) { (*static_cast<const Fill *>(f))(to); },
        &fill);
  }

  /// Is this an error by which the server says that nothing can be written now? Then writes pause.
  void note_write(const reply &r, breaker::admission how) noexcept;
  breaker::admission admit_write() noexcept { return writes.admit(2 * store::second); }
  void log(const std::string &line) const noexcept;

  const settings how;
  counters counted;
  breaker writes{5 * store::second, 60 * store::second};
  std::atomic<const detail::hash_secret *> secret{nullptr};

private:
  using filler = void (*)(const void *, request &);
  static constexpr std::size_t most_nodes = 128;

  bool run_any(std::string_view key, const limits &most, replies &out, filler fill,
               const void *with);
  node *choose(std::size_t slot) noexcept;
  node *find_or_add(std::string_view host, std::uint16_t port);
  node *redirected(const replies &all, const node &from, bool &asking);

  // The first is the one of the settings; only added to.
  std::array<std::atomic<node *>, most_nodes> nodes{};
  // What redirections told of a cluster: one more than the node's index.
  std::array<std::atomic<std::uint8_t>, slots> owner{};
  std::atomic<bool> clustered{false};
};

/// Does an error begin with this word?
bool is_error(const reply &r, std::string_view word) noexcept;
/// Random bytes from the system.
bool random_bytes(void *to, std::size_t size) noexcept;

} // namespace st::store::remote

#endif
