#include "spinner.h"
#include "columns.h"
#include "internal.h"
#include <cerrno>
#include <cstring>
#include <new>
#include <sys/ioctl.h>
#include <unistd.h>

namespace st::detail {
namespace {

constinit small_mutex spinner_lock; // of what follows, and of the spinner's place on the terminal
constinit bool drawn = false;
constinit unsigned kept_off = 0;
constinit bool braille = false;
constinit bool faint = false;

void write_to_terminal(std::string_view text) noexcept {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written <= 0 && errno != EINTR)
      return;
    text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
  }
}

// Behind the cursor and below it, with nothing of the program's colours.
constexpr std::string_view erase_rest = "\0337\033[m\033[J\0338";

// A job in the background leaves the terminal alone. There are no jobs on a terminal that does not
// control the process.
bool may_write() noexcept {
  const pid_t group = tcgetpgrp(STDERR_FILENO);
  return group < 0 ? isatty(STDERR_FILENO) : group == getpgrp();
}

// What there was is no longer ours if we may not write.
void erase_locked() noexcept {
  if (drawn && may_write())
    write_to_terminal(erase_rest);
  drawn = false;
}

bool says(const char *variable) noexcept {
  const char *const value = std::getenv(variable);
  return value && *value;
}

bool shows_utf8() noexcept {
  for (const char *const variable : {"LC_ALL", "LC_CTYPE", "LANG"})
    if (says(variable)) {
      const char *const value = std::getenv(variable);
      return strcasestr(value, "utf-8") || strcasestr(value, "utf8");
    }
  return false;
}

std::string_view frame_of(unsigned frame) noexcept {
  static constexpr std::string_view dots[] = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
  static constexpr std::string_view lines[] = {"|", "/", "-", "\\"};
  return braille ? dots[frame % std::size(dots)] : lines[frame % std::size(lines)];
}

} // namespace

bool has_terminal() noexcept {
  const char *const kind = std::getenv("TERM");
  if (!isatty(STDERR_FILENO) || !kind || !*kind || std::strcmp(kind, "dumb") == 0)
    return false;
  const lock_guard locked(spinner_lock);
  braille = shows_utf8() && std::strcmp(kind, "linux") != 0; // the console has no such letters
  faint = !says("NO_COLOR");
  return true;
}

void draw_spinner(std::string_view text, unsigned frame) {
  const lock_guard locked(spinner_lock);
  if (kept_off != 0)
    return;
  if (!may_write()) {
    drawn = false;
    return;
  }
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
    size.ws_col = 80;
    size.ws_row = 24;
  }
  if (size.ws_row < 2)
    return;
  // Down and up again, so that there is a line below without moving the cursor. Then, from where
  // it is: the first column of that line, in plain or faint letters, and no wrapping, should the
  // terminal be narrower by now.
  std::string out(drawn ? erase_rest : "");
  out += "\033D\033M\0337\r\033[B\033[?7l";
  out += faint ? "\033[0;2m" : "\033[m";
  out += fitted(std::string(frame_of(frame)) + " " + std::string(text), size.ws_col - 1);
  out += "\033[m\033[?7h\0338";
  write_to_terminal(out);
  drawn = true;
}

void erase_spinner() noexcept {
  const lock_guard locked(spinner_lock);
  if (kept_off == 0)
    erase_locked();
}

no_spinner::no_spinner() noexcept {
  const int before = errno;
  const lock_guard locked(spinner_lock);
  ++kept_off;
  erase_locked();
  errno = before;
}

no_spinner::~no_spinner() {
  const lock_guard locked(spinner_lock);
  if (kept_off != 0)
    --kept_off;
}

void forget_spinner_after_fork() noexcept {
  ::new (&spinner_lock) small_mutex;
  drawn = false;
  kept_off = 0;
}

} // namespace st::detail
