// Threads of the library's own.
#ifndef STCACHE_RUNTIME_OWN_THREAD_H
#define STCACHE_RUNTIME_OWN_THREAD_H

namespace st::detail {

/// Runs `run(argument)` in a detached thread, which none of the signals reach that are for the
/// program. False if there can be no thread.
bool start_own_thread(void *(*run)(void *), void *argument) noexcept;

} // namespace st::detail

#endif
