// Small helpers for tests with threads.
#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unistd.h>

namespace check {
// Ends the program by a signal when it hangs.
inline void deadline(unsigned seconds) { alarm(seconds); }

inline void sleep_ms(int n) { std::this_thread::sleep_for(std::chrono::milliseconds(n)); }

// A door that is opened once.
class Gate {
 public:
  void open() {
    {
      std::lock_guard<std::mutex> hold(mutex_);
      open_ = true;
    }
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock<std::mutex> hold(mutex_);
    changed_.wait(hold, [this] { return open_; });
  }
  bool wait_ms(int n) {
    std::unique_lock<std::mutex> hold(mutex_);
    return changed_.wait_for(hold, std::chrono::milliseconds(n), [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

class Clock {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }
  void restart() { start_ = std::chrono::steady_clock::now(); }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};
}  // namespace check
