// What the library tells of its work when the environment asks: STCACHE_LOG and STCACHE_STATS.
#ifndef STCACHE_RUNTIME_OBSERVE_H
#define STCACHE_RUNTIME_OBSERVE_H

#include "internal.h"

namespace st::detail {

enum class log_level : unsigned char { none, info, debug };

/// What STCACHE_LOG asks for. Cheap: read once.
log_level wanted_log() noexcept;
inline bool logs(log_level level) noexcept { return wanted_log() >= level; }

/// Writes one line to stderr, in one piece, whether or not the log is wanted. Never throws, and
/// cuts what is too long.
void say(const char *format, ...) noexcept __attribute__((format(printf, 1, 2)));
/// The same for a decision about one call. `key` may be null.
void log_decision(log_level level, const site &, const key128 *key, const char *format,
                  ...) noexcept __attribute__((format(printf, 4, 5)));
/// The same for a function without a cache.
void log_uncached(log_level level, const char *function, const char *why) noexcept;

/// Counts at present. Unlike what handles do this removes nothing that has expired.
Stats count(function_state &) noexcept;
void add(Stats &sum, const Stats &more) noexcept;
/// Of what is kept of libraries that have gone. Nothing else is locked within.
extern small_mutex departed_lock;
/// Keeps for the table at exit what a function of a library that is being unloaded has done.
void count_departed(function_state &) noexcept;

} // namespace st::detail

#endif
