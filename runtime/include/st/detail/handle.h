// st::cached(f): what can be asked of a cached function, and st::cache_data / st::cache_resource.
#ifndef ST_DETAIL_HANDLE_H
#define ST_DETAIL_HANDLE_H

#include <memory>
#include <st/detail/function.h>
#include <string>

extern "C" {
extern __attribute__((weak, visibility("hidden")))
const st::detail::descriptor *__start_st_functions[];
extern __attribute__((weak, visibility("hidden")))
const st::detail::descriptor *__stop_st_functions[];
}

namespace st {

// Counted since the program started. A call is a hit or a miss; one that waited for another's
// computation counts as a hit and a wait.
struct Stats {
  unsigned long long hits = 0;
  unsigned long long misses = 0;
  unsigned long long waits = 0;
  unsigned long long entries = 0;     // kept now
  unsigned long long bytes = 0;       // estimate of the memory they take
  unsigned long long evictions = 0;   // let go for max_entries or max_bytes
  unsigned long long expirations = 0; // let go after ttl
  unsigned long long errors = 0;      // failures of the cache itself, and of on_release
  unsigned long long loads = 0;       // those of the hits that came from a store
  double compute_seconds = 0;         // spent in the function
  double saved_seconds = 0;           // estimate: hits times the mean time of a computation
};

namespace detail {

// What concerns a store, too, takes the function's description: it may not have been called yet.
// May throw what making a key throws.
STCACHE_API void clear_function(const descriptor &) noexcept;
STCACHE_API void clear_entry(const descriptor &, const void *const *arguments);
STCACHE_API bool contains_entry(const descriptor &, const void *const *arguments);
STCACHE_API Stats function_stats(site &) noexcept;
STCACHE_API void clear_kind(cache_kind) noexcept;
STCACHE_API Stats kind_stats(cache_kind) noexcept;
// Over all files of the program and its libraries. Throws bad_alloc.
STCACHE_API key128 fingerprint_of(code &);

// Makes the functions of this program or library known to st::cached. Cheap when repeated.
__attribute__((visibility("hidden"))) inline void register_functions() noexcept {
  register_functions(__start_st_functions, __stop_st_functions, &__dso_handle);
}

template <class Object> struct object_argument {
  template <class T> static auto &get(T &&object) noexcept {
    using bare = std::remove_reference_t<Object>;
    if constexpr (std::is_convertible_v<std::remove_reference_t<T> *, const volatile bare *>)
      return static_cast<const volatile bare &>(object);
    else
      return static_cast<const volatile bare &>(*object);
  }
};

// Takes the arguments as the function itself would, with the same conversions.
template <class... P> struct asked_of_free {
  template <class Ask> static auto ask(Ask what, const descriptor &d, P... arguments) {
    const void *const addresses[] = {address_of(arguments)..., nullptr};
    return what(d, addresses);
  }
};
template <class Object, class... P> struct asked_of_member {
  template <class Ask>
  static auto ask_for(Ask what, const descriptor &d, const volatile void *object, P... arguments) {
    const void *const addresses[] = {const_cast<const void *>(object), address_of(arguments)...};
    return what(d, addresses);
  }
  template <class Ask, class T, class... A>
  static auto ask(Ask what, const descriptor &d, T &&object, A &&...arguments) {
    return ask_for(what, d, std::addressof(object_argument<Object>::get(object)),
                   static_cast<A &&>(arguments)...);
  }
};

template <class Parts, bool Member> struct asked_of {
  using type = typename Parts::template apply<asked_of_free>;
};
template <class Parts> struct asked_of<Parts, true> {
  using type = typename Parts::template apply<asked_of_member, typename Parts::object>;
};

} // namespace detail

// The cache of one function. For a function that is not cached, or in a program compiled without
// the plugin, it does nothing and reports nothing. All members may be called from any thread.
template <class F> class cached_function {
public:
  explicit cached_function(F function) noexcept {
    using type = typename detail::signature<F>::type;
    const type plain = function;
    unsigned char bytes[sizeof plain];
    __builtin_memcpy(bytes, &plain, sizeof plain);
    detail::register_functions();
    found = detail::find_function(detail::text_hash<type>(), &detail::type_tag<type>::value, bytes,
                                  sizeof plain);
  }

  // Where the function has scope = session, these are about the session that the thread is bound
  // to, but for stats(), which are sums over all; without a session there is nothing to forget or
  // to find.

  // Forgets all entries. Computations under way are not kept.
  void clear() const noexcept {
    if (found)
      detail::clear_function(*found);
  }
  // Forgets the entry of these arguments; for a member function, the object or a pointer to it
  // comes first. Throws what converting or hashing the arguments throws.
  template <class A, class... More> void clear(A &&first, More &&...more) const {
    if (found)
      ask(&detail::clear_entry, static_cast<A &&>(first), static_cast<More &&>(more)...);
  }
  // Is there an entry that a call would use? Does not count as a use.
  template <class... A> bool contains(A &&...arguments) const {
    return found && ask(&detail::contains_entry, static_cast<A &&>(arguments)...);
  }
  Stats stats() const noexcept { return found ? detail::function_stats(*found->where) : Stats(); }

  // The code fingerprint, 32 hex digits; empty for a function that is not cached.
  std::string fingerprint() const {
    std::string digits;
    if (found) {
      const detail::key128 all = detail::fingerprint_of(*found->where->about);
      for (const std::uint64_t word : {all.hi, all.lo})
        for (int shift = 60; shift >= 0; shift -= 4)
          digits += "0123456789abcdef"[word >> shift & 15];
    }
    return digits;
  }

private:
  template <class Ask, class... A> auto ask(Ask what, A &&...arguments) const {
    using asked =
        typename detail::asked_of<detail::signature<F>, std::is_member_function_pointer_v<F>>::type;
    return asked::ask(what, *found, static_cast<A &&>(arguments)...);
  }

  const detail::descriptor *found = nullptr;
};

// function: a pointer to a function or member function; name an overload by a cast.
template <class F> cached_function<F> cached(F function) noexcept {
  return cached_function<F>(function);
}

// All functions of a kind together.
template <detail::cache_kind Kind> struct all_functions {
  void clear() const noexcept { detail::clear_kind(Kind); }
  Stats stats() const noexcept { return detail::kind_stats(Kind); }
};
inline constexpr all_functions<detail::cache_kind::data> cache_data{};
inline constexpr all_functions<detail::cache_kind::resource> cache_resource{};

} // namespace st

#endif // ST_DETAIL_HANDLE_H
