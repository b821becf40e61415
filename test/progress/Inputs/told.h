// What a sink has been told, and bodies that run until it has been told enough.
#include <atomic>
#include <cassert>
#include <chrono>
#include <mutex>
#include <st/cache.h>
#include <string>
#include <thread>
#include <vector>

struct Told {
  std::string function, text;
  double seconds;
  bool done, show_time;
};

inline std::mutex lock;
inline std::vector<Told> told;
inline std::atomic<int> updates{0}; // that were not the last

inline void note(const st::Progress &p) {
  static std::atomic<int> inside{0};
  assert(inside.fetch_add(1) == 0);
  {
    const std::lock_guard<std::mutex> locked(lock);
    told.push_back({std::string(p.function), std::string(p.text), p.seconds, p.done, p.show_time});
  }
  inside.fetch_sub(1);
  updates += !p.done;
}

template <class F> void wait_until(F condition) {
  for (int i = 0; i < 60000 && !condition(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  assert(condition());
}

// A body that takes as long as it takes to be told of `count` times.
inline void last(int count = 1) {
  const int before = updates;
  wait_until([&] { return updates >= before + count; });
}

inline std::vector<Told> take() {
  const std::lock_guard<std::mutex> locked(lock);
  std::vector<Told> result;
  result.swap(told);
  return result;
}

// What was told of one call: times that grow, and then one end.
inline Told one(const std::vector<Told> &all) {
  assert(all.size() >= 2);
  for (std::size_t i = 0; i < all.size(); ++i) {
    assert(all[i].done == (i == all.size() - 1));
    assert(all[i].function == all[0].function && all[i].text == all[0].text);
    assert(all[i].show_time == all[0].show_time);
    assert(i == 0 ? all[i].seconds >= 0.1 : all[i].seconds > all[i - 1].seconds);
  }
  return all[0];
}
template <class F> Told during(F call) {
  call();
  return one(take());
}
template <class F> bool silent(F call) {
  call();
  return take().empty();
}
