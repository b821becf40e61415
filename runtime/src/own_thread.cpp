#include "own_thread.h"
#include <csignal>
#include <initializer_list>
#include <pthread.h>

namespace st::detail {
namespace {

// Signals are for the program's own threads, but for those that a fault sends to its thread: what
// reports crashes must see them.
void block_signals(sigset_t &before) noexcept {
  sigset_t blocked;
  sigfillset(&blocked);
  for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT})
    sigdelset(&blocked, fault);
  pthread_sigmask(SIG_SETMASK, &blocked, &before);
}

} // namespace

bool start_own_thread(void *(*run)(void *), void *argument) noexcept {
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0)
    return false;
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  sigset_t before;
  block_signals(before);
  pthread_t id;
  const bool started = pthread_create(&id, &attributes, run, argument) == 0;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  return started;
}

} // namespace st::detail
