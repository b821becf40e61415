// A clock that stands still until it is told otherwise, and a wait for refreshes to end.
#pragma once
#undef NDEBUG
#include <atomic>
#include <cassert>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <st/testing.h>
#include <string>
#include <thread>
#include <unistd.h>

#ifndef LIBRARY // the program's alone
inline std::atomic<std::int64_t> time_now{1'000'000'000'000};

struct Clock {
  Clock() {
    alarm(120); // a test that hangs fails
    st::detail::set_clock_for_testing([] { return time_now.load(); });
  }
};
inline Clock the_clock;

inline void forward(double seconds) { time_now += static_cast<std::int64_t>(seconds * 1e9); }
#endif

template <class Condition> void wait_until(Condition holds) {
  while (!holds())
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

// A call by another thread, from when on it waits for something.
class WaitingCall {
public:
  template <class Call>
  explicit WaitingCall(Call call)
      : thread([this, call] {
          id = gettid();
          call();
        }) {
    wait_until([this] { return id != 0; });
    for (int asleep = 0; asleep < 10; std::this_thread::sleep_for(std::chrono::milliseconds(1)))
      asleep = is_asleep() ? asleep + 1 : 0;
  }
  void join() { thread.join(); }

private:
  bool is_asleep() const {
    std::ifstream stat("/proc/self/task/" + std::to_string(id) + "/stat");
    std::string text;
    std::getline(stat, text);
    return text.substr(text.rfind(')') + 2, 1) == "S";
  }
  std::atomic<pid_t> id{0};
  std::thread thread;
};

inline void wait_for_refreshes() {
  wait_until([] { return st::detail::refreshes_for_testing() == 0; });
}
