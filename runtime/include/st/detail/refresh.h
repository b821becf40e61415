// refresh_mode = background: the arguments of a call, kept until its value has been computed anew
// behind the caller's back.
#ifndef ST_DETAIL_REFRESH_H
#define ST_DETAIL_REFRESH_H

#include <memory>
#include <st/detail/function.h>
#include <st/detail/traits.h>

namespace st::detail {

template <class T> constexpr bool can_outlive(const type_chain *above = nullptr);

template <class... Part>
constexpr bool all_can_outlive(types<Part...>, [[maybe_unused]] const type_chain *above) {
  return (detail::can_outlive<std::remove_cv_t<Part>>(above) && ...);
}
// A member that is a reference refers to what others own.
template <class... Part>
constexpr bool fields_can_outlive(const types<tied<Part...>> &,
                                  [[maybe_unused]] const type_chain *above) {
  return ((!std::is_lvalue_reference_v<Part> || std::is_const_v<std::remove_reference_t<Part>>) &&
          ...) &&
         (detail::can_outlive<remove_cvref<Part>>(above) && ...);
}

// Is a copy of a T (without cv and reference) good after the end of the call it was made in? Not
// if it leads to what the call's arguments own. Of classes that are neither aggregates nor the
// standard library's nothing is known, so they are taken to own what they need.
template <class T> constexpr bool can_outlive([[maybe_unused]] const type_chain *above) {
  if constexpr (std::is_void_v<T> || std::is_member_pointer_v<T>)
    return true;
  else if constexpr (std::is_pointer_v<T>)
    return std::is_function_v<std::remove_pointer_t<T>>;
  else if constexpr (!std::is_object_v<T> || !has<op::complete, T>)
    return false;
  else if constexpr (!std::is_array_v<T> && !std::is_copy_constructible_v<T>)
    return false;
  else if constexpr (is_scalar<T>)
    return true;
  else {
    if (detail::steps_up(above, &type_mark<T>) != 0)
      return true;
    [[maybe_unused]] const type_chain here{&type_mark<T>, above};
    constexpr form f = form_of<T>;
    if constexpr (f == form::reference_wrapper)
      return false;
    else if constexpr (f == form::pointer)
      return true; // owners, as they can be copied
    else if constexpr (f == form::text || f == form::contiguous || f == form::range ||
                       f == form::unordered)
      return owns_elements<T> && detail::all_can_outlive(detail::parts_of<T>(), &here);
    else if constexpr (f != form::none)
      return detail::all_can_outlive(detail::parts_of<T>(), &here);
    else if constexpr (has_fields<T>)
      return detail::fields_can_outlive(types<field_list<T>>{}, &here);
    else
      return true;
  }
}

/// Can a T be part of a copy that is used after the call? For any type whatsoever.
template <class T> inline constexpr bool is_outliving = detail::can_outlive<remove_cvref<T>>();

// What is kept together with what it shows.
template <class T> constexpr bool is_text_view() {
  if constexpr (form_of<T> == form::text)
    return !owns_elements<T>;
  else
    return form_of<T> == form::c_string;
}
template <class T> constexpr bool is_element_view() {
  if constexpr (form_of<T> == form::contiguous && !owns_elements<T> && has<op::data, T>)
    return std::is_constructible_v<T, op::data<T>, std::size_t> &&
           is_outliving<typename T::value_type>;
  else
    return false;
}

template <class P> constexpr bool compute_is_kept_argument() {
  using referred = std::remove_reference_t<P>;
  using T = std::remove_cv_t<referred>;
  if constexpr (!has<op::complete, T> || std::is_array_v<T>)
    return false;
  else if constexpr (std::is_reference_v<P> &&
                     (std::is_volatile_v<referred> || !is_exact<T> ||
                      (std::is_lvalue_reference_v<P> && !std::is_const_v<referred>)))
    return false;
  else
    return is_text_view<T>() || is_element_view<T>() || is_outliving<T>;
}

/// Can an argument for a parameter of type P be kept until after the call?
template <class P> inline constexpr bool is_kept_argument = compute_is_kept_argument<P>();

template <class T> constexpr bool compute_is_kept_object() {
  if constexpr (std::is_volatile_v<T> || !has<op::complete, T>)
    return false;
  else
    return is_exact<std::remove_cv_t<T>> && is_outliving<T>;
}

/// The same for the object of a member function, of class T.
template <class T> inline constexpr bool is_kept_object = compute_is_kept_object<T>();

template <class T> class memory_for {
public:
  explicit memory_for(std::size_t n) : first(std::allocator<T>().allocate(n)), allocated(n) {}
  ~memory_for() { std::allocator<T>().deallocate(first, allocated); }
  memory_for(const memory_for &) = delete;
  memory_for &operator=(const memory_for &) = delete;

protected:
  T *first;

private:
  std::size_t allocated;
};

// Copies of elements that lie side by side. (<vector> would cost every file that is annotated.)
template <class T> class kept_elements : memory_for<T> {
public:
  kept_elements(const T *from, std::size_t n) : memory_for<T>(n), size(n) {
    std::uninitialized_copy_n(from, n, this->first);
  }
  ~kept_elements() { std::destroy_n(this->first, size); }
  T *data() noexcept { return this->first; }

private:
  std::size_t size;
};

// One argument, for a parameter of type P. Stays where it is.
template <class P, class = void> class kept_argument {
  using T = remove_cvref<P>;

public:
  template <class A> explicit kept_argument(A &from) : value(from) {}
  // For one call. What was passed by value is moved into the parameter.
  decltype(auto) get() noexcept {
    if constexpr (std::is_reference_v<P>)
      return static_cast<P>(value);
    else if constexpr (std::is_move_constructible_v<T>)
      return static_cast<T &&>(value);
    else
      return static_cast<T &>(value);
  }

private:
  T value;
};

// Text with its end, or a null pointer.
template <class P>
class kept_argument<P, std::enable_if_t<form_of<remove_cvref<P>> == form::c_string>> {
  using T = remove_cvref<P>;
  using character = std::remove_const_t<std::remove_pointer_t<T>>;

public:
  explicit kept_argument(const T &from)
      : text(from, from ? detail::text_length(from) + 1 : 0), value(from ? text.data() : nullptr) {}
  P &&get() noexcept { return static_cast<P &&>(value); }

private:
  kept_elements<character> text;
  T value;
};

template <class P>
class kept_argument<
    P, std::enable_if_t<form_of<remove_cvref<P>> != form::c_string &&
                        (is_text_view<remove_cvref<P>>() || is_element_view<remove_cvref<P>>())>> {
  using T = remove_cvref<P>;

public:
  explicit kept_argument(const T &from)
      : elements(from.data(), from.size()), value(elements.data(), from.size()) {}
  P &&get() noexcept { return static_cast<P &&>(value); }

private:
  kept_elements<typename T::value_type> elements;
  T value;
};

template <class... P> struct kept_arguments {
  template <class Call, class... Got> static void pass_to(Call call, Got &&...got) {
    call(static_cast<Got &&>(got)...);
  }
};
template <class P, class... Rest> struct kept_arguments<P, Rest...> {
  template <class A, class... More>
  explicit kept_arguments(A &from, More &...more) : first(from), rest(more...) {}
  template <class Call, class... Got> void pass_to(Call call, Got &&...got) {
    rest.pass_to(call, static_cast<Got &&>(got)..., first.get());
  }
  kept_argument<P> first;
  kept_arguments<Rest...> rest;
};

// A call that the library makes later.
struct refresh_task {
  void (*run)(refresh_task *); // once, or not at all; throws only where a thread is cancelled
  void (*drop)(refresh_task *) noexcept;
};

// In a handler: notes what a refresh has thrown. False if nothing was: the thread is being
// cancelled.
STCACHE_API bool refresh_threw() noexcept;

// Calls the function itself, which finds that it is to compute (begin_refresh). Its body alone
// would not do: where source is rewritten, that of a member function belongs to one object.
template <class F> struct again {
  template <class Object, class... A> static void of(Object &&object, A &&...arguments) {
    static_cast<void>(
        (static_cast<Object &&>(object).*F::address())(static_cast<A &&>(arguments)...));
  }
  template <class... A> void operator()(A &&...arguments) const {
    if constexpr (F::is_member)
      of(static_cast<A &&>(arguments)...);
    else
      static_cast<void>(F::address()(static_cast<A &&>(arguments)...));
  }
};

template <class F> struct kept_call {
  // P: the types of the parameters; for a member function the object's first.
  template <class... P> struct with : refresh_task {
    template <class... A>
    explicit with(A &...from) : refresh_task{&run_it, &drop_it}, arguments(from...) {
      if constexpr (F::has_dependencies)
        dependencies = F::dependencies();
    }

  private:
    static void run_it(refresh_task *self) {
      auto &call = *static_cast<with *>(self);
      STCACHE_TRY {
        // The value would be kept for what depends_on gave at the time of the call.
        if constexpr (F::has_dependencies)
          if (!(call.dependencies == F::dependencies()))
            return;
        call.arguments.pass_to(again<F>());
      }
      STCACHE_CATCH_ALL {
        if (!detail::refresh_threw())
          STCACHE_RETHROW;
      }
    }
    static void drop_it(refresh_task *self) noexcept { delete static_cast<with *>(self); }

    kept_arguments<P...> arguments;
    key128 dependencies{0, 0};
  };
};

template <class... P> struct all_kept {
  static constexpr bool value = (is_kept_argument<P> && ...);
};
template <class F> constexpr bool compute_can_refresh() {
  if constexpr (!F::refreshed || !F::parts::template apply<all_kept>::value)
    return false;
  else if constexpr (F::is_member)
    return is_kept_object<std::remove_reference_t<typename F::parts::object>>;
  else
    return true;
}

/// May values of the function be refreshed in the background? The plugin has told why not where
/// that is asked for.
template <class F> inline constexpr bool can_refresh = compute_can_refresh<F>();

// Has an old value, which the attempt has found, computed anew behind the caller's back.
template <class F, class... Args> void refresh_later(attempt &a, Args &...arguments) {
  if (!a.claim_refresh())
    return;
  STCACHE_TRY {
    a.refresh_with(new
                   typename F::template with_parameters<kept_call<F>::template with>(arguments...));
  }
  STCACHE_CATCH_ALL {
    if (!a.refresh_failed())
      STCACHE_RETHROW;
  }
}

} // namespace st::detail

#endif // ST_DETAIL_REFRESH_H
