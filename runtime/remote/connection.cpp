#include "connection.h"
#include "resolve.h"
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <store/calls.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

namespace st::store::remote {
namespace {

// A large value may take longer: one second for each of these.
constexpr std::size_t bytes_per_second = std::size_t{16} << 20;

std::int64_t time_for(std::size_t bytes) {
  return static_cast<std::int64_t>(bytes *
                                   (static_cast<std::uint64_t>(store::second) / bytes_per_second));
}

// Waits for the socket until the deadline. False when that has come.
bool wait_for(int fd, short events, std::int64_t deadline) noexcept {
  for (;;) {
    const std::int64_t left = deadline - store::monotonic_time();
    if (left <= 0)
      return false;
    pollfd one{fd, events, 0};
    const std::int64_t ms = (left + millisecond - 1) / millisecond;
    const int n = ::poll(&one, 1, static_cast<int>(std::min<std::int64_t>(ms, 60'000)));
    if (n > 0)
      return true;
    if (n < 0 && errno != EINTR)
      return true; // the next call says what is wrong
  }
}

bool would_block(int error) {
  return error == EAGAIN || error == EINTR; // EWOULDBLOCK is the same
}

} // namespace

void request::count(char mark, std::size_t number) {
  char text[24];
  text[0] = mark;
  char *const end = std::to_chars(text + 1, text + 22, number).ptr;
  end[0] = '\r';
  end[1] = '\n';
  raw({text, static_cast<std::size_t>(end + 2 - text)});
}

void request::command(unsigned arguments, std::string_view name) {
  if (before_.empty())
    before_.reserve(512);
  if (asking_)
    raw("*1\r\n$6\r\nASKING\r\n");
  ++commands_;
  count('*', arguments + 1);
  add(name);
}

void request::add(std::string_view argument) {
  count('$', argument.size());
  raw(argument);
  raw("\r\n");
}

void request::add(long long number) {
  char text[24];
  const char *const end = std::to_chars(text, text + sizeof(text), number).ptr;
  add(std::string_view(text, static_cast<std::size_t>(end - text)));
}

void request::add_value(store::bytes_view value) {
  count('$', value.size());
  value_ = value;
  has_value_ = true;
  raw("\r\n");
}

connection::~connection() {
  if (fd_ >= 0)
    ::close(fd_);
}

bool connection::is_ours() const noexcept { return process_ == ::getpid(); }

status connection::try_address(const settings &how, const void *where, std::size_t size,
                               std::int64_t deadline) noexcept {
  const auto *const to = static_cast<const sockaddr *>(where);
  if (fd_ >= 0)
    ::close(fd_);
  fd_ = ::socket(to->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd_ < 0)
    return status::refused;
  if (::connect(fd_, to, static_cast<socklen_t>(size)) != 0) {
    // A Unix socket with a full queue says EAGAIN.
    if (errno != EINPROGRESS && errno != EINTR)
      return errno == EAGAIN ? status::timeout : status::refused;
    if (!wait_for(fd_, POLLOUT, deadline))
      return status::timeout;
    int error = 0;
    socklen_t length = sizeof(error);
    if (::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &length) != 0 || error != 0)
      return error == ETIMEDOUT ? status::timeout : status::refused;
  }
  if (to->sa_family != AF_UNIX) {
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    ::setsockopt(fd_, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
  }
  // The first read of a reply blocks, which spares a call; so that one needs a timeout.
  const timeval most{.tv_sec = how.timeout / store::second,
                     .tv_usec = how.timeout % store::second / 1000};
  if (::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof(most)) != 0 ||
      ::fcntl(fd_, F_SETFL, 0) != 0)
    return status::refused;
  return status::good;
}

status connection::open(const settings &how, const std::string &host, std::uint16_t port) noexcept {
  process_ = ::getpid();
  timeout_ = how.timeout;
  const std::int64_t deadline = store::monotonic_time() + how.connect_timeout;
  try {
    if (!reader_.open())
      return status::refused;
    if (host.empty()) {
      sockaddr_un to{};
      to.sun_family = AF_UNIX;
      std::copy_n(how.socket.data(), std::min(how.socket.size(), sizeof(to.sun_path) - 1),
                  to.sun_path);
      return try_address(how, &to, sizeof(to), deadline);
    }
    status last = status::no_name;
    for (const address &a : resolve(host, port, deadline)) {
      last = try_address(how, &a.bytes, a.size, deadline);
      if (last == status::good || store::monotonic_time() >= deadline)
        break;
    }
    return last;
  } catch (const std::bad_alloc &) {
    return status::refused;
  }
}

status connection::send_all(const request &what, std::int64_t deadline) noexcept {
  iovec parts[3] = {
      {const_cast<char *>(what.before_.data()), what.before_.size()},
      {const_cast<unsigned char *>(what.value_.data()), what.value_.size()},
      {const_cast<char *>(what.after_.data()), what.after_.size()},
  };
  std::size_t left = what.size();
  std::size_t first = 0;
  for (;;) {
    msghdr message{};
    message.msg_iov = parts + first;
    message.msg_iovlen = 3 - first;
    const ssize_t sent = ::sendmsg(fd_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
      if (!would_block(errno))
        return status::closed;
      if (!wait_for(fd_, POLLOUT, deadline))
        return status::timeout;
      continue;
    }
    left -= static_cast<std::size_t>(sent);
    if (left == 0)
      return status::good;
    auto gone = static_cast<std::size_t>(sent);
    for (; gone >= parts[first].iov_len; ++first)
      gone -= parts[first].iov_len;
    parts[first].iov_base = static_cast<char *>(parts[first].iov_base) + gone;
    parts[first].iov_len -= gone;
  }
}

status connection::exchange(const request &what, const limits &most,
                            std::vector<reply_ptr> &replies) {
  const std::int64_t start = store::monotonic_time();
  const std::int64_t allowed = timeout_ + time_for(what.size());
  const std::size_t announced_before = reader_.announced();
  const unsigned wanted = what.commands() * (what.asking() ? 2 : 1);
  replies.clear();
  replies.reserve(wanted);
  reader_.expect(most);
  if (const status sent = send_all(what, start + allowed); sent != status::good)
    return sent;
  char bytes[64 * 1024];
  bool any = false;
  bool blocking = true;
  while (replies.size() < wanted) {
    const ssize_t n = ::recv(fd_, bytes, sizeof(bytes), blocking ? 0 : MSG_DONTWAIT);
    blocking = false;
    if (n == 0 || (n < 0 && !would_block(errno)))
      return any ? status::broken : status::closed;
    if (n > 0) {
      any = true;
      if (!reader_.feed(bytes, static_cast<std::size_t>(n)))
        return status::broken;
      for (;;) {
        reply_ptr one;
        const reply_reader::outcome got = reader_.next(one);
        if (got == reply_reader::outcome::broken)
          return status::broken;
        if (got == reply_reader::outcome::too_large)
          return status::too_large;
        if (got == reply_reader::outcome::more)
          break;
        if (replies.size() == wanted)
          return status::broken; // nobody asked for that
        replies.push_back(std::move(one));
      }
      if (replies.size() == wanted)
        break;
    }
    const std::int64_t deadline =
        start + allowed + time_for(reader_.announced() - announced_before);
    if (store::monotonic_time() >= deadline)
      return status::timeout;
    if (static_cast<std::size_t>(std::max<ssize_t>(n, 0)) < sizeof(bytes) &&
        !wait_for(fd_, POLLIN, deadline))
      return status::timeout;
  }
  if (!reader_.empty())
    return status::broken;
  if (what.asking()) {
    for (unsigned i = 0; i < what.commands(); ++i)
      replies[i] = std::move(replies[2 * i + 1]);
    replies.resize(what.commands());
  }
  return status::good;
}

} // namespace st::store::remote
