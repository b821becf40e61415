// Lines on stderr.
#include "observe.h"
#include "spinner.h"
#include <cerrno>
#include <cinttypes>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <sys/syscall.h>
#include <unistd.h>

namespace st::detail {
namespace {

constinit std::atomic<int> level{-1};

log_level from_environment() noexcept {
  const char *const text = std::getenv("STCACHE_LOG");
  if (!text || !*text || std::strcmp(text, "0") == 0 || std::strcmp(text, "none") == 0)
    return log_level::none;
  if (std::strcmp(text, "info") == 0)
    return log_level::info;
  if (std::strcmp(text, "debug") == 0)
    return log_level::debug;
  say("STCACHE_LOG is '%s'; known are 'info' and 'debug'", text);
  return log_level::none;
}

// A line that is written at once stays whole beside those of other threads and processes.
class line {
public:
  void add(const char *format, ...) noexcept __attribute__((format(printf, 2, 3))) {
    std::va_list arguments;
    va_start(arguments, format);
    add(format, arguments);
    va_end(arguments);
  }
  void add(const char *format, std::va_list arguments) noexcept
      __attribute__((format(printf, 2, 0))) {
    const std::size_t room = sizeof text - 1 - used;
    const int length = std::vsnprintf(text + used, room, format, arguments);
    if (length > 0)
      used += static_cast<std::size_t>(length) < room ? static_cast<std::size_t>(length) : room - 1;
  }
  void write() noexcept {
    const no_spinner alone;
    const int before = errno;
    text[used++] = '\n';
    for (std::size_t at = 0; at < used;) {
      const ssize_t written = ::write(STDERR_FILENO, text + at, used - at);
      if (written <= 0 && errno != EINTR)
        break;
      at += written > 0 ? static_cast<std::size_t>(written) : 0;
    }
    errno = before;
  }

private:
  char text[2048];
  std::size_t used = 0;
};

void begin_decision(line &out, const char *function) noexcept {
  std::timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  std::tm local{};
  localtime_r(&now.tv_sec, &local);
  out.add("stcache: %02d:%02d:%02d.%06ld %d.%ld %s", local.tm_hour, local.tm_min, local.tm_sec,
          now.tv_nsec / 1000, getpid(), syscall(SYS_gettid), function);
}

} // namespace

log_level wanted_log() noexcept {
  int known = level.load(std::memory_order_relaxed);
  if (known < 0) [[unlikely]] {
    known = static_cast<int>(from_environment());
    level.store(known, std::memory_order_relaxed);
  }
  return static_cast<log_level>(known);
}

void say(const char *format, ...) noexcept {
  line out;
  out.add("stcache: ");
  std::va_list arguments;
  va_start(arguments, format);
  out.add(format, arguments);
  va_end(arguments);
  out.write();
}

void log_decision(log_level wanted, const site &s, const key128 *key, const char *format,
                  ...) noexcept {
  if (!logs(wanted))
    return;
  line out;
  begin_decision(out, s.about->function);
  if (key)
    out.add(" %016" PRIx64 "%016" PRIx64, key->hi, key->lo);
  out.add(": ");
  std::va_list arguments;
  va_start(arguments, format);
  out.add(format, arguments);
  va_end(arguments);
  out.write();
}

void log_uncached(log_level wanted, const char *function, const char *why) noexcept {
  if (!logs(wanted))
    return;
  line out;
  begin_decision(out, function);
  out.add(": uncached: %s", why);
  out.write();
}

} // namespace st::detail
