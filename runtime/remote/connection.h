// One connection to a server: bytes out, replies in, never longer than allowed.
#ifndef STCACHE_REMOTE_CONNECTION_H
#define STCACHE_REMOTE_CONNECTION_H

#include "reply.h"
#include <sys/types.h>

namespace st::store::remote {

/// Commands to be written together. One value may be large: it is not copied.
class request {
public:
  /// In a cluster, where a slot is on the move, each command is announced.
  explicit request(bool asking = false) : asking_(asking) {}
  /// May throw bad_alloc, as the others.
  void command(unsigned arguments, std::string_view name);
  void add(std::string_view argument);
  void add(long long number);
  void add_value(store::bytes_view value);
  unsigned commands() const { return commands_; }
  bool asking() const { return asking_; }
  std::size_t size() const { return before_.size() + value_.size() + after_.size(); }

private:
  friend class connection;
  void raw(std::string_view text) { (has_value_ ? after_ : before_) += text; }
  void count(char mark, std::size_t number);

  bool asking_;
  bool has_value_ = false;
  unsigned commands_ = 0;
  std::string before_;
  store::bytes_view value_;
  std::string after_;
};

enum class status {
  good,
  too_large, // a reply is sound, but more than is wanted
  timeout,
  closed,   // before a byte of the reply came: perhaps long ago
  broken,   // in the midst of a reply, or nonsense
  refused,  // not reached
  no_name,  // the host's name leads nowhere
  rejected, // user and password, or the database
  paused,   // the breaker is open
};

class connection {
public:
  connection() = default;
  ~connection();
  connection(const connection &) = delete;
  connection &operator=(const connection &) = delete;

  status open(const settings &how, const std::string &host, std::uint16_t port) noexcept;
  /// Writes the request and reads a reply for each command. After anything but success the
  /// connection is of no use. May throw bad_alloc.
  status exchange(const request &what, const limits &most, std::vector<reply_ptr> &replies);
  /// Of this process, which may be a child of the one that made it?
  bool is_ours() const noexcept;

private:
  status try_address(const settings &how, const void *address, std::size_t size,
                     std::int64_t deadline) noexcept;
  status send_all(const request &what, std::int64_t deadline) noexcept;

  int fd_ = -1;
  pid_t process_ = 0;
  std::int64_t timeout_ = 0;
  reply_reader reader_;
};

} // namespace st::store::remote

#endif
