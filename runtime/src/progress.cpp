#include "progress.h"
#include "callback.h"
#include "observe.h"
#include "own_thread.h"
#include "spinner.h"
#include <algorithm>
#include <chrono>
#include <cstring>
#include <pthread.h>
#include <st/progress.h>

namespace st::detail {

constinit std::atomic<interest> interest_in_progress{interest::unknown};

namespace {

constexpr std::int64_t delay = 100'000'000; // before a call is told of, and between two times
constexpr std::int64_t shortest_sleep = 10'000'000;

// States of a call. The owner makes it running, then idle again; once the helper has made it shown
// the owner makes it ending, and the helper idle.
enum : std::uint32_t { call_idle, call_running, call_shown, call_ending };

// States of the helper. It falls asleep when there is nothing to look at.
enum : std::uint32_t { helper_absent, helper_awake, helper_asleep, helper_gone };
constinit std::atomic<std::uint32_t> helper{helper_absent};
constinit std::atomic<std::uint32_t> bell{0};    // a change makes the helper look
constinit std::atomic<std::uint32_t> telling{0}; // odd while a sink may run
constinit std::atomic<bool> complained{false};   // of what the sink throws
constinit std::atomic<bool> ends_at_exit{false};
constinit callback<erased_sink<Progress>> sink;
thread_local bool is_helper = false;

const std::uint32_t *word(const std::atomic<std::uint32_t> &a) noexcept {
  return reinterpret_cast<const std::uint32_t *>(&a);
}

void ring() noexcept {
  bell.fetch_add(1);
  futex_wake_all(word(bell));
}

// Unless it is all over.
void set_interest(interest to) noexcept {
  interest before = interest_in_progress.load();
  while (before != interest::over && !interest_in_progress.compare_exchange_weak(before, to)) {
  }
}

std::string running_text(const site &s) {
  if (s.spinner_text)
    return s.spinner_text;
  return std::string("Running `") + s.about->function +
         (s.operations->takes_arguments ? "(...)`." : "()`.");
}

// As Streamlit writes it. Tenths are cut, so that there are never 60.0 seconds.
std::string elapsed_text(std::int64_t nanoseconds) {
  const std::int64_t tenths = nanoseconds / 100'000'000;
  const auto count = [](std::int64_t n, const char *what) {
    return std::to_string(n) + ' ' + what + (n == 1 ? ", " : "s, ");
  };
  std::string text = "(";
  if (const std::int64_t hours = tenths / 36000)
    text += count(hours, "hour");
  if (const std::int64_t minutes = tenths / 600 % 60)
    text += count(minutes, "minute");
  return text + std::to_string(tenths / 10 % 60) + '.' + std::to_string(tenths % 10) + " seconds)";
}

// What the helper knows. The calls are those that it has made shown.
class helper_view {
public:
  /// Takes up calls, tells of them, and lets go of those that have ended. Gives the time to look
  /// again, INT64_MAX if there is nothing to look at.
  std::int64_t look() noexcept;
  /// Lets go of all; those that have ended are told of.
  void close() noexcept;
  static bool anything_running() noexcept;

private:
  struct shown_call {
    watched_call *call;
    std::int64_t since;
    std::int64_t next; // when to tell of it
    bool told = false;
    bool ended = false;
  };

  void take_up(std::int64_t time, std::int64_t &next) noexcept;
  void tell_sink(const erased_sink<Progress> &to, std::int64_t time) noexcept;
  void tell_one(const erased_sink<Progress> &to, shown_call &c, bool done) noexcept;
  void draw(std::int64_t time) noexcept;

