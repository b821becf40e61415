// The options of [[st::cache_data(...)]], [[st::cache_resource(...)]] and the legacy
// [[st::cache(...)]].
//
// An option is an expression `name = value`. Its type is always
//     st::detail::option<st::detail::NAME_tag, T>
// where T is the value's type, kept by value for a prvalue or xvalue and as a reference
// (`X &`, `const char (&)[6]`, `R (&)(A)`) for an lvalue. The compiler plugin recognises
// options by that type. hash_funcs and depends_on also take several values,
//     hash_funcs = hash_funcs(f, g)      hash_funcs(f, g)
// and T is then st::detail::pack<F, G>.
#ifndef ST_OPTIONS_H
#define ST_OPTIONS_H

#include <st/detail/pack.h>
#include <string>

namespace st {

/// Where the results of a `cache_data` function outlive the process.
enum class persist_kind : unsigned char { none, disk, remote };
/// Whether all callers share one cache, or each `st::Session` has its own.
enum class scope_kind : unsigned char { global, session };
/// Whether an expired value is computed anew while its caller waits, or behind its back: from `ttl`
/// to twice of it callers get the old value then, and one refresh for each key runs on a thread of
/// the library.
enum class refresh_kind : unsigned char { foreground, background };

namespace detail {
// A type of its own, so that nothing is compiled for storing what is never stored.
struct none_type {
  constexpr operator persist_kind() const { return persist_kind::none; }
};
// So is this: calls of functions with this scope are compiled in another way.
struct session_type {
  constexpr operator scope_kind() const { return scope_kind::session; }
};
// The same for refreshing.
struct foreground_type {
  constexpr operator refresh_kind() const { return refresh_kind::foreground; }
};
} // namespace detail
inline constexpr detail::none_type none{};
inline constexpr persist_kind disk = persist_kind::disk;
inline constexpr persist_kind remote = persist_kind::remote;
inline constexpr scope_kind global = scope_kind::global;
inline constexpr detail::session_type session{};
inline constexpr detail::foreground_type foreground{};
inline constexpr refresh_kind background = refresh_kind::background;

namespace detail {

/// One option as given. `value` is what stood right of the `=`.
template <class Tag, class T> struct option {
  using tag = Tag;
  using type = T;
  T value;
};

template <class Tag> struct option_name {
  template <class T> constexpr option<Tag, T> operator=(T &&value) const {
    return {static_cast<T &&>(value)};
  }
  // name = name(a, b)
  template <class T> constexpr option<Tag, T> operator=(option<Tag, T> &&given) const {
    return static_cast<option<Tag, T> &&>(given);
  }
};

template <class Tag> struct list_option_name : option_name<Tag> {
  using option_name<Tag>::operator=;
  template <class... T> constexpr option<Tag, pack<T...>> operator()(T &&...value) const {
    return {detail::make_pack<T...>(static_cast<T &&>(value)...)};
  }
};

#define ST_OPTION(name, base)                                                                      \
  struct name##_tag : base<name##_tag> {                                                           \
    using base<name##_tag>::operator=;                                                             \
  };
ST_OPTION(ttl, option_name)
ST_OPTION(max_entries, option_name)
ST_OPTION(max_bytes, option_name)
ST_OPTION(show_spinner, option_name)
ST_OPTION(show_time, option_name)
ST_OPTION(persist, option_name)
ST_OPTION(hash_funcs, list_option_name)
ST_OPTION(validate, option_name)
ST_OPTION(on_release, option_name)
ST_OPTION(scope, option_name)
ST_OPTION(refresh_mode, option_name)
ST_OPTION(cache_if, option_name)
ST_OPTION(depends_on, list_option_name)
ST_OPTION(version, option_name)
ST_OPTION(experimental_allow_widgets, option_name)
ST_OPTION(allow_output_mutation, option_name)
ST_OPTION(suppress_st_warning, option_name)
#undef ST_OPTION

/// What the plugin puts in place of an option that does not exist, after it has said so.
struct unknown_option_type {
  template <class T> constexpr unknown_option_type operator=(T &&) const { return {}; }
  template <class... T> constexpr unknown_option_type operator()(T &&...) const { return {}; }
};
inline constexpr unknown_option_type unknown_option{};

template <class T> constexpr std::decay_t<T> own(T &&value) { return static_cast<T &&>(value); }
constexpr pack<> own(const pack<> &) { return {}; }
template <class Head, class... Tail>
constexpr pack<std::decay_t<Head>, std::decay_t<Tail>...> own(const pack<Head, Tail...> &p) {
  return {p.head, detail::own(p.tail)};
}

/// The option with copies of what it refers to: for values that may end with the expression.
template <class Tag, class T> constexpr auto owned(const option<Tag, T> &given) {
  return option<Tag, decltype(detail::own(given.value))>{detail::own(given.value)};
}
// Pointers and views may show what ends with the expression.
template <class T> auto owned(const option<show_spinner_tag, T> &given) {
  if constexpr (std::is_same_v<std::decay_t<T>, bool>)
    return option<show_spinner_tag, bool>{given.value};
  else
    return option<show_spinner_tag, std::string>{std::string(given.value)};
}

/// Gathers options. Nothing is evaluated or copied beyond the option values themselves.
template <class... O> constexpr pack<O...> options(O... option) {
  return detail::make_pack<O...>(static_cast<O &&>(option)...);
}

template <class Option, class Tag> inline constexpr bool is_option = false;
template <class Tag, class T> inline constexpr bool is_option<option<Tag, T>, Tag> = true;

template <class Pack, class Tag> inline constexpr bool has_option = false;
/// Does a pack hold an option with this tag?
template <class... O, class Tag>
inline constexpr bool has_option<pack<O...>, Tag> = (is_option<O, Tag> || ...);
template <class Tag> inline constexpr bool has_option<decltype(nullptr), Tag> = false;

template <class T> inline constexpr bool is_pack = false;
template <class... T> inline constexpr bool is_pack<pack<T...>> = true;

template <class Value> constexpr decltype(auto) as_references(const Value &value) {
  return pack<const Value &>{value, {}};
}
constexpr pack<> as_references(const pack<> &) { return {}; }
template <class Head, class... Tail> constexpr auto as_references(const pack<Head, Tail...> &p) {
  return detail::concat(pack<const std::remove_reference_t<Head> &>{p.head, {}},
                        detail::as_references(p.tail));
}

/// The values of every option with this tag, as a pack of references: the form for
/// hash_funcs and depends_on, which may hold several values.
template <class Tag> constexpr pack<> get_options(const pack<> &) { return {}; }
template <class Tag, class Head, class... Tail>
constexpr auto get_options(const pack<Head, Tail...> &p) {
  if constexpr (is_option<Head, Tag>)
    return detail::concat(detail::as_references(p.head.value), detail::get_options<Tag>(p.tail));
  else
    return detail::get_options<Tag>(p.tail);
}

/// The value of an option that is there (has_option), by reference; for hash_funcs and
/// depends_on all values as get_options gives them.
template <class Tag, class Head, class... Tail>
constexpr decltype(auto) get_option(const pack<Head, Tail...> &p) {
  if constexpr (std::is_base_of_v<list_option_name<Tag>, Tag>)
    return detail::get_options<Tag>(p);
  else if constexpr (is_option<Head, Tag>)
    return (p.head.value);
  else
    return detail::get_option<Tag>(p.tail);
}

template <class Text> constexpr persist_kind persist_of_text(const Text &text) {
  const auto is = [&text](const char *word) {
    std::size_t i = 0;
    for (; word[i] != '\0'; ++i)
      if (text[i] != word[i])
        return false;
    return text[i] == '\0';
  };
  return is("disk") ? persist_kind::disk : is("remote") ? persist_kind::remote : persist_kind::none;
}

/// What a value of `persist` means: `true` is disk, text by its name; unknown text is none
/// (the plugin refuses it before).
template <class T> constexpr persist_kind persist_of(const T &value) {
  if constexpr (std::is_convertible_v<T, persist_kind>)
    return value;
  else if constexpr (std::is_same_v<T, bool>)
    return value ? persist_kind::disk : persist_kind::none;
  else if constexpr (std::is_convertible_v<const T &, const char *>)
    return detail::persist_of_text(static_cast<const char *>(value));
  else
    return detail::persist_of_text(value.c_str());
}

} // namespace detail

inline constexpr detail::ttl_tag ttl{};
inline constexpr detail::max_entries_tag max_entries{};
inline constexpr detail::max_bytes_tag max_bytes{};
inline constexpr detail::show_spinner_tag show_spinner{};
inline constexpr detail::show_time_tag show_time{};
inline constexpr detail::persist_tag persist{};
inline constexpr detail::hash_funcs_tag hash_funcs{};
inline constexpr detail::validate_tag validate{};
inline constexpr detail::on_release_tag on_release{};
inline constexpr detail::scope_tag scope{};
inline constexpr detail::refresh_mode_tag refresh_mode{};
inline constexpr detail::cache_if_tag cache_if{};
inline constexpr detail::depends_on_tag depends_on{};
inline constexpr detail::version_tag version{};
inline constexpr detail::experimental_allow_widgets_tag experimental_allow_widgets{};
inline constexpr detail::allow_output_mutation_tag allow_output_mutation{};
inline constexpr detail::suppress_st_warning_tag suppress_st_warning{};

} // namespace st

#endif
