// What is to be generated for one annotated function, after all checks. Printers of the plan
// (the plugin's outliner; later the source rewriter) decide nothing themselves.

#ifndef STCACHE_CORE_PLAN_H
#define STCACHE_CORE_PLAN_H

#include "Annotations.h"
#include "Options.h"
#include "State.h"

#include "llvm/ADT/DenseSet.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace clang {
class MangleContext;
}

namespace stcache {

class ValueTypes;
enum class Diag;

struct CachePlan {
  clang::FunctionDecl *Function;
  AnnotationName Attribute;
  clang::SourceLocation Location; // of the attribute
  clang::SourceRange Written;     // all of it

  /// An argument of `st::detail::options`.
  struct OptionArgument {
    clang::Expr *Whole;
    /// Whether the value must be copied (`st::detail::owned`), because what it refers to may end
    /// with the expression, as in `max_entries = std::max(a, b)`.
    bool Copy;
  };
  /// Read once and at each call, respectively.
  llvm::SmallVector<OptionArgument, 4> SetupOptions, KeyOptions;
  llvm::SmallVector<clang::Expr *, 2> DependsOn;
  bool Expires = false;   // has a ttl
  bool Persists = false;  // values are, or may be, stored
  bool Refreshes = false; // arguments are kept to refresh old values with
  /// Bit i: parameter i is no part of the key.
  std::uint64_t ExcludedParams = 0;

  /// Parts of the fingerprint besides the function itself.
  std::string Version;
  llvm::SmallVector<clang::Expr *, 2> HashFunctions;

  std::string DisplayName; // "ns::f<int>"
  std::string Symbol;      // mangled, unique in the translation unit

  /// What the search for state needs of it.
  CachedFunction cachedFunction() const;
};

/// Makes plans, and reports what stands against them. One per translation unit.
class Planner {
public:
  Planner(clang::Sema &S, ValueTypes &Types);
  ~Planner();

  /// Reports once if no function of this kind can be cached, whether it has a body or not.
  bool checkFunction(const clang::FunctionDecl *Function, const Annotation &A);

  /// Options are read in the pattern of a template, too: most mistakes are seen there.
  bool checkPattern(const clang::FunctionDecl *Function, const Annotation &A);

  /// The plan for a function that has a body and does not depend on template parameters.
  /// The key's options must be given a type by `KeysType` before arguments are checked.
  std::optional<CachePlan> plan(clang::FunctionDecl *Function, const Annotation &A);

  /// Checks parameters and result; `KeysType` is the type of the pack of key options.
  bool checkTypes(const CachePlan &Plan, clang::QualType KeysType);

private:
  void checkHashable(const CachePlan &Plan, const clang::ParmVarDecl *Param, clang::QualType T,
                     clang::QualType KeysType);
  bool checkResult(const CachePlan &Plan);
  void checkKept(const CachePlan &Plan, const clang::ParmVarDecl *Param, clang::QualType T);
  bool checkPersistable(const CachePlan &Plan, clang::QualType T, clang::SourceLocation Loc);
  clang::DiagnosticBuilder error(clang::SourceLocation Loc, Diag Which);
  std::string print(clang::QualType T) const;
  std::string symbol(const clang::FunctionDecl *Function);

  clang::Sema &S;
  // Numbers the closures that have no name for the linker, so there must be one for all.
  std::unique_ptr<clang::MangleContext> Mangler;
  ValueTypes &Types;
  bool Failed = false;
  llvm::DenseSet<const clang::FunctionDecl *> Refused, Accepted;
};

} // namespace stcache

#endif // STCACHE_CORE_PLAN_H
