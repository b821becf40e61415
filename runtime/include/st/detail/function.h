// The compile-time side of one cached function: its types, its settings, its key, and the site.
#ifndef ST_DETAIL_FUNCTION_H
#define ST_DETAIL_FUNCTION_H

#include <memory>
#include <new>
#include <st/detail/binding.h>
#include <st/detail/byte_count.h>
#include <st/detail/codec.h>
#include <st/detail/duration.h>
#include <st/detail/key.h>
#include <st/detail/size.h>
#include <st/options.h>
#include <string_view>
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

template <class... T> struct type_count {
  static constexpr std::size_t value = sizeof...(T);
};

// Arguments, functions among them, are passed to code that does not know their types.
template <class T> const void *address_of(const volatile T &x) noexcept {
  if constexpr (std::is_function_v<T>)
    return reinterpret_cast<const void *>(std::addressof(x));
  else
    return const_cast<const T *>(std::addressof(x));
}
template <class P> const std::remove_reference_t<P> &argument_at(const void *address) noexcept {
  using type = std::remove_reference_t<P>;
  if constexpr (std::is_function_v<type>)
    return *reinterpret_cast<type *>(const_cast<void *>(address));
  else
    return *static_cast<const type *>(address);
}

template <class T> constexpr std::uint64_t text_hash() {
  std::uint64_t h = 0xcbf29ce484222325u;
  for (const char *p = __PRETTY_FUNCTION__; *p; ++p)
    h = (h ^ static_cast<unsigned char>(*p)) * 0x100000001b3u;
  return h;
}

template <class T> struct type_tag {
  static inline char value = 0;
};

// What is told of a function is a class with static functions: st_function() gives its address;
// st_setup() the options that are evaluated once, st_keys() those that are at each call. These two
// may be missing.
namespace op {
template <class Plan> using setup = decltype(Plan::st_setup());
template <class Plan> using keys = decltype(Plan::st_keys());
} // namespace op

// As the plugin leaves them. Setup and Keys have one name in all functions, so they do not make a
// template's arguments unique: Fn does.
template <auto Fn, auto Setup> struct fixed_setup {
  static auto st_setup() { return Setup(); }
};
template <auto Fn> struct fixed_setup<Fn, nullptr> {};
template <auto Fn, auto Keys> struct fixed_keys {
  STCACHE_INLINE static auto st_keys() { return Keys(); }
};
template <auto Fn> struct fixed_keys<Fn, nullptr> {};
template <auto Fn> struct fixed_name {
  static constexpr auto st_function() { return Fn; }
};
template <auto Fn, auto Setup, auto Keys>
struct fixed_plan : fixed_name<Fn>, fixed_setup<Fn, Setup>, fixed_keys<Fn, Keys> {
  using name = fixed_name<Fn>;
};

// What makes one function's cache another's than the next: the options have no part in it. The
// `Code` of source that was rewritten is in the function itself.
template <class Plan, class = void> struct name_of {
  using type = void;
};
template <class Plan> struct name_of<Plan, std::void_t<typename Plan::name>> {
  using type = typename Plan::name;
};

