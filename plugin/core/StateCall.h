// Calls as the search for state sees them: what they are given, and what that may be used for.

#ifndef STCACHE_CORE_STATECALL_H
#define STCACHE_CORE_STATECALL_H

#include "StateBody.h"

namespace stcache::state {

bool isMutableReference(clang::QualType T);
bool isMutablePointer(clang::QualType T);
/// Something that leads to other objects: an iterator, a smart pointer, a span.
bool isHandle(clang::QualType T);
/// A method that only gives access, like std::vector's non-const operator[]: the class has a
/// const one of that name, too.
bool isAccessor(const clang::CXXMethodDecl *M);
/// The object that a method is called on, or null.
const clang::Expr *objectOf(const clang::Expr *Call);
/// The argument's parameter type; null for those of `...` and of unknown callees.
clang::QualType parameterType(const clang::Expr *Call, unsigned Arg);
void forEachArgument(const clang::Expr *Call,
                     llvm::function_ref<void(unsigned, const clang::Expr *)> Each);

} // namespace stcache::state

#endif // STCACHE_CORE_STATECALL_H
