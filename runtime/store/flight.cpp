#include "flight.h"
#include "checksum.h"
#include "session.h"
#include "value_file.h"
#include <algorithm>
#include <cerrno>
#include <pthread.h>

namespace st::store {
namespace {

constexpr std::int64_t first_pause = 50'000;
constexpr std::int64_t longest_pause = 5'000'000;
constexpr std::int64_t circle_check = 50'000'000;
constexpr std::int64_t own_circle = 2 * second;
constexpr std::int64_t other_circle = 30 * second;

constexpr off_t waiting_bytes = off_t{1} << 62;

off_t byte_of(const entry_key &key) noexcept {
  const std::uint64_t hash = checksum64(&key, sizeof(key));
  return first_flight_byte + static_cast<off_t>(hash % (waiting_bytes - first_flight_byte));
}

bool is_locked_by_others(int fd, off_t byte) noexcept {
  struct flock what{};
  what.l_type = F_WRLCK;
  what.l_whence = SEEK_SET;
  what.l_start = byte;
  what.l_len = 1;
  return sys.lock(fd, F_OFD_GETLK, &what) == 0 && what.l_type != F_UNLCK;
}

std::int64_t jitter() noexcept {
  std::uint32_t random = 0;
  if (sys.random(&random, sizeof(random)) != sizeof(random))
    random = static_cast<std::uint32_t>(monotonic_time());
  return random % (second / 2);
}

enum class attempt { got, busy, failed };

// Registers a wait for as long as it lives.
class announcement {
public:
  announcement(session &s, off_t byte) : session_(s), byte_(byte + waiting_bytes) {
    const std::lock_guard locked(s.table.lock);
    if (s.table.bytes[byte_].waiting++ == 0)
      lock_byte(s.flights, F_RDLCK, byte_);
  }
  ~announcement() {
    if (session_.generation != fork_generation())
      return;
    const std::lock_guard locked(session_.table.lock);
    const auto at = session_.table.bytes.find(byte_);
    if (at != session_.table.bytes.end() && --at->second.waiting == 0) {
      lock_byte(session_.flights, F_UNLCK, byte_);
      session_.table.bytes.erase(at);
    }
  }
  announcement(const announcement &) = delete;
  announcement &operator=(const announcement &) = delete;

private:
  session &session_;
  off_t byte_;
};

attempt try_lock(session &s, off_t byte) {
  const std::lock_guard locked(s.table.lock);
  if (s.flights < 0)
    return attempt::failed;
  const auto [at, added] = s.table.bytes.try_emplace(byte);
  if (at->second.held == 0) {
    if (!lock_byte(s.flights, F_WRLCK, byte)) {
      const int error = errno;
      s.table.bytes.erase(at);
      return error == EAGAIN || error == EACCES ? attempt::busy : attempt::failed;
    }
    at->second.owner = ::pthread_self();
  }
  ++at->second.held;
  return attempt::got;
}

// How long a thread may wait for a flight, seen from when it began to.
std::int64_t limit_by_circles(session &s) noexcept {
  const std::lock_guard locked(s.table.lock);
  std::int64_t limit = never;
  for (const auto &[byte, counts] : s.table.bytes)
    if (counts.held != 0 && is_locked_by_others(s.flights, byte + waiting_bytes))
      limit = std::min(limit,
                       ::pthread_equal(counts.owner, ::pthread_self()) ? own_circle : other_circle);
  return limit;
}

} // namespace

flight::flight(flight &&other) noexcept
    : where_(other.where_), byte_(other.byte_), waited_(other.waited_) {
  other.where_ = nullptr;
}

flight &flight::operator=(flight &&other) noexcept {
  if (this != &other) {
    release();
    where_ = other.where_;
    byte_ = other.byte_;
    waited_ = other.waited_;
    other.where_ = nullptr;
  }
  return *this;
}

flight flight::acquire(session &s, const entry_key &key, std::int64_t patience) noexcept {
  flight result;
  result.byte_ = byte_of(key);
  try {
    attempt last = try_lock(s, result.byte_);
    if (last == attempt::busy && patience > 0) {
      result.waited_ = true;
      const announcement waiting(s, result.byte_);
      const std::int64_t start = monotonic_time();
      const std::int64_t extra = jitter();
      std::int64_t circle_since = 0;
      std::int64_t next_check = start + circle_check;
      for (std::int64_t pause = first_pause; last == attempt::busy;
           pause = std::min(pause + pause / 2, longest_pause)) {
        const std::int64_t now = monotonic_time();
        if (now - start >= patience)
          break;
        sys.sleep(std::min(pause, patience - (now - start)));
        if (s.generation != fork_generation())
          break;
        last = try_lock(s, result.byte_);
        if (last != attempt::busy || now < next_check)
          continue;
        next_check = now + circle_check;
        const std::int64_t limit = limit_by_circles(s);
        if (limit == never)
          circle_since = 0;
        else if (circle_since == 0)
          circle_since = now;
        else if (now - circle_since >= limit + extra)
          break;
      }
    }
    if (last == attempt::got)
      result.where_ = &s;
  } catch (const std::bad_alloc &) {
    // No memory: computed without the right.
  }
  return result;
}

void flight::release() noexcept {
  session *const s = where_;
  where_ = nullptr;
  if (!s || s->generation != fork_generation())
    return;
  const std::lock_guard locked(s->table.lock);
  const auto at = s->table.bytes.find(byte_);
  if (at == s->table.bytes.end() || --at->second.held != 0)
    return;
  lock_byte(s->flights, F_UNLCK, byte_);
  s->table.bytes.erase(at);
}

} // namespace st::store
