// What source refers to that has been rewritten, so that a compiler without the plugin can make
// cached functions of annotated ones. A rewritten function keeps its body, in a closure:
//
//     R f(A a, B &_b) {
//       struct plan {
//         static constexpr auto st_function() {
//           return st::detail::overload<decltype(a), decltype(_b)>::of(&ns::f);
//         }
//         static constexpr st::detail::code st_code() {
//           return {{lo, hi}, "ns::f", "_ZN2ns1fE1AR1B"};
//         }
//       };
//       auto body = [](decltype(a) a, decltype(_b) _b) -> st::detail::result_of<plan> { BODY };
//       return st::detail::cached_data<plan, 2>(body, static_cast<decltype(a) &&>(a), _b);
//     }
//
// What the fields of an aggregate are is told by field_access, in pack.h.
#ifndef ST_DETAIL_GENERATED_H
#define ST_DETAIL_GENERATED_H

#include <st/detail/call.h>

namespace st::detail {

/// Picks the function with parameters P of those that share a name; whatever it returns, which the
/// source may be unable to say. The result must be given, as in of<R>(&f), where that leaves the
/// language several to choose from or nothing to deduce: where the name is also a template's,
/// unless template arguments follow it, and where two templates have such parameters with these
/// arguments.
template <class... P> struct overload {
  template <class R> static constexpr auto of(R (*function)(P...)) { return function; }
};

/// The same for non-static members. Object: the class as the function is qualified, so const C for
/// a const function, C & or const C && where there is a ref-qualifier.
template <class Object, class... P> struct member_overload {
  template <class R> static constexpr auto of(R (Object::*function)(P...)) { return function; }
};
#define STCACHE_MEMBER(object, qualifiers)                                                         \
  template <class C, class... P> struct member_overload<object, P...> {                            \
    template <class R> static constexpr auto of(R (C::*function)(P...) qualifiers) {               \
      return function;                                                                             \
    }                                                                                              \
  };
STCACHE_MEMBER(const C, const)
STCACHE_MEMBER(volatile C, volatile)
STCACHE_MEMBER(const volatile C, const volatile)
STCACHE_MEMBER(C &, &)
STCACHE_MEMBER(const C &, const &)
STCACHE_MEMBER(volatile C &, volatile &)
STCACHE_MEMBER(const volatile C &, const volatile &)
STCACHE_MEMBER(C &&, &&)
STCACHE_MEMBER(const C &&, const &&)
STCACHE_MEMBER(volatile C &&, volatile &&)
STCACHE_MEMBER(const volatile C &&, const volatile &&)
#undef STCACHE_MEMBER

/// T, for a type whose name goes around what it declares.
template <class T> struct same {
  using type = T;
};
template <class T> using type_is = typename same<T>::type;

/// What `T` is in the declaration `T &&x`, by decltype(x).
template <class X> struct forwarded_from {
  using type = X;
};
template <class T> struct forwarded_from<T &&> {
  using type = T;
};
template <class X> using forwarded = typename forwarded_from<X>::type;

/// What the function of a plan returns.
template <class Plan>
using result_of = typename signature<std::remove_cv_t<decltype(Plan::st_function())>>::result;

/// One instantiation of an annotated template, as a file has them in a table that ends with a null
/// symbol. The fields are those of `code`.
struct generated_code {
  const char *symbol = nullptr;
  const char *function = nullptr;
  key128 fingerprint = {};
  const unsigned char *note = nullptr;
  std::uint32_t node = 0;
  const char *here = nullptr; // the symbol as this compiler has it, where that is another

  constexpr generated_code() = default;
  /// Older: as GCC has it, and Clang before 18. Oldest: as GCC before 13 has it, if otherwise. What
  /// one compiler calls a closure can be what another calls the next one.
  constexpr generated_code(const char *code_symbol, const char *name, key128 value,
                           const unsigned char *note_bytes, std::uint32_t note_node,
                           [[maybe_unused]] const char *older = nullptr,
                           [[maybe_unused]] const char *oldest = nullptr)
      : symbol(code_symbol), function(name), fingerprint(value), note(note_bytes), node(note_node) {
#if defined(__clang__) && __clang_major__ >= 18
#elif !defined(__clang__) && __GXX_ABI_VERSION < 1018
    here = oldest ? oldest : older;
#else
    here = older;
#endif
  }

  constexpr const char *mangled() const { return here ? here : symbol; }
};

/// The code of an instantiation: that of the table's entry in whose function the closure is, which
/// is looked for when it is needed. Where there is none, because the compiler makes instantiations
/// that were not seen when the source was rewritten, the function runs uncached.
constexpr code code_among(code_table *table, const std::type_info *closure) {
  return {{0, 0}, nullptr, nullptr, {}, 0, table, closure};
}

/// The closure of a member function has the object already.
template <class Body> struct without_object {
  Body run;
  template <class Object, class... A> decltype(auto) operator()(Object &&, A &&...arguments) const {
    return run(static_cast<A &&>(arguments)...);
  }
};

template <class Plan, class Body> STCACHE_INLINE auto generated_body(const Body &run) {
  if constexpr (std::is_member_function_pointer_v<decltype(Plan::st_function())>)
    return without_object<Body>{run};
  else
    return run;
}

/// What is known of a function. No variable of its own, as Clang's debug information of template
/// arguments refers to those that it leaves out.
template <class Plan> struct code_of {
  static inline code value = Plan::st_code();
};

/// The call of a rewritten function. Plan: a class with the static functions st_function(), which
/// gives the function's address, st_code(), which gives what else is known of it, and perhaps
/// st_setup() and st_keys(), which give the options; a type, as GCC takes no member of a local
/// class for a template argument. Excluded: a bit for each parameter that is no part of the key.
/// body: the user's code; called without the object. arguments: the parameters, cast to their own
/// types; for a member function the object first.
template <class Plan, unsigned long long Excluded, class Body, class... Args>
STCACHE_INLINE result_of<Plan> cached_data(const Body &body, Args &&...arguments) {
  return call<function<cache_kind::data, Plan, &code_of<Plan>::value, Excluded>>(
      detail::generated_body<Plan>(body), static_cast<Args &&>(arguments)...);
}

template <class Plan, unsigned long long Excluded, class Body, class... Args>
STCACHE_INLINE result_of<Plan> cached_resource(const Body &body, Args &&...arguments) {
  return call<function<cache_kind::resource, Plan, &code_of<Plan>::value, Excluded>>(
      detail::generated_body<Plan>(body), static_cast<Args &&>(arguments)...);
}

} // namespace st::detail

#endif // ST_DETAIL_GENERATED_H
