// Makes the n-th call or allocation of this program fail.
#ifndef STCACHE_TEST_STORE_FAULTS_H
#define STCACHE_TEST_STORE_FAULTS_H

namespace st::store {

/// The store's system calls, through their table.
/// The same of libraries, LMDB's above all: pread, pwrite, writev, fdatasync, ftruncate, mmap.
/// Allocations: operator new and, where no sanitizer has them, malloc and the like.
enum class fault { call, library_call, allocation };

/// From now on the n-th (from 1) fails, and with `all` those after it too.
void arm(fault what, long n, int error, bool all = false);
/// Did it come to that?
bool disarm();

} // namespace st::store

#endif
