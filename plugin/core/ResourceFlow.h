// Follows the results of cache_resource functions (ResourceUse.h) through the bodies of a
// translation unit.

#ifndef STCACHE_CORE_RESOURCEFLOW_H
#define STCACHE_CORE_RESOURCEFLOW_H

#include "ResourceSafety.h"
#include "ResourceUse.h"

#include <map>
#include <optional>
#include <set>

namespace stcache::state {

/// What an expression has to do with the object.
enum class Level {
  Object, ///< denotes it, or a part of it
  Leads,  ///< is, or denotes, a pointer or the like that leads to it
};

/// What becomes of the object in one function, or in all for the result of a call.
struct Flow {
  struct Change {
    clang::SourceLocation Loc;
    const clang::FunctionDecl *Callee = nullptr;
    clang::SourceLocation Inner; // in Callee
  };
  std::vector<Change> Changes;
  std::set<const clang::FunctionDecl *> ReturnedBy;
};

class ResourceSearch {
public:
  ResourceSearch(clang::ASTContext &Ctx, const ResourceConfig &Config)
      : Ctx(Ctx), Config(Config), Code(Ctx, Config.BodyOf), Safe(Ctx, Config.SafeTypes) {}

  void run(llvm::function_ref<void(const ResourceFinding &)> Sink);

private:
  /// Where something stands: a mention of a variable, a lambda.
  struct Place {
    const Body *In;
    const clang::Expr *Where;
  };
  using Variable = std::pair<const clang::VarDecl *, Level>;
  struct Walk {
    Flow Result;
    std::set<Variable> Seen;
    std::vector<Variable> Queue;
  };

  void index(const Body &B);
  std::optional<Level> sharedBy(const clang::Expr *Call) const;
  void callsOf(const Body &B, llvm::function_ref<void(const ResourceFinding &)> Sink);
  bool isMadeBy(const clang::FunctionDecl *F, const clang::FunctionDecl *Source) const;
  bool isLocked(const Body &B, const clang::Stmt *S) const;

  void finish(Walk &W);
  void follow(Walk &W, const Body &B, const clang::Expr *Cur, Level L);
  void into(Walk &W, const clang::VarDecl *V, Level L);
  void change(Walk &W, const Body &B, const clang::Expr *Where,
              const clang::FunctionDecl *Callee = nullptr, clang::SourceLocation Inner = {});
  /// What follows are steps: the level of the call's result, if it gives access to the object.
  std::optional<Level> method(Walk &W, const Body &B, const clang::Expr *Call, clang::QualType T,
                              Level L, bool Const);
  std::optional<Level> argument(Walk &W, const Body &B, const clang::Expr *Call,
                                const clang::Expr *Arg, Level L);
  std::optional<Level> called(Walk &W, const Body &B, const clang::Expr *Call,
                              const clang::FunctionDecl *F, std::optional<unsigned> Param, Level L);
  bool changesElements(const clang::Expr *Call);
  /// Param: none for the object of a method.
  const Flow *flowOf(const clang::FunctionDecl *F, std::optional<unsigned> Param, Level L);
  void eachThis(const Body &B, llvm::function_ref<void(const Body &, const clang::Expr *)> Each);

  clang::ASTContext &Ctx;
  const ResourceConfig &Config;
  Program Code;
  SafeTypes Safe;
  std::set<const Body *> Indexed;
  std::vector<const Body *> Bodies;
  std::map<const clang::VarDecl *, std::vector<Place>> Uses;
  std::map<const clang::FunctionDecl *, Place> Lambdas; // by call operator
  std::map<const clang::FunctionDecl *, std::set<const clang::FunctionDecl *>>
      Callers; // null: not a function
  /// Functions that return what a shared one gave them.
  std::map<const clang::FunctionDecl *, const clang::FunctionDecl *> PassedOn;
  std::map<std::tuple<const clang::FunctionDecl *, unsigned, Level>, Flow> Flows;
};

/// Globals are known by their first declaration.
const clang::VarDecl *keyOf(const clang::VarDecl *V);
/// Whether a value of this type leads to an object.
bool leads(clang::QualType T);

} // namespace stcache::state

#endif // STCACHE_CORE_RESOURCEFLOW_H
