// Compiler-dependent spellings used by the public headers.
#ifndef ST_DETAIL_CONFIG_H
#define ST_DETAIL_CONFIG_H

#define STCACHE_API __attribute__((visibility("default")))
#define STCACHE_INLINE inline __attribute__((always_inline))
#define STCACHE_COLD __attribute__((noinline, cold))
#define STCACHE_LIKELY(x) __builtin_expect(static_cast<bool>(x), 1)
#define STCACHE_UNLIKELY(x) __builtin_expect(static_cast<bool>(x), 0)

#if defined(__SANITIZE_THREAD__)
#define STCACHE_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define STCACHE_TSAN 1
#endif
#endif
#ifndef STCACHE_TSAN
#define STCACHE_TSAN 0
#endif

#if defined(__cpp_exceptions)
#define STCACHE_TRY try
#define STCACHE_CATCH_ALL catch (...)
#define STCACHE_RETHROW throw
#else
#define STCACHE_TRY if constexpr (true)
#define STCACHE_CATCH_ALL else
#define STCACHE_RETHROW static_cast<void>(0)
#endif

#endif // ST_DETAIL_CONFIG_H
