// The fingerprint of a function's code: 128 bits over the meaning of the function and of
// everything it reaches in this translation unit. docs/fingerprint.md defines what counts.

#ifndef STCACHE_CORE_FINGERPRINT_H
#define STCACHE_CORE_FINGERPRINT_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class CompilerInstance;
class Expr;
class FunctionDecl;
class NamedDecl;
class Stmt;
} // namespace clang

namespace stcache {

namespace fp {
class Engine;
}

/// Part of every fingerprint. To be raised whenever what is hashed changes, so that results
/// stored under the old rules are never taken for results of the new ones.
inline constexpr unsigned FingerprintVersion = 1;

struct Fingerprint {
  uint64_t Hi = 0, Lo = 0;

  /// 32 lower-case hex digits, Hi first.
  std::string hex() const;
  friend auto operator<=>(const Fingerprint &, const Fingerprint &) = default;
};

struct FingerprintConfig {
  /// The body the user wrote, for functions whose body was replaced. Null, or a null result:
  /// the body of the definition. Asked with the definition, where there is one.
  std::function<const clang::Stmt *(const clang::FunctionDecl *)> BodyOf;
  /// Functions under these directories are followed; under those, they count by name and
  /// signature. The longest matching directory decides, then Follow over Opaque over System.
  std::vector<std::string> FollowDirs, OpaqueDirs;
  /// The compiler's own directories, opaque: without those the user gave with -isystem and the
  /// like. Empty: whatever Clang treats as a system header.
  std::vector<std::string> SystemDirs;
  /// Options of code generation that change what code means.
  std::string Flags;

  /// Sets SystemDirs and Flags as a compilation has them.
  void read(const clang::CompilerInstance &CI);
};

/// The code that the results of a cached function depend on.
struct CachedCode {
  const clang::FunctionDecl *Function = nullptr;
  llvm::SmallVector<const clang::Expr *, 2> HashFunctions; ///< hash_funcs, in their order
  std::string Version;                                     ///< mixed in by hand
  /// What makes keys, and bytes of results. What these call of the user's, such as st_hash and
  /// serialize, counts.
  llvm::SmallVector<const clang::FunctionDecl *, 2> RuntimeFunctions;
};

/// What a translation unit is cut into.
enum class UnitKind { Function, Variable, Record, Cached };

/// For people, and in what the tool writes.
llvm::StringRef kindName(UnitKind Kind);

/// One of the things a fingerprint is made of.
struct FingerprintDep {
  UnitKind What = UnitKind::Function;
  const clang::NamedDecl *Decl = nullptr; ///< of a cached function with options, its own
  std::vector<unsigned> Direct;           ///< what it refers to, indexes into the same list
  bool Opaque = false;                    ///< counts by name and signature only
  bool External = false;                  ///< defined in another file, if at all
};

/// Computes fingerprints for one translation unit; what was computed is kept. To be used when
/// the whole unit was parsed and its templates are instantiated. Not thread-safe.
///
/// What is defined in other files counts by its symbol here; a note (Note.h) lets the program
/// put in what it has.
class Fingerprinter {
public:
  explicit Fingerprinter(clang::ASTContext &Ctx, FingerprintConfig Config = {});
  ~Fingerprinter();
  Fingerprinter(const Fingerprinter &) = delete;
  Fingerprinter &operator=(const Fingerprinter &) = delete;

  /// Says that these will be asked for: one pass is then made for all.
  void expect(const std::vector<const clang::FunctionDecl *> &Functions);

  /// Of a function and all it reaches.
  Fingerprint fingerprint(const CachedCode &Code);
  /// Everything a function and further expressions are made of, the function first, the rest in
  /// the order of first mention.
  std::vector<FingerprintDep> dependencies(const clang::FunctionDecl *F,
                                           llvm::ArrayRef<const clang::Expr *> Extra = {});

  /// For the parts of this library.
  fp::Engine &engine() { return *Impl; }

private:
  std::unique_ptr<fp::Engine> Impl;
};

} // namespace stcache

#endif // STCACHE_CORE_FINGERPRINT_H
