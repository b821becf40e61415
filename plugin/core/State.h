// State that a cached function's key does not see: mutable globals, static locals that keep a
// value, random numbers, the time, the environment, input. docs/diagnostics.md tells what counts.

#ifndef STCACHE_CORE_STATE_H
#define STCACHE_CORE_STATE_H

#include "Diagnostics.h"
#include "Fingerprint.h"

#include "clang/AST/Decl.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace stcache {

namespace state {
class Body;
class Program;
} // namespace state

enum class StateWarning {
  MutableGlobal,
  StaticLocal,
  ImpureCall,
  // On request only.
  FileRead,
  IndirectCall,
  UnseenOverrider,
  ResourceMutation, // see ResourceUse.h
};

/// Which warnings are wanted.
class StateWarnings {
public:
  StateWarnings(); ///< those that are on by default
  static StateWarnings none();
  void set(StateWarning W, bool On);
  /// Id: that of one, or "all". False if there is none of that name.
  bool set(llvm::StringRef Id, bool On);
  bool operator[](StateWarning W) const { return Mask >> static_cast<unsigned>(W) & 1; }
  /// "st-mutable-global, ...".
  static std::string ids();

private:
  unsigned Mask;
};

/// A function whose results are kept.
struct CachedFunction {
  const clang::FunctionDecl *Function = nullptr;
  clang::SourceRange Attribute;
  /// What else is in the key: the values of depends_on and hash_funcs.
  std::vector<const clang::Expr *> Key;
  bool Shared = false;  ///< an object (cache_resource), not a value
  bool Expires = false; ///< has a ttl
};

/// One place where state comes in.
struct StateFinding {
  StateWarning What = StateWarning::MutableGlobal;
  clang::SourceLocation Loc;                 ///< in code of the user
  const clang::NamedDecl *Subject = nullptr; ///< variable or function; null for an unknown callee
  std::string Name;                          ///< of an impure function, as StateInputs.def has it
  llvm::StringRef Gives;                     ///< what it gives: "a random number"

  struct Reach {
    CachedFunction From;
    clang::SourceLocation Call;                    ///< in From, invalid if the place is in it
    std::vector<const clang::NamedDecl *> Through; ///< called from From up to the place
  };
  std::vector<Reach> Reached; ///< the cached functions concerned
};

/// Collects findings over the cached functions of a translation unit.
///
/// Follows what the fingerprint follows, so a constant, an unevaluated operand or a branch that a
/// template discards is no read. A value that is only printed, or that nobody uses, is none
/// either (see state::Body::influences).
class StateChecker {
public:
  /// BodyOf: as in FingerprintConfig.
  StateChecker(clang::ASTContext &Ctx, Fingerprinter &Prints,
               std::function<const clang::Stmt *(const clang::FunctionDecl *)> BodyOf,
               StateWarnings Wanted);
  ~StateChecker();

  void check(const CachedFunction &F);
  /// Each place once, in the order of the source.
  void findings(llvm::function_ref<void(const StateFinding &)> Sink) const;

private:
  struct Walk;
  void add(const CachedFunction &F, Walk &W, unsigned Dep, StateFinding Finding);
  void scan(const CachedFunction &F, Walk &W, unsigned Dep, const state::Body &B);
  bool visitMention(const CachedFunction &F, Walk &W, unsigned Dep, const state::Body &B,
                    const clang::Expr *Where, const clang::VarDecl *V);
  bool visitCall(const CachedFunction &F, Walk &W, unsigned Dep, const state::Body &B,
                 const clang::Expr *Call, const clang::FunctionDecl *Callee);

  clang::ASTContext &Ctx;
  Fingerprinter &Prints;
  StateWarnings Wanted;
  std::unique_ptr<state::Program> Code;
  std::vector<StateFinding> Found;
  std::map<std::pair<unsigned, unsigned>, size_t> Places; // kind and location
};

/// As warnings with notes.
void report(Reporter Report, const clang::ASTContext &Ctx, const StateFinding &F);

} // namespace stcache

#endif // STCACHE_CORE_STATE_H