template <class Plan, class = void> struct setup_of {
  using type = pack<>;
};
template <class Plan> struct setup_of<Plan, std::void_t<op::setup<Plan>>> {
  using type = op::setup<Plan>;
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
template <cache_kind Kind, class Name, auto *Code> struct function_site {
  static inline site where{Code};

  // What initialise throws passes to the caller, and the next call tries again.
  static void configure(void (*initialise)()) {
    static const bool done = (initialise(), true);
    static_cast<void>(done);
  }
};

// What show_spinner says: whether, or what to show. The text is copied.
STCACHE_API void set_spinner(site &, bool shown) noexcept;
STCACHE_API void set_spinner(site &, std::string_view text) noexcept;
STCACHE_API void set_spinner(site &, const char *text) noexcept; // null: the default

template <class Plan> STCACHE_INLINE auto key_options() {
  if constexpr (has<op::keys, Plan>)
    return Plan::st_keys();
  else
    return pack<>{};
}

// Values to bytes and back: made once for a type, however many functions return it.
template <class V> struct value_bytes {
  static void encode(byte_sink &to, const node_base *n) {
    detail::encode(to, static_cast<const node<V> *>(n)->value);
  }
  static bool decode(byte_source &from, node_base *n) {
    return detail::decode_at<V>(from, std::addressof(static_cast<node<V> *>(n)->value));
  }
  static std::uint64_t owned(const node_base *n) noexcept {
    return detail::owned_bytes(static_cast<const node<V> *>(n)->value);
  }
};

// The same for lists of arguments. Plan may be void where it has no st_keys().
template <class Plan, unsigned long long Excluded> struct argument_bytes {
  template <class... P> struct of {
    static constexpr bool plain = is_plain_key<Excluded, decltype(detail::key_options<Plan>()),
                                               std::remove_reference_t<P>...>;
    static void write(hash_state &state, const void *const *arguments) {
      write(state, arguments, std::index_sequence_for<P...>{});
    }
    template <std::size_t... I>
    static void write(hash_state &state, [[maybe_unused]] const void *const *arguments,
                      std::index_sequence<I...>) {
      detail::write_call<Excluded>(state, detail::key_options<Plan>(),
                                   detail::argument_at<P>(arguments[I])...);
    }
  };
};

// Is a cache of its own made for each session?
template <class Setup> constexpr bool is_scoped() {
  if constexpr (has_option<Setup, scope_tag>)
    return std::is_same_v<std::decay_t<decltype(get_option<scope_tag>(std::declval<Setup &>()))>,
                          session_type>;
  else
    return false;
}

// Can results be stored, if anybody asks for it? Not where the option says `none`, and not those of
// sessions, which end with them: no code is made for it then.
template <cache_kind Kind, class Setup, class V> constexpr bool is_stored_type() {
  if constexpr (Kind != cache_kind::data || is_scoped<Setup>())
    return false;
  else if constexpr (has_option<Setup, persist_tag>)
    if constexpr (std::is_same_v<
                      std::decay_t<decltype(get_option<persist_tag>(std::declval<Setup &>()))>,
                      none_type>)
      return false;
    else
      return is_persistable<V>;
  else
    return is_persistable<V>;
}

// Can values be computed anew behind the caller's back? Not where the option says `foreground`: no
// code is made for it then.
template <class Setup> constexpr bool is_refreshed() {
  if constexpr (has_option<Setup, refresh_mode_tag>)
    return !std::is_same_v<
        std::decay_t<decltype(get_option<refresh_mode_tag>(std::declval<Setup &>()))>,
        foreground_type>;
  else
    return false;
}

template <class V, class Arguments, unsigned long long Excluded>
inline constexpr value_codec codec_for{schema_of<V> ^
                                           (Excluded * 2 + Arguments::plain) * 0x9e3779b97f4a7c15u,
                                       Arguments::plain,
                                       &Arguments::write,
                                       &value_bytes<V>::encode,
                                       &value_bytes<V>::decode,
                                       &value_bytes<V>::owned};

template <cache_kind Kind, class Plan, auto *Code, unsigned long long Excluded> struct function {
  using pointer_type = std::remove_cv_t<decltype(Plan::st_function())>;
  using parts = signature<pointer_type>;
  using home = function_site<Kind, typename name_of<Plan>::type, Code>;
  using result = typename parts::result;
  using value_type = typename stored<Kind, result>::type;
  using setup_type = typename setup_of<Plan>::type;
  static constexpr bool scoped = is_scoped<setup_type>();
  using node_type = std::conditional_t<scoped, session_node<value_type>, node<value_type>>;

  static constexpr bool is_member = std::is_member_function_pointer_v<pointer_type>;
  // The object comes first among the arguments and is always part of the key.
  static constexpr unsigned long long excluded = is_member ? Excluded << 1 : Excluded;
  static constexpr bool has_ttl = has_option<setup_type, ttl_tag>;
  static constexpr bool bounded =
      has_option<setup_type, max_entries_tag> || has_option<setup_type, max_bytes_tag>;
  static constexpr bool validated = has_option<setup_type, validate_tag>;
  static constexpr bool conditional = has_option<setup_type, cache_if_tag>;
  static constexpr bool has_release = has_option<setup_type, on_release_tag>;
  static constexpr bool refreshed = is_refreshed<setup_type>();
  static constexpr bool persistable = is_stored_type<Kind, setup_type, value_type>();
  using stored_as = value_bytes<value_type>; // the plugin looks for this, and for `key`

  template <class... A> STCACHE_INLINE static key128 key(const A &...arguments) {
    return hash_call<excluded>(nullptr, key_options<Plan>(), arguments...);
  }

  static value_type &value(node_base *n) noexcept { return static_cast<node_type *>(n)->value; }

  // What the calling thread looks at; null where it is bound to no session that has any entries.
  STCACHE_INLINE static view *seen() noexcept {
    if constexpr (scoped)
      return session_view(where);
    else
      return &where.seen;
  }
  // The entry of a call, if there is one; its value may not be there yet.
  STCACHE_INLINE static node_base *find(view *v, const key128 &k) noexcept {
    if constexpr (scoped)
      if (STCACHE_UNLIKELY(!v))
        return nullptr;
    return probe(v->slots.acquire(), k);
  }
  // Notes a hit; false when the slow path has to see to that.
  STCACHE_INLINE static bool note_use([[maybe_unused]] thread_site *ts, [[maybe_unused]] view *v,
                                      [[maybe_unused]] node_base *n) noexcept {
    if constexpr (bounded && scoped)
      touch_in_session(n, *v);
    else if constexpr (bounded)
      return touch(ts, *v, n->index);
    return true;
  }

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

  // Use<parameters...>, with the object's type first.
  template <class Parts, bool Member> struct keyed {
    template <template <class...> class Use> using with = typename Parts::template apply<Use>;
  };
  template <class Parts> struct keyed<Parts, true> {
    template <template <class...> class Use>
    using with = typename Parts::template apply<Use, typename Parts::object>;
  };
  template <template <class...> class Use>
  using with_parameters = typename keyed<parts, is_member>::template with<Use>;

  static constexpr auto address() { return Plan::st_function(); }

  // What depends_on gives now.
  static constexpr bool has_dependencies =
      has_option<decltype(detail::key_options<Plan>()), depends_on_tag>;
  static key128 dependencies() { return hash_call<0>(nullptr, key_options<Plan>()); }

  // Evaluates the options that hold for all calls.
  static void configure() { home::configure(&configure_once); }

private:
  static void configure_once() {
    where.operations = &operations;
    if constexpr (has<op::setup, Plan>) {
      auto *const options = new setup_type(Plan::st_setup());
      if constexpr (has_ttl)
        where.ttl = to_nanoseconds(get_option<ttl_tag>(*options));
      if constexpr (has_option<setup_type, max_entries_tag>)
        where.max_entries = to_count(get_option<max_entries_tag>(*options));
      if constexpr (has_option<setup_type, max_bytes_tag>)
        where.max_bytes = to_byte_count(get_option<max_bytes_tag>(*options));
      if constexpr (has_ttl && refreshed)
        if (get_option<refresh_mode_tag>(*options) == refresh_kind::background)
          where.stale_for = where.ttl;
      if constexpr (has_option<setup_type, persist_tag>) {
        const persist_kind kind = persist_of(get_option<persist_tag>(*options));
        where.persist = kind == persist_kind::disk     ? persist_setting::disk
                        : kind == persist_kind::remote ? persist_setting::remote
                                                       : persist_setting::none;
      }
      if constexpr (has_option<setup_type, suppress_st_warning_tag>)
        if (get_option<suppress_st_warning_tag>(*options))
          where.widgets = widget_setting::ignored;
      if constexpr (has_option<setup_type, experimental_allow_widgets_tag>)
        if (get_option<experimental_allow_widgets_tag>(*options))
          where.widgets = widget_setting::allowed;
      if constexpr (has_option<setup_type, show_spinner_tag>)
        set_spinner(where, get_option<show_spinner_tag>(*options));
      if constexpr (has_option<setup_type, show_time_tag>)
        where.show_time = get_option<show_time_tag>(*options);
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
      return key(detail::argument_at<P>(arguments[I])...);
    }
  };
  static std::size_t pointer(unsigned char (&bytes)[16]) noexcept {
    const auto fn = static_cast<typename parts::type>(Plan::st_function());
    static_assert(sizeof fn <= sizeof bytes);
    __builtin_memcpy(bytes, &fn, sizeof fn);
    return sizeof fn;
  }

  using maker = with_parameters<key_maker>;

  static constexpr const value_codec *codec() {
    if constexpr (!persistable)
      return nullptr;
    else if constexpr (has<op::keys, Plan>)
      return &codec_with<argument_bytes<Plan, excluded>>();
    else
      return &codec_with<argument_bytes<void, excluded>>();
  }
  template <class Bytes> static constexpr const value_codec &codec_with() {
    return codec_for<value_type, with_parameters<Bytes::template of>, excluded>;
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
                                               scoped,
                                               std::is_trivially_destructible_v<value_type>,
                                               parts::template apply<type_count>::value != 0,
                                               codec()};
  static constexpr site &where = home::where;

private:
  static constexpr descriptor about{text_hash<typename parts::type>(),
                                    &type_tag<typename parts::type>::value,
                                    &pointer,
                                    &where,
                                    &maker::make,
                                    &operations,
                                    &configure,
                                    has_option<setup_type, persist_tag>};
#if defined(__clang__)
  __attribute__((section("st_functions"), used)) static inline const descriptor *element_slot =
      &about;
#else
  // GCC does not put members of templates into sections: an initialiser stands in. It has a name of
  // its own, as a program may have objects of both compilers: the linker would keep one of the two.
  static bool enter() noexcept {
    const descriptor *const self = &about;
    register_functions(&self, &self + 1, &__dso_handle);
    return true;
  }
  static inline const bool registration = enter();
#endif

public:
  // Makes st::cached find the function in every program in which it can be called.
  STCACHE_INLINE static void use() {
#if defined(__clang__)
    asm volatile("" ::"r"(&element_slot));
#else
    asm volatile("" ::"r"(&registration));
    // A call may come before the initialisers.
    static const bool now = enter();
    static_cast<void>(now);
#endif
  }
};

} // namespace st::detail

#endif // ST_DETAIL_FUNCTION_H
