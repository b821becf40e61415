// A header with cached functions, as rewritten source has it. The tables are in the files.
#ifndef SHARED_H
#define SHARED_H
#include "generated.h"
#include <string>

namespace {
extern const unsigned char st_note[];
}
static const ::st::detail::generated_code *st_codes();

extern int runs;

inline int shared(int x) {
  struct st_options {
    static auto st_setup() { return ::st::detail::options(::st::max_entries = 100); }
  };
  struct st_cached : st_options {
    ST_FUNCTION(overload<decltype(x)>::of(&::shared))
    ST_CODE("shared", "_Z6sharedi")
  };
  ST_BODY([](decltype(x) x), {
    ++runs;
    return 3 * x;
  });
  return ::st::detail::cached_data<st_cached, 0ull>(st_body, ST_PASS(x));
}

template <class T> T doubled(T x) {
  struct st_cached { ST_FUNCTION(overload<decltype(x)>::of(&::doubled<T>)) };
  ST_BODY([](decltype(x) x), {
    ++runs;
    return x + x;
  });
  ST_INSTANCE;
  return ::st::detail::cached_data<st_instance, 0ull>(st_body, ST_PASS(x));
}

template <class T> struct box {
  T value;
  template <class H> friend void st_hash(H &h, const box &b) { h(b.value); }

  std::string joined(T more) const {
    struct st_cached { ST_FUNCTION(member_overload<const box, decltype(more)>::of(&box::joined)) };
    ST_BODY([&](decltype(more) more), {
      ++runs;
      return std::to_string(value) + "," + std::to_string(more);
    });
    ST_INSTANCE;
    return ::st::detail::cached_data<st_instance, 0ull>(st_body, *this, ST_PASS(more));
  }
};

#endif
