// Values that cannot be made first and filled in later, because they have no default, or members
// that cannot be assigned (const ones, bit-fields): their parts are read one by one, and then they
// are made of these.
#ifndef ST_DETAIL_BUILD_H
#define ST_DETAIL_BUILD_H

#include <new>
#include <st/detail/layout.h>

namespace st::detail {

template <class T> bool read_value(byte_source &from, T &value);
template <class T> bool build_value(byte_source &from, void *memory);

template <class... F> constexpr bool all_by_reference(const types<tied<F...>> &) {
  return (std::is_lvalue_reference_v<F> && ...);
}

template <class T> constexpr bool compute_in_place() {
  constexpr form k = form_of<T>;
  if constexpr (std::is_const_v<T>)
    return false;
  else if constexpr (std::is_array_v<T>)
    return compute_in_place<std::remove_extent_t<T>>();
  else if constexpr (!__is_constructible(T) || k == form::expected || k == form::variant)
    return false;
  else if constexpr (k == form::tuple || is_inline_array<T>)
    return __is_assignable(T &, T &&);
  else if constexpr (is_record<T>)
    return __is_assignable(T &, T &&) && detail::all_by_reference(types<field_list<T>>{});
  else
    return true;
}
/// Is a T read into one that has been made by default?
template <class T> inline constexpr bool in_place = compute_in_place<T>();

// Not inlined, as it is often large and seldom run.
template <class T> __attribute__((noinline)) void destroy(T *value) {
  if constexpr (std::is_array_v<T>) {
    for (auto &element : *value)
      detail::destroy(__builtin_addressof(element));
  } else
    value->~T();
}

/// A value that is destroyed again if it is not completed.
template <class T> struct unfinished {
  T *value;
  explicit unfinished(T *v) : value(v) {}
  ~unfinished() {
    if constexpr (!std::is_trivially_destructible_v<T>)
      if (value)
        detail::destroy(value);
  }
  unfinished(const unfinished &) = delete;
  unfinished &operator=(const unfinished &) = delete;
};

template <class T> T *make_default(void *memory) {
  if constexpr (is_plain<T> && std::is_trivially_default_constructible_v<T>)
    return ::new (memory) T; // every byte is going to be read
  else
    return ::new (memory) T();
}

/// Room for a value that is read on its own.
template <class T> class part {
public:
  part() {}
  ~part() {
    if (full_)
      detail::destroy(__builtin_addressof(value_));
  }
  part(const part &) = delete;
  part &operator=(const part &) = delete;

  bool read(byte_source &from) {
    full_ = detail::build_value<T>(from, __builtin_addressof(value_));
    return full_;
  }
  T &&take() const { return static_cast<T &&>(const_cast<T &>(value_)); }

private:
  union {
    T value_;
  };
  bool full_ = false;
};

inline bool read_parts(byte_source &, const pack<> &) { return true; }
template <class Head, class... Tail>
bool read_parts(byte_source &from, pack<Head, Tail...> &parts) {
  return parts.head.read(from) && detail::read_parts(from, parts.tail);
}

// The initialisers of an aggregate: arrays among its members, which nothing can initialise as a
// whole, are taken apart.
template <class T> constexpr std::size_t initialisers_of() {
  if constexpr (std::is_array_v<T>)
    return std::extent_v<T> * initialisers_of<std::remove_extent_t<T>>();
  else
    return 1;
}
template <std::size_t I, class T> constexpr decltype(auto) initialiser_of(T &&value) {
  using type = std::remove_reference_t<T>;
  if constexpr (std::is_array_v<type>) {
    constexpr std::size_t each = initialisers_of<std::remove_extent_t<type>>();
    return detail::initialiser_of<I % each>(static_cast<T &&>(value)[I / each]);
  } else
    return static_cast<type &&>(value);
}
template <std::size_t I, class Head, class... Tail>
constexpr decltype(auto) initialiser(const pack<part<Head>, Tail...> &parts) {
  constexpr std::size_t here = detail::initialisers_of<Head>();
  if constexpr (I < here)
    return detail::initialiser_of<I>(parts.head.take());
  else
    return detail::initialiser<I - here>(parts.tail);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-braces"
#pragma GCC diagnostic ignored "-Wconversion" // bit-fields
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#endif
template <class T, class... Initialiser> using braced = decltype(T{std::declval<Initialiser>()...});

template <class... F> struct fields_apart {
  using made_of = pack<part<F>...>;
  using indices = std::make_index_sequence<(detail::initialisers_of<F>() + ... + 0)>;

  template <class T, std::size_t... I> static constexpr bool fit(std::index_sequence<I...>) {
    return has<braced, T, decltype(detail::initialiser<I>(std::declval<const made_of &>()))...>;
  }
  /// Can a T be made of these?
  template <class T> static constexpr bool make() { return fit<T>(indices()); }

  template <class T> static bool build(byte_source &from, void *memory) {
    made_of parts;
    if (!detail::read_parts(from, parts))
      return false;
    build<T>(memory, parts, indices());
    return true;
  }
  template <class T, std::size_t... I>
  static void build(void *memory, const made_of &parts, std::index_sequence<I...>) {
    ::new (memory) T{detail::initialiser<I>(parts)...};
  }
};
#pragma GCC diagnostic pop

template <class... F> fields_apart<remove_cvref<F>...> apart(const types<tied<F...>> &);
/// The members of an aggregate, of const members too.
template <class T> constexpr auto aggregate_parts() {
  if constexpr (is_inline_array<T>)
    return fields_apart<typename T::value_type[std::tuple_size<T>::value]>();
  else
    return decltype(detail::apart(types<field_list<T>>{}))();
}

template <class T, class... E, std::size_t... I>
bool build_tuple(byte_source &from, void *memory, const types<E...> &, std::index_sequence<I...>) {
  pack<part<std::remove_cv_t<E>>...> parts;
  if (!detail::read_parts(from, parts))
    return false;
  ::new (memory) T(detail::at<I>(parts).take()...);
  return true;
}

template <std::size_t I, class T, class E> bool build_alternative(byte_source &from, void *memory) {
  part<std::remove_cv_t<E>> s;
  if (!s.read(from))
    return false;
  ::new (memory) T(std::in_place_index<I>, s.take());
  return true;
}
template <class T, class... E, std::size_t... I>
bool build_variant(byte_source &from, void *memory, const types<E...> &,
                   std::index_sequence<I...>) {
  index_type<T> index;
  if (!detail::take_raw(from, index))
    return false;
  bool done = false;
  static_cast<void>(
      ((index == I ? (done = detail::build_alternative<I, T, E>(from, memory), true) : false) ||
       ...));
  return done;
}

template <class T> bool build_expected(byte_source &from, void *memory) {
  using value = typename T::value_type;
  bool engaged;
  if (!detail::take_flag(from, engaged))
    return false;
  if (!engaged) {
    part<typename T::error_type> s;
    if (!s.read(from))
      return false;
    ::new (memory) T(typename T::unexpected_type(s.take()));
  } else if constexpr (std::is_void_v<value>) {
    ::new (memory) T();
  } else {
    part<std::remove_cv_t<value>> s;
    if (!s.read(from))
      return false;
    ::new (memory) T(std::in_place, s.take());
  }
  return true;
}

template <class T> bool build_array(byte_source &from, T *data, std::size_t count) {
  struct rest {
    T *data;
    std::size_t built;
    ~rest() {
      while (built != 0)
        detail::destroy(data + --built);
    }
  } made{data, 0};
  for (; made.built != count; ++made.built)
    if (!detail::build_value<T>(from, data + made.built))
      return false;
  made.built = 0;
  return true;
}

/// Constructs a T in `memory`, or nothing.
template <class T> bool build_value(byte_source &from, void *memory) {
  constexpr form k = form_of<T>;
  if constexpr (k == form::array && !is_plain<T>)
    return detail::build_array(from, static_cast<std::remove_extent_t<T> *>(memory),
                               std::extent_v<T>);
  else if constexpr (in_place<T> && !std::is_array_v<T>) {
    unfinished<T> made(detail::make_default<T>(memory));
    if (!detail::read_value(from, *made.value))
      return false;
    made.value = nullptr;
    return true;
  } else if constexpr (std::is_array_v<T>)
    return detail::read_value(from, *static_cast<T *>(memory));
  else if constexpr (k == form::variant)
    return detail::build_variant<T>(
        from, memory, detail::parts_of<T>(),
        std::make_index_sequence<detail::count_of(detail::parts_of<T>())>());
  else if constexpr (k == form::expected)
    return detail::build_expected<T>(from, memory);
  else if constexpr (k == form::tuple)
    return detail::build_tuple<T>(from, memory, detail::parts_of<T>(),
                                  std::make_index_sequence<std::tuple_size<T>::value>());
  else
    return decltype(detail::aggregate_parts<T>())::template build<T>(from, memory);
}

} // namespace st::detail

#endif
