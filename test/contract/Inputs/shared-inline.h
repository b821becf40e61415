#pragma once
#include <st/cache.h>
#include <string>

extern int runs;

[[st::cache_data]] inline int shared_inline(int x) {
  ++runs;
  return x * 3;
}

[[st::cache_data]] inline std::string declared_then_defined(const std::string& s, int times = 2);
inline std::string declared_then_defined(const std::string& s, int times) {
  ++runs;
  std::string out;
  for (int i = 0; i < times; ++i) out += s;
  return out;
}

template <class T>
[[st::cache_data]] T shared_template(T x) {
  ++runs;
  return x + x;
}

struct Widget {
  int size = 1;
  [[st::cache_data]] int area(int scale) const {
    ++runs;
    return size * size * scale;
  }
  [[st::cache_data]] static int twice(int x) {
    ++runs;
    return 2 * x;
  }
};

template <class T>
struct Box {
  T value;
  [[st::cache_data]] T plus(T other) const;
};
template <class T>
T Box<T>::plus(T other) const {
  ++runs;
  return value + other;
}

// Defined in one file only; the others see the attribute on the declaration.
[[st::cache_data]] int elsewhere(int x);
