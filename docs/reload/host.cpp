// The host: calls the script's function for each frame, and loads the script again when it has been
// built anew.
//
//   host SCRIPT.so [FRAMES-PER-SECOND]
//
// It ends at an interrupt, or at the end of its standard input.
#include "host.h"
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <memory>
#include <optional>
#include <poll.h>
#include <st/reload.h>
#include <string>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

namespace fs = std::filesystem;
using timer = std::chrono::steady_clock;

double milliseconds_since(timer::time_point start) {
  return std::chrono::duration<double, std::milli>(timer::now() - start).count();
}

/// A script that is loaded, from a copy of its own: the file may be overwritten meanwhile, and the
/// loader takes it for another library than the one before.
class Script {
public:
  /// Null, once said why, if the file is no script (it may still be growing).
  static std::unique_ptr<Script> load(const fs::path &file) {
    static int count = 0;
    const fs::path copy = fs::temp_directory_path() / ("script-" + std::to_string(getpid()) + "-" +
                                                       std::to_string(++count) + ".so");
    std::error_code error;
    fs::copy_file(file, copy, fs::copy_options::overwrite_existing, error);
    void *const library = error ? nullptr : dlopen(copy.c_str(), RTLD_NOW | RTLD_LOCAL);
    void *const function = library ? dlsym(library, "draw_frame") : nullptr;
    if (!function)
      std::fprintf(stderr, "cannot load the script: %s\n",
                   error ? error.message().c_str() : dlerror());
    fs::remove(copy, error);
    if (function)
      return std::unique_ptr<Script>(new Script(library, function));
    if (library)
      dlclose(library);
    return nullptr;
  }
  ~Script() { dlclose(library_); }
  Script(const Script &) = delete;
  Script &operator=(const Script &) = delete;

  void draw(double seconds, std::string &picture) const { draw_(seconds, picture); }

private:
  Script(void *library, void *function)
      : library_(library), draw_(reinterpret_cast<decltype(&draw_frame)>(function)) {}
  void *library_;
  decltype(&draw_frame) draw_;
};

/// Tells when the file has become another one.
class Watch {
public:
  explicit Watch(fs::path file) : file_(std::move(file)) {}
  bool changed() {
    std::error_code error;
    const fs::file_time_type written = fs::last_write_time(file_, error);
    if (error || written == seen_)
      return false; // being replaced, or as before
    seen_ = written;
    return true;
  }

private:
  fs::path file_;
  std::optional<fs::file_time_type> seen_;
};

volatile std::sig_atomic_t interrupted = 0;

// Waits for the time of the next frame. False at the end of the input.
bool wait_until(timer::time_point time) {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(time - timer::now()).count();
    if (poll(&input, 1, static_cast<int>(std::max<long long>(left, 0))) <= 0)
      return true;
    char typed[256];
    if (read(STDIN_FILENO, typed, sizeof typed) <= 0)
      return false;
  }
}

void report(std::vector<double> &frames) {
  if (frames.size() < 2)
    return;
  std::sort(frames.begin() + 1, frames.end());
  std::printf("%zu frames: the first %.3f ms, then %.3f ms (median), at most %.3f ms\n",
              frames.size(), frames[0], frames[frames.size() / 2], frames.back());
}

} // namespace

int main(int count, char **arguments) {
  if (count < 2) {
    std::fprintf(stderr, "usage: host SCRIPT.so [FRAMES-PER-SECOND]\n");
    return 2;
  }
  const fs::path file = arguments[1];
  const std::chrono::duration<double> pause(1 / (count > 2 ? std::atof(arguments[2]) : 60));
  std::signal(SIGINT, [](int) { interrupted = 1; });
  std::setvbuf(stdout, nullptr, _IOLBF, 0);

  // Results outlive the library that computed them.
  st::keep_unloaded(256u << 20);

  Watch watch(file);
  std::unique_ptr<Script> script;
  std::vector<double> frames;
  std::string picture;
  const bool is_terminal = isatty(STDOUT_FILENO) != 0;
  const timer::time_point start = timer::now();
  timer::time_point next = start;
  for (;;) {
    if (watch.changed()) {
      const timer::time_point from = timer::now();
      if (std::unique_ptr<Script> fresh = Script::load(file)) {
        const double opened = milliseconds_since(from);
        script = std::move(fresh); // closes the old one, before a function of the new one is called
        report(frames);
        std::printf("loaded: %.3f ms to open the script, %.3f ms to close the one before\n", opened,
                    milliseconds_since(from) - opened);
        frames.clear();
      }
    }
    if (!script) {
      std::fprintf(stderr, "waiting for %s\n", file.c_str());
    } else {
      const timer::time_point from = timer::now();
      script->draw(std::chrono::duration<double>(from - start).count(), picture);
      frames.push_back(milliseconds_since(from));
      if (is_terminal)
        std::printf("\033[H\033[2J%s", picture.c_str());
    }
    next = std::max(next + std::chrono::duration_cast<timer::duration>(pause), timer::now());
    if (interrupted || !wait_until(next))
      break;
  }
  report(frames);
  const st::Unloaded kept = st::unloaded();
  std::printf("%llu results of earlier scripts are kept, %.1f KiB\n",
              static_cast<unsigned long long>(kept.entries),
              static_cast<double>(kept.bytes) / 1024);
}
