// Hooks for tests of programs that use stcache. Not needed otherwise.
#ifndef ST_TESTING_H
#define ST_TESTING_H

#include <cstdint>
#include <st/detail/config.h>

namespace st::detail {

// Replaces the monotonic clock by a function that returns nanoseconds; nullptr brings it back. The
// function is called from any thread.
STCACHE_API void set_clock_for_testing(std::int64_t (*clock)()) noexcept;

// Refreshes in the background that wait or run, and the threads that there are for them now.
STCACHE_API std::uint64_t refreshes_for_testing() noexcept;
STCACHE_API std::uint64_t refresh_threads_for_testing() noexcept;

// Entries and tables that are unlinked and not yet freed.
STCACHE_API std::uint64_t limbo_size_for_testing() noexcept;

// What is in the tables of all functions: entries, computations, and the steps to entries whose
// computations have read something.
STCACHE_API std::uint64_t linked_nodes_for_testing() noexcept;

} // namespace st::detail

#endif // ST_TESTING_H
