// The compile-time side of one cached function: its types, its settings, its key, and the site.
#ifndef ST_DETAIL_FUNCTION_H
#define ST_DETAIL_FUNCTION_H

#include <memory>
#include <new>
#include <st/detail/duration.h>
#include <st/detail/key.h>
#include <st/detail/node.h>
#include <st/detail/size.h>
#include <st/options.h>
#include <type_traits>

namespace st::detail {

// type: without noexcept. object: the class type with the function's cv and ref, or void.
template <class R, class Object, class Type, class... P> struct signature_parts {
  using result = R;
  using object = Object;
  using type = Type;
};

template <class F> struct signature;
template <class R, class... P>
struct signature<R (*)(P...)> : signature_parts<R, void, R (*)(P...), P...> {
  template <template <class...> class Use, class... First> using apply = Use<First..., P...>;
};
template <class R, class... P> struct signature<R (*)(P...) noexcept> : signature<R (*)(P...)> {};
#define STCACHE_MEMBER(qualifiers, object)                                                         \
  template <class R, class C, class... P>                                                          \
  struct signature<R (C::*)(P...) qualifiers>                                                      \
      : signature_parts<R, object, R (C::*)(P...) qualifiers, P...> {                              \
    template <template <class...> class Use, class... First> using apply = Use<First..., P...>;    \
  };                                                                                               \
  template <class R, class C, class... P>                                                          \
  struct signature<R (C::*)(P...) qualifiers noexcept> : signature<R (C::*)(P...) qualifiers> {};
STCACHE_MEMBER(, C &)
STCACHE_MEMBER(const, const C &)
STCACHE_MEMBER(volatile, volatile C &)
STCACHE_MEMBER(const volatile, const volatile C &)
STCACHE_MEMBER(&, C &)
STCACHE_MEMBER(const &, const C &)
STCACHE_MEMBER(volatile &, volatile C &)
STCACHE_MEMBER(const volatile &, const volatile C &)
STCACHE_MEMBER(&&, C &&)
STCACHE_MEMBER(const &&, const C &&)
STCACHE_MEMBER(volatile &&, volatile C &&)
STCACHE_MEMBER(const volatile &&, const volatile C &&)
#undef STCACHE_MEMBER

template <class T> constexpr std::uint64_t text_hash() {
  std::uint64_t h = 0xcbf29ce484222325u;
  for (const char *p = __PRETTY_FUNCTION__; *p; ++p)
    h = (h ^ static_cast<unsigned char>(*p)) * 0x100000001b3u;
  return h;
}

template <class T> struct type_tag {
  static inline char value = 0;
};

template <auto Setup> struct setup_of {
  using type = decltype(Setup());
};
template <> struct setup_of<nullptr> {
  using type = pack<>;
};

template <cache_kind Kind, class R> struct stored {
  using type = std::remove_cv_t<R>;
};
template <> struct stored<cache_kind::data, void> {
  using type = unit;
};
template <class R> struct stored<cache_kind::resource, R &> {
  using type = R *;
};

// What a program has once for each function. It must not depend on the options: a lambda in those
// of an inline function is of another type in every file that sees it.
template <cache_kind Kind, auto Fn, auto *Code> struct function_site {
  static inline site where{Code};

  // What initialise throws passes to the caller, and the next call tries again.
  static void configure(void (*initialise)()) {
    static const bool done = (initialise(), true);
    static_cast<void>(done);
  }
};

template <cache_kind Kind, auto Fn, auto Body, auto *Code, auto Setup, auto Keys,
          unsigned long long Excluded>
struct function {
  using parts = signature<std::remove_cv_t<decltype(Fn)>>;
  using result = typename parts::result;
  using value_type = typename stored<Kind, result>::type;
  using node_type = node<value_type>;
  using setup_type = typename setup_of<Setup>::type;

  static constexpr bool is_member = std::is_member_function_pointer_v<decltype(Fn)>;
  // The object comes first among the arguments and is always part of the key.
  static constexpr unsigned long long excluded = is_member ? Excluded << 1 : Excluded;
  static constexpr bool has_ttl = has_option<setup_type, ttl_tag>;
  static constexpr bool bounded = has_option<setup_type, max_entries_tag>;
  static constexpr bool validated = has_option<setup_type, validate_tag>;
  static constexpr bool conditional = has_option<setup_type, cache_if_tag>;
  static constexpr bool has_release = has_option<setup_type, on_release_tag>;

  template <class... A> STCACHE_INLINE static key128 key(const A &...arguments) {
    if constexpr (std::is_same_v<std::remove_cv_t<decltype(Keys)>, std::nullptr_t>)
      return hash_call<excluded>(nullptr, pack<>{}, arguments...);
    else
      return hash_call<excluded>(nullptr, Keys(), arguments...);
  }

