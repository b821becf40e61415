// What the window calls for each frame.
#ifndef APP_H
#define APP_H

#include <chrono>
#include <string>
#include <utility>

/// Adds up the time of the calls of cached functions in a frame, but for the widgets and messages
/// that are drawn meanwhile.
class Stopwatch {
public:
  using clock = std::chrono::steady_clock;

  void start() {
    started_ = clock::now();
    running_ = true;
  }
  /// Was it running?
  bool stop() {
    if (running_)
      total_ += clock::now() - started_;
    return std::exchange(running_, false);
  }
  /// Of what has been added up; begins anew.
  double take_seconds() {
    const std::chrono::duration<double> result = total_;
    total_ = {};
    return result.count();
  }

private:
  clock::time_point started_{};
  clock::duration total_{};
  bool running_ = false;
};

extern Stopwatch cached_calls;

/// While it lives, the stopwatch stands still.
class Pause {
public:
  Pause() : was_running_(cached_calls.stop()) {}
  ~Pause() {
    if (was_running_)
      cached_calls.start();
  }
  Pause(const Pause &) = delete;
  Pause &operator=(const Pause &) = delete;

private:
  bool was_running_;
};

/// The whole user interface. Called for each frame, within a window of Dear ImGui.
void draw_app(const std::string &path);

/// Prints how often each cached function was computed and found.
void print_counts();

#endif
