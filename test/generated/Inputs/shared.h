// A header with cached functions, as rewritten source has it. The tables are in the files.
#ifndef SHARED_H
#define SHARED_H
#include <st/cache.h>
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
  using st_named = ::st::detail::overload<decltype(x)>;
  struct st_cached : st_options {
    static constexpr auto st_function() { return st_named::of(&::shared); }
  };
  using st_result = ::st::detail::result_of<st_cached>;
  struct st_instance : st_cached {
    static constexpr ::st::detail::code st_code() { return {{1, 2}, "shared", "_Z6sharedi"}; }
  };
  _Pragma("GCC diagnostic push")
      _Pragma("GCC diagnostic ignored \"-Wshadow\"") auto st_body = [](decltype(x) x) -> st_result {
    _Pragma("GCC diagnostic pop")++ runs;
    return 3 * x;
  };
  return ::st::detail::cached_data<st_instance, 0ull>(st_body, static_cast<decltype(x) &&>(x));
}

template <class T> T doubled(T x) {
  using st_named = ::st::detail::overload<decltype(x)>;
  struct st_cached {
    static constexpr auto st_function() { return st_named::of(&::doubled<T>); }
  };
  using st_result = ::st::detail::result_of<st_cached>;
  _Pragma("GCC diagnostic push")
      _Pragma("GCC diagnostic ignored \"-Wshadow\"") auto st_body = [](decltype(x) x) -> st_result {
    _Pragma("GCC diagnostic pop")++ runs;
    return x + x;
  };
  struct st_instance : st_cached {
    static constexpr ::st::detail::code st_code() {
      return ::st::detail::code_among(&st_codes, &typeid(decltype(st_body)));
    }
  };
  return ::st::detail::cached_data<st_instance, 0ull>(st_body, static_cast<decltype(x) &&>(x));
}

template <class T> struct box {
  T value;
  template <class H> friend void st_hash(H &h, const box &b) { h(b.value); }

  std::string joined(T more) const {
    using st_named = ::st::detail::member_overload<const box, decltype(more)>;
    struct st_cached {
      static constexpr auto st_function() { return st_named::of(&box::joined); }
    };
    using st_result = ::st::detail::result_of<st_cached>;
    _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wshadow\"") auto st_body =
        [&](decltype(more) more) -> st_result {
      _Pragma("GCC diagnostic pop")++ runs;
      return std::to_string(value) + "," + std::to_string(more);
    };
    struct st_instance : st_cached {
      static constexpr ::st::detail::code st_code() {
        return ::st::detail::code_among(&st_codes, &typeid(decltype(st_body)));
      }
    };
    return ::st::detail::cached_data<st_instance, 0ull>(st_body, *this,
                                                        static_cast<decltype(more) &&>(more));
  }
};

#endif
