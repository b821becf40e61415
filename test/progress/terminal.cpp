// The spinner on a terminal, as a model of one has it.
// REQUIRES: pyte
// RUN: %stcxx -std=c++17 -pthread %s -o %t && %python %S/Inputs/terminal.py %t
#include <st/cache.h>

#include <atomic>
#include <cassert>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <st/testing.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

// Waits for the test to go on.
static void step() {
  char c;
  while (read(STDIN_FILENO, &c, 1) != 1)
    ;
}

static std::string text;
static std::atomic<std::int64_t> later{0};
static std::int64_t clock_that_jumps() {
  return std::chrono::steady_clock::now().time_since_epoch().count() + later;
}

[[st::cache_data]] int load(int n) {
  step();
  return n;
}
[[st::cache_data(show_spinner = text)]] int with_text(int n) {
  step();
  return n;
}
[[st::cache_data(show_time = true)]] int with_time(int n) {
  for (const int seconds : {65, 3600, 3600}) {
    step();
    later += seconds * std::int64_t{1'000'000'000};
  }
  step();
  return n;
}
[[st::cache_data]] int throws(int n) {
  step();
  throw std::runtime_error("thrown");
  return n;
}
[[st::cache_data]] int prints(int n) {
  for (const char *const what : {"one\n", "two, ", "", "three\n", "four\nfive\n"}) {
    step();
    if (*what == '\0')
      std::fputs("on stderr, ", stderr);
    std::fputs(what, stdout);
    std::fflush(stdout);
  }
  step();
  return n;
}
[[st::cache_data]] int emits(int n) {
  for (int i = 0; i < 2; ++i) {
    step();
    st::write("first");
    st::write("second");
    st::table(std::vector<std::vector<int>>{{1, 2}, {3, 4}});
  }
  step();
  return n;
}
[[st::cache_data(show_spinner = false)]] int inner(int n) {
  step();
  return n;
}
[[st::cache_data(show_spinner = text)]] int outer(int n) { return inner(n) + inner(n); }

static std::atomic<int> left{0};
[[st::cache_data]] int in_thread(int n) {
  while (n < left)
    usleep(1000);
  return n;
}

int main(int argc, char **argv) {
  const std::string what = argv[1];
  if (what == "load") {
    load(1);
  } else if (what == "text") {
    text = argc > 2 ? argv[2] : "";
    with_text(1);
  } else if (what == "control") {
    text = "a\033[31mb\nc\a\177\xc2\x9b" "d\xff\xe8\xaa";
    with_text(1);
  } else if (what == "time") {
    st::detail::set_clock_for_testing(clock_that_jumps);
    with_time(1);
  } else if (what == "throws") {
    try {
      throws(1);
    } catch (const std::runtime_error &) {
    }
  } else if (what == "partial") {
    std::fputs("1\n2\n3\n4\n5\nhalf a li", stdout);
    std::fflush(stdout);
    load(1);
    std::fputs("ne\n", stdout);
  } else if (what == "prints") {
    prints(1);
  } else if (what == "emits") {
    emits(1);
    emits(1);
  } else if (what == "nested") {
    text = argv[2];
    outer(1);
  } else if (what == "sink") {
    st::set_progress_sink([](const st::Progress &) {});
    load(1);
    st::set_progress_sink(nullptr);
    load(2);
  } else if (what == "threads") {
    left = 3;
    std::vector<std::thread> all;
    for (int i = 0; i < 3; ++i) {
      all.emplace_back([i] { in_thread(i); });
      step();
    }
    for (; left > 0; --left)
      step();
    for (std::thread &t : all)
      t.join();
  } else if (what == "background") {
    const pid_t child = fork();
    if (child == 0) {
      setpgid(0, 0);
      load(1);
      _exit(0);
    }
    setpgid(child, child);
    int status = 1;
    waitpid(child, &status, 0);
    assert(status == 0);
    load(1);
  } else if (what == "child") {
    // One that has the terminal where its parent has none.
    load(1);
    if (fork() == 0) {
      dup2(STDOUT_FILENO, STDERR_FILENO);
      load(2);
      _exit(0);
    }
    wait(nullptr);
  } else if (what == "exit") {
    left = 1;
    std::thread([] { in_thread(0); }).detach();
    step();
    std::puts("after");
    std::exit(0);
  }
  std::puts("after");
}