  template <class... A> static result body(A &&...arguments) {
    if constexpr (is_member)
      return body_of(static_cast<A &&>(arguments)...);
    else
      return Body(static_cast<A &&>(arguments)...);
  }

  static value_type &value(node_base *n) noexcept { return static_cast<node_type *>(n)->value; }

  // What a caller gets for an entry.
  STCACHE_INLINE static result
  give(node_base *n) noexcept(std::is_void_v<result> ||
                              std::is_nothrow_copy_constructible_v<value_type>) {
    if constexpr (std::is_void_v<result>)
      return;
    else if constexpr (std::is_reference_v<result>)
      return *value(n);
    else
      return static_cast<const value_type &>(value(n));
  }

  static const setup_type &settings(const site &s) noexcept {
    return *static_cast<const setup_type *>(s.setup);
  }

  // Evaluates the options that hold for all calls.
  static void configure() { function_site<Kind, Fn, Code>::configure(&configure_once); }

private:
  template <class Object, class... A> static result body_of(Object &&object, A &&...arguments) {
    return (static_cast<Object &&>(object).*Body)(static_cast<A &&>(arguments)...);
  }

  static void configure_once() {
    where.operations = &operations;
    if constexpr (!std::is_same_v<std::remove_cv_t<decltype(Setup)>, std::nullptr_t>) {
      auto *const options = new setup_type(Setup());
      if constexpr (has_ttl)
        where.ttl = to_nanoseconds(get_option<ttl_tag>(*options)).nanoseconds;
      if constexpr (bounded)
        where.max_entries = static_cast<std::uint64_t>(get_option<max_entries_tag>(*options));
      where.setup = options;
    }
  }

  static node_base *construct(void *memory, const key128 &k) noexcept {
    return ::new (memory) node_type(k);
  }
  static void destroy(node_base *n) noexcept { std::destroy_at(std::addressof(value(n))); }
  static void drop_setup(void *options) noexcept { delete static_cast<setup_type *>(options); }
  static void release([[maybe_unused]] const site &s, [[maybe_unused]] node_base *n) {
    if constexpr (has_release) {
      auto &&callback = get_option<on_release_tag>(settings(s));
      if constexpr (std::is_reference_v<result>)
        static_cast<void>(callback(*value(n)));
      else
        static_cast<void>(callback(value(n)));
    }
  }

  template <class... P> struct key_maker {
    static key128 make(const void *const *arguments) {
      return make(arguments, std::index_sequence_for<P...>{});
    }
    template <std::size_t... I>
    static key128 make([[maybe_unused]] const void *const *arguments, std::index_sequence<I...>) {
      return key(*static_cast<const std::remove_reference_t<P> *>(arguments[I])...);
    }
  };
  template <class Parts, bool Member> struct keyed {
    using maker = typename Parts::template apply<key_maker>;
  };
  template <class Parts> struct keyed<Parts, true> {
    using maker = typename Parts::template apply<key_maker, typename Parts::object>;
  };

  static std::size_t pointer(unsigned char (&bytes)[16]) noexcept {
    const auto fn = static_cast<typename parts::type>(Fn);
    static_assert(sizeof fn <= sizeof bytes);
    __builtin_memcpy(bytes, &fn, sizeof fn);
    return sizeof fn;
  }

public:
  static constexpr value_operations operations{sizeof(node_type),
                                               alignof(node_type),
                                               &construct,
                                               &destroy,
                                               has_release ? &release : nullptr,
                                               &drop_setup,
                                               Kind,
                                               bounded,
                                               std::is_trivially_destructible_v<value_type>};
  static constexpr site &where = function_site<Kind, Fn, Code>::where;

private:
  static constexpr descriptor about{text_hash<typename parts::type>(),
                                    &type_tag<typename parts::type>::value, &pointer, &where,
                                    &keyed<parts, is_member>::maker::make};
#if defined(__clang__)
  __attribute__((section("st_functions"), used)) static inline const descriptor *slot = &about;
#else
  // GCC does not put members of templates into sections: an initialiser stands in.
  static bool enter() noexcept {
    const descriptor *const self = &about;
    register_functions(&self, &self + 1, &__dso_handle);
    return true;
  }
  static inline const bool slot = enter();
#endif

public:
  // Makes st::cached find the function in every program in which it can be called.
  STCACHE_INLINE static void use() { asm volatile("" ::"r"(&slot)); }
};

} // namespace st::detail

#endif // ST_DETAIL_FUNCTION_H
