// The call of a cached function: the hit path, inlined, and the way to the library.
//
// The user's code comes along as an object that is called with the arguments. It goes by value: one
// without state then takes no register on the way.
#ifndef ST_DETAIL_CALL_H
#define ST_DETAIL_CALL_H

#include <st/detail/function.h>
#include <st/detail/refresh.h>

namespace st::detail {

struct hold {
  node_base *entry;
  explicit hold(node_base *n) : entry(n) {}
  ~hold() {
    if (entry)
      let_go(entry);
  }
  hold(const hold &) = delete;
  hold &operator=(const hold &) = delete;
};

// Copies an entry's value for the caller; a copy that fails makes it a plain call.
template <class F, class Body, class... Args>
typename F::result give_or_compute(Body body, node_base *n, Args &&...arguments) {
  STCACHE_TRY { return F::give(n); }
  STCACHE_CATCH_ALL {
    if (!copy_failed(F::where))
      STCACHE_RETHROW;
  }
  return body(static_cast<Args &&>(arguments)...);
}

template <class F, class Body, class... Args>
typename F::result observed_body(Body body, attempt &a, Args &&...arguments) {
  STCACHE_TRY { return body(static_cast<Args &&>(arguments)...); }
  STCACHE_CATCH_ALL {
    a.failed();
    STCACHE_RETHROW;
  }
#if !defined(__cpp_exceptions)
  __builtin_unreachable();
#endif
}

// Puts a copy into the entry; the caller keeps the original.
template <class F, class... V> void store(attempt &a, const V &...value) {
  using value_type = typename F::value_type;
  STCACHE_TRY {
    if constexpr (std::is_pointer_v<value_type> && std::is_reference_v<typename F::result>)
      ::new (static_cast<void *>(std::addressof(F::value(a.entry()))))
          value_type(const_cast<value_type>(std::addressof(value))...);
    else
      ::new (static_cast<void *>(std::addressof(F::value(a.entry())))) value_type(value...);
  }
  STCACHE_CATCH_ALL {
    if (!copy_failed(F::where))
      STCACHE_RETHROW;
    return;
  }
  a.publish(owned_bytes(F::value(a.entry())));
}

// After the body: puts its result into the entry if it is wanted there.
template <class F, class V> void consider(attempt &a, const V &value) {
  a.computed();
  bool wanted = true;
  if constexpr (F::conditional)
    wanted = static_cast<bool>(get_option<cache_if_tag>(F::settings(F::where))(value));
  if (a.keep(wanted))
    store<F>(a, value);
}

template <class F, class Body, class... Args>
typename F::result compute(Body body, attempt &a, Args &&...arguments) {
  using result = typename F::result;
  if constexpr (F::persistable) {
    const void *const addresses[] = {address_of(arguments)..., nullptr};
    if (a.load(addresses)) {
      if constexpr (can_refresh<F>)
        refresh_later<F>(a, arguments...);
      a.replay();
      return give_or_compute<F>(body, a.entry(), static_cast<Args &&>(arguments)...);
    }
  }
  // Each kind has a variable of its own: one that is returned in two ways, even if one of them is
  // discarded, would be copied into the caller's.
  if constexpr (std::is_void_v<result>) {
    observed_body<F>(body, a, static_cast<Args &&>(arguments)...);
    a.computed();
    if (a.keep(true))
      store<F>(a);
  } else if constexpr (std::is_reference_v<result>) {
    result value = observed_body<F>(body, a, static_cast<Args &&>(arguments)...);
    consider<F>(a, value);
    return static_cast<result>(value);
  } else {
    result value = observed_body<F>(body, a, static_cast<Args &&>(arguments)...);
    consider<F>(a, value);
    return value;
  }
}

// What validate says of an entry that the caller holds.
template <class F> bool is_valid(node_base *n) {
  auto &&valid = get_option<validate_tag>(F::settings(F::where));
  if constexpr (std::is_reference_v<typename F::result>)
    return static_cast<bool>(valid(*F::value(n)));
  else
    return static_cast<bool>(valid(F::value(n)));
}

template <class F, class Body, class... Args>
STCACHE_COLD typename F::result miss(Body body, key128 key, node_base *rejected,
                                     Args &&...arguments) {
  F::use();
  F::configure();
  if constexpr (can_refresh<F>)
    if (background_refresh *const r = begin_refresh(F::where, key)) {
      attempt a(*r);
      return a.result() == attempt::outcome::compute
                 ? compute<F>(body, a, static_cast<Args &&>(arguments)...)
                 : body(static_cast<Args &&>(arguments)...);
    }
  attempt a(F::where, key, rejected);
  switch (a.result()) {
  case attempt::outcome::found:
    if constexpr (F::validated) {
      if (!is_valid<F>(a.entry())) {
        a.rejected();
        return miss<F>(body, key, a.entry(), static_cast<Args &&>(arguments)...);
      }
    }
    if constexpr (can_refresh<F>)
      refresh_later<F>(a, arguments...);
    [[fallthrough]];
  case attempt::outcome::joined:
    a.replay();
    return give_or_compute<F>(body, a.entry(), static_cast<Args &&>(arguments)...);
  case attempt::outcome::compute:
    return compute<F>(body, a, static_cast<Args &&>(arguments)...);
  case attempt::outcome::uncached:
    break;
  }
  return body(static_cast<Args &&>(arguments)...);
}

// A function with validate: the callback may take its time, so the entry is held without a pin.
template <class F, class Body, class... Args>
STCACHE_COLD typename F::result call_validated(Body body, key128 key, Args &&...arguments) {
  node_base *found = nullptr;
  thread_site *ts = nullptr;
  if (thread_record *const t = this_thread; t && (ts = local(t, F::where))) {
    const pin reading(t);
    view *const v = F::seen();
    node_base *const n = F::find(v, key);
    if (n && n->state.acquire() == node_ready && (!F::has_ttl || is_fresh(n->expiry)) &&
        F::note_use(ts, v, n) && try_hold(n))
      found = n;
  }
  const hold held(found);
  if (found) {
    if (is_valid<F>(found)) {
      ts->hits.relaxed(ts->hits.relaxed() + 1);
      return give_or_compute<F>(body, found, static_cast<Args &&>(arguments)...);
    }
  }
  return miss<F>(body, key, found, static_cast<Args &&>(arguments)...);
}

template <class F, class Body, class... Args>
STCACHE_INLINE typename F::result call(Body body, Args &&...arguments) {
  const key128 key = F::key(arguments...);
  if constexpr (F::validated) {
    return call_validated<F>(body, key, static_cast<Args &&>(arguments)...);
  } else {
    thread_record *const t = this_thread;
    if (STCACHE_LIKELY(t != nullptr)) {
      if (thread_site *const ts = local(t, F::where); STCACHE_LIKELY(ts != nullptr)) {
        const pin reading(t);
        view *const v = F::seen();
        node_base *const n = F::find(v, key);
        if (STCACHE_LIKELY(n && n->state.acquire() == node_ready) &&
            (!F::has_ttl || is_fresh(n->expiry)) && F::note_use(ts, v, n)) {
          ts->hits.relaxed(ts->hits.relaxed() + 1);
          if constexpr (noexcept(F::give(n)))
            return F::give(n);
          else
            return give_or_compute<F>(body, n, static_cast<Args &&>(arguments)...);
        }
      }
    }
    return miss<F>(body, key, nullptr, static_cast<Args &&>(arguments)...);
  }
}

// The user's code as the plugin leaves it: a function of the annotated one's type. Body has one
// name in all instantiations of a template, so it does not make a template's arguments unique: Fn
// does.
template <auto Fn, auto Body> struct fixed_body {
  using result = typename signature<std::remove_cv_t<decltype(Body)>>::result;

  template <class... A> result operator()(A &&...arguments) const {
    if constexpr (std::is_member_function_pointer_v<decltype(Body)>)
      return of(static_cast<A &&>(arguments)...);
    else
      return Body(static_cast<A &&>(arguments)...);
  }

private:
  template <class Object, class... A> static result of(Object &&object, A &&...arguments) {
    return (static_cast<Object &&>(object).*Body)(static_cast<A &&>(arguments)...);
  }
};

// Fn: the annotated function. Body: the user's code, of the same type. Code: what the plugin knows
// of it. Setup, Keys: functions that evaluate the options, or nullptr. Excluded: a bit for each
// parameter that is no part of the key. arguments: the parameters, cast to their own types; for a
// member function the object first.
template <auto Fn, auto Body, auto *Code, auto Setup, auto Keys, unsigned long long Excluded,
          class... Args>
STCACHE_INLINE typename signature<decltype(Fn)>::result call_data(Args &&...arguments) {
  return call<function<cache_kind::data, fixed_plan<Fn, Setup, Keys>, Code, Excluded>>(
      fixed_body<Fn, Body>{}, static_cast<Args &&>(arguments)...);
}

template <auto Fn, auto Body, auto *Code, auto Setup, auto Keys, unsigned long long Excluded,
          class... Args>
STCACHE_INLINE typename signature<decltype(Fn)>::result call_resource(Args &&...arguments) {
  return call<function<cache_kind::resource, fixed_plan<Fn, Setup, Keys>, Code, Excluded>>(
      fixed_body<Fn, Body>{}, static_cast<Args &&>(arguments)...);
}

} // namespace st::detail

#endif // ST_DETAIL_CALL_H
