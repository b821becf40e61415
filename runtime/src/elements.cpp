// Where elements go.
#include "callback.h"
#include "record.h"
#include "refresh.h"
#include <charconv>
#include <new>
#include <sstream>

namespace st {
namespace detail {
namespace {

constinit callback<erased_sink<Element>> current;
constinit small_mutex showing_lock; // one at a time

thread_local bool showing = false;

} // namespace

void set_sink(erased_sink<Element> given) noexcept { current.set(given); }

// Threads that were showing something are gone in a child process.
void forget_sink_users_after_fork() noexcept {
  current.forget_users_after_fork();
  if (!showing)
    ::new (&showing_lock) small_mutex;
}

bool in_sink() noexcept { return showing; }

void show(const Element &e) {
  if (showing || in_refresh())
    return;
  const auto to = current.get();
  const lock_guard one(showing_lock);
  struct mark {
    mark() noexcept { showing = true; }
    ~mark() { showing = false; }
  } const within;
  const unrecorded within_sink;
  if (to)
    to->is.call(to->is.object, e);
  else
    terminal_sink{stdout}(e);
}

template <class T> static void print_shortest(std::string &to, T value) {
  char digits[64];
  to.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}
void print_number(std::string &to, long long value) { print_shortest(to, value); }
void print_number(std::string &to, unsigned long long value) { print_shortest(to, value); }
void print_number(std::string &to, float value) { print_shortest(to, value); }
void print_number(std::string &to, double value) { print_shortest(to, value); }
void print_number(std::string &to, long double value) { print_shortest(to, value); }

void print_stream(std::string &to, void (*write)(std::ostream &, const void *), const void *value) {
  std::ostringstream stream;
  write(stream, value);
  to += stream.str();
}

void append_escaped(std::string &to, std::string_view cell) {
  for (const char c : cell)
    if (c == '\t')
      to += "\\t";
    else if (c == '\n')
      to += "\\n";
    else if (c == '\\')
      to += "\\\\";
    else
      to += c;
}

} // namespace detail
} // namespace st