  std::vector<shown_call> calls;
};

bool helper_view::anything_running() noexcept {
  for (own_thread_record *r = all_threads.load(); r; r = r->next)
    if (r->outermost.state.load() != call_idle)
      return true;
  return false;
}

void helper_view::take_up(std::int64_t time, std::int64_t &next) noexcept {
  for (own_thread_record *r = all_threads.load(); r; r = r->next) {
    watched_call &call = r->outermost;
    std::uint32_t seen = call.state.load();
    if (seen != call_running)
      continue;
    const std::int64_t due = call.since.load() + delay;
    if (due > time) {
      next = std::min(next, due);
      continue;
    }
    try {
      calls.reserve(calls.size() + 1);
    } catch (const std::bad_alloc &) {
      next = std::min(next, time + delay);
      continue;
    }
    // It may be another call by now, and a younger one.
    if (call.state.compare_exchange_strong(seen, call_shown)) {
      const std::int64_t since = call.since.load();
      calls.push_back({&call, since, since + delay});
    }
  }
}

void helper_view::tell_one(const erased_sink<Progress> &to, shown_call &c, bool done) noexcept {
  try {
    const site &s = *c.call->where;
    const std::string text = running_text(s);
    to.call(to.object, {s.about->function, text, static_cast<double>(now() - c.since) * 1e-9, done,
                        s.show_time});
  } catch (const std::exception &e) {
    if (!complained.exchange(true))
      say("a progress sink has thrown: %s", e.what());
  } catch (...) {
    if (!complained.exchange(true))
      say("a progress sink has thrown what is no std::exception");
  }
}

void helper_view::tell_sink(const erased_sink<Progress> &to, std::int64_t time) noexcept {
  for (shown_call &c : calls) {
    if (c.next <= time && !(c.ended && c.told)) {
      tell_one(to, c, false);
      c.told = true;
      c.next = time + delay;
    }
    if (c.ended && c.told)
      tell_one(to, c, true);
  }
}

// One line: the oldest, and how many there are besides.
void helper_view::draw(std::int64_t time) noexcept {
  const shown_call *oldest = nullptr;
  std::size_t count = 0;
  for (shown_call &c : calls) {
    if (c.ended || c.since + delay > time)
      continue;
    ++count;
    if (!oldest || c.since < oldest->since)
      oldest = &c;
    c.next = time + delay;
  }
  if (!oldest) {
    erase_spinner();
    return;
  }
  try {
    const site &s = *oldest->call->where;
    std::string text = running_text(s);
    if (s.show_time)
      text += ' ' + elapsed_text(time - oldest->since);
    if (count > 1)
      text += " (+" + std::to_string(count - 1) + " more)";
    draw_spinner(text, static_cast<unsigned>((time - oldest->since) / delay));
  } catch (const std::bad_alloc &) {
    erase_spinner();
  }
}

std::int64_t helper_view::look() noexcept {
  const std::int64_t time = now();
  std::int64_t next = INT64_MAX;
  take_up(time, next);
  if (calls.empty())
    return next;
  for (shown_call &c : calls)
    c.ended = c.call->state.load() != call_shown;
  telling.fetch_add(1);
  if (const auto to = sink.get()) {
    erase_spinner();
    tell_sink(to->is, time);
  } else {
    draw(time);
  }
  telling.fetch_add(1);
  futex_wake_all(word(telling));
  std::erase_if(calls, [&](const shown_call &c) {
    // One that is neither was another thread's before a fork.
    if (std::uint32_t seen = call_ending;
        c.ended && c.call->state.compare_exchange_strong(seen, call_idle))
      futex_wake_all(word(c.call->state));
    if (!c.ended)
      next = std::min(next, c.next);
    return c.ended;
  });
  return next;
}

void helper_view::close() noexcept {
  do {
    look();
    std::erase_if(calls, [](const shown_call &c) {
      std::uint32_t seen = call_shown;
      return c.call->state.compare_exchange_strong(seen, call_idle);
    });
  } while (!calls.empty());
  erase_spinner();
}

void *help(void *) {
  is_helper = true;
  pthread_setname_np(pthread_self(), "stcache-tell");
  helper_view view;
  for (;;) {
    const std::uint32_t rung = bell.load();
    if (interest_in_progress.load() == interest::over)
      break;
    const std::int64_t next = view.look();
    if (next == INT64_MAX) {
      helper.store(helper_asleep);
      // A call that has not seen this is seen here.
      if (!helper_view::anything_running())
        futex_wait(word(bell), rung);
      helper.store(helper_awake);
    } else {
      futex_wait_for(word(bell), rung, std::clamp(next - now(), shortest_sleep, delay));
    }
  }
  view.close();
  helper.store(helper_gone);
  futex_wake_all(word(helper));
  return nullptr;
}

// At exit, so that nothing runs beside the destructors of what it may use. A sink that does not
// come to its end must not keep the process from doing so.
void stop_helping() noexcept {
  interest_in_progress.store(interest::over);
  if (is_helper)
    return; // a sink has called exit
  ring();
  std::uint32_t seen;
  using clock = std::chrono::steady_clock;
  const clock::time_point latest = clock::now() + std::chrono::seconds(1);
  while ((seen = helper.load()) == helper_awake || seen == helper_asleep) {
    const std::chrono::nanoseconds left = latest - clock::now();
    if (left.count() <= 0)
      return;
    futex_wait_for(word(helper), seen, left.count());
  }
}

bool start_helper() noexcept {
  if (!ends_at_exit.exchange(true) && std::atexit(stop_helping) != 0)
    return false;
  return start_own_thread(help, nullptr);
}

void rouse_helper() noexcept {
  std::uint32_t seen = helper.load();
  if (seen == helper_asleep) {
    if (helper.compare_exchange_strong(seen, helper_awake))
      ring();
  } else if (seen == helper_absent && helper.compare_exchange_strong(seen, helper_awake)) {
    if (!start_helper()) {
      helper = helper_absent;
      set_interest(interest::none);
    }
  }
}

} // namespace

void watch::begin_noted(std::int64_t time) noexcept {
  if (is_helper || in_sink())
    return;
  if (interest_in_progress.load() == interest::unknown)
    set_interest(sink.get() || has_terminal() ? interest::some : interest::none);
  if (interest_in_progress.load() != interest::some)
    return;
  watched_call &call = owner->outermost;
  call.is_there = begun = true;
  if (!where.show_spinner)
    return;
  call.where = &where;
  call.since.store(time != 0 ? time : now());
  call.state.store(call_running);
  if (helper.load() != helper_awake)
    rouse_helper();
}

void end_outermost(own_thread_record &self) noexcept {
  watched_call &call = self.outermost;
  call.is_there = false;
  std::uint32_t seen = call_running;
  if (call.state.compare_exchange_strong(seen, call_idle) || seen == call_idle)
    return;
  if (!call.state.compare_exchange_strong(seen, call_ending))
    return; // the helper has ended
  ring();
  while (call.state.load() == call_ending)
    futex_wait(word(call.state), call_ending);
}

void set_sink(erased_sink<Progress> given) noexcept {
  const bool is_there = given.call != nullptr;
  sink.set(given);
  complained = false;
  set_interest(is_there ? interest::some : interest::unknown);
  const std::uint32_t seen = telling.load();
  if (seen % 2 != 0 && !is_helper)
    while (telling.load() == seen)
      futex_wait(word(telling), seen);
}

void set_spinner(site &s, bool shown) noexcept { s.show_spinner = shown; }
void set_spinner(site &s, std::string_view text) noexcept {
  std::free(s.spinner_text);
  s.spinner_text = ::strndup(text.data(), text.size());
}
void set_spinner(site &s, const char *text) noexcept {
  if (text)
    set_spinner(s, std::string_view(text));
}

void forget_progress_after_fork(own_thread_record *self) noexcept {
  sink.forget_users_after_fork();
  forget_spinner_after_fork();
  set_interest(interest::unknown);
  if (is_helper)
    return; // forked by a sink, and is the helper of the child
  if (self)
    self->outermost.state = call_idle;
  if (helper != helper_gone)
    helper = helper_absent;
  telling = 0;
}

} // namespace st::detail
