// How things are named in generated source: from the global namespace, so that nothing nearer hides
// them.

#ifndef STCACHE_CORE_SOURCENAMES_H
#define STCACHE_CORE_SOURCENAMES_H

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Type.h"

#include <cstdint>
#include <optional>
#include <string>

namespace stcache {

/// A type's name; nothing where it, or a part of it, has none outside of a function.
std::optional<std::string> nameOf(clang::QualType T, const clang::ASTContext &Ctx);

/// "ns::" of the namespaces and classes around a declaration, without those that need not be
/// written.
std::string scopeOf(const clang::NamedDecl *D);

/// Text as a string literal, with the quotes.
std::string quoted(llvm::StringRef Text);

/// "0x0123456789abcdefu".
std::string hexNumber(std::uint64_t Number);

} // namespace stcache

#endif // STCACHE_CORE_SOURCENAMES_H
