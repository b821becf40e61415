// One function's body as the search for state sees it (State.h): where variables are used, and
// whether a value can get out.

#ifndef STCACHE_CORE_STATEBODY_H
#define STCACHE_CORE_STATEBODY_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/SmallVector.h"

#include <functional>
#include <memory>
#include <vector>

namespace stcache::state {

/// How one mention of a variable uses it.
struct Use {
  bool Reads = false, Changes = false;
  const clang::Stmt *Value = nullptr; // what is read, to be asked whether it influences
};

/// What an expression refers to, as far as changing it is concerned.
enum class Owner {
  Local,     // a variable of this function, by value
  Static,    // something that outlives the call: reads of that are found where they are
  Output,    // a stream that can only be written
  Temporary, // gone with the expression
  Unknown,
};

class Body {
public:
  /// Of a function, with the initialisers of a constructor.
  Body(clang::ASTContext &Ctx, const clang::FunctionDecl *Function, const clang::Stmt *Code);
  /// Of a variable.
  Body(clang::ASTContext &Ctx, const clang::VarDecl *Variable, const clang::Expr *Initializer);

  /// Mentions of variables of static storage, evaluated ones only.
  struct Mention {
    const clang::Expr *Where;
    const clang::VarDecl *Variable;
  };
  std::vector<Mention> Mentions;
  /// CallExpr and CXXConstructExpr.
  std::vector<const clang::Expr *> Calls;
  /// Call operators of lambdas and methods of local classes.
  std::vector<const clang::FunctionDecl *> Nested;
  std::vector<const clang::LambdaExpr *> Lambdas;
  /// Static locals declared here.
  std::vector<const clang::VarDecl *> Statics;
  /// Mentions of the object.
  std::vector<const clang::Expr *> This;

  Use classify(const clang::Expr *Where) const;
  /// Whether what Value gives can reach the function's result, or an object of its caller.
  /// What is dropped or printed does not, nor what decides whether an exception is thrown.
  bool influences(const clang::Stmt *Value) const;
  /// Whether a call does anything that can: by its result, or by what it changes.
  bool matters(const clang::Expr *Call) const;
  /// Whether Where stands in `if (!flag) { ...; flag = true; }`, which runs once.
  bool runsOnce(const clang::Expr *Where) const;
  /// Parameters and local variables that are mentioned, and where.
  template <class T> void eachLocal(T Each) const {
    for (const auto &[V, Where] : Locals)
      Each(V, llvm::ArrayRef(Where));
  }
  /// Null for what is at the top.
  const clang::Stmt *parent(const clang::Stmt *S) const { return Parents.lookup(S); }
  /// The local variable whose initialiser E is, or null.
  const clang::VarDecl *initialized(const clang::Expr *E) const { return Initializes.lookup(E); }
  /// Where a call is, in what the user wrote: default arguments are where they are used.
  clang::SourceLocation location(const clang::Expr *E) const;

  const clang::FunctionDecl *Function = nullptr;
  const clang::VarDecl *Variable = nullptr; ///< whose initialiser this is

private:
  struct Origin {
    Owner Kind;
    const clang::VarDecl *Variable = nullptr;
  };
  using Visited = llvm::SmallPtrSetImpl<const clang::VarDecl *>;

  void walk(const clang::Stmt *S, const clang::Stmt *Parent);
  void walkVariable(const clang::VarDecl *V, const clang::Stmt *Parent);
  /// Leads: the variable holds a pointer to the one that is asked for.
  Use classifyLocal(const clang::VarDecl *V, bool Leads, Visited &Seen) const;
  Use classify(const clang::Expr *Where, bool Leads, Visited &Seen) const;
  Use classifyOperand(const clang::Expr *Call, const clang::Expr *Operand, bool &Continue) const;
  bool influences(const clang::Stmt *Value, Visited &Seen) const;
  bool variableInfluences(const clang::VarDecl *V, Visited &Seen) const;
  bool changesInfluence(const clang::Expr *Call, const clang::Stmt *Except, Visited &Seen) const;
  bool onlyOutput(const clang::Stmt *S) const;
  bool onlyOutput(const clang::Stmt *S,
                  llvm::SmallPtrSetImpl<const clang::VarDecl *> &Inside) const;
  Origin originOf(const clang::Expr *E, bool Pointee = false, unsigned Depth = 0) const;
  bool discarded(const clang::Expr *E) const;
  bool isCalledOnce(const clang::LambdaExpr *L) const;
  void changedOperands(const clang::Expr *Call,
                       llvm::function_ref<void(const clang::Expr *)> Each) const;

  clang::ASTContext &Ctx;
  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> Parents;
  llvm::DenseMap<const clang::Stmt *, const clang::VarDecl *> Initializes;
  llvm::DenseMap<const clang::VarDecl *, llvm::SmallVector<const clang::Expr *, 4>> Locals;
};

/// All bodies of a translation unit, and which variables change in it.
class Program {
public:
  using BodyFunction = std::function<const clang::Stmt *(const clang::FunctionDecl *)>;
  Program(clang::ASTContext &Ctx, BodyFunction BodyOf) : Ctx(Ctx), BodyOf(std::move(BodyOf)) {}

  /// Null where there is none.
  const Body *body(const clang::FunctionDecl *F);
  const Body *initializer(const clang::VarDecl *V);
  /// Whether a variable of static storage can have different values at different times.
  bool changes(const clang::VarDecl *V);
  /// All in the user's files, but for those that are nested in others.
  void eachBody(llvm::function_ref<void(const Body &)> Each);

private:
  bool isOfFirstCall(const clang::VarDecl *V, llvm::SmallPtrSetImpl<const clang::VarDecl *> &Seen);
  void note(const Body &B);
  void noteFunction(const clang::FunctionDecl *F);
  void eachBody(const clang::DeclContext *DC, llvm::function_ref<void(const Body &)> Each);

  clang::ASTContext &Ctx;
  BodyFunction BodyOf;
  llvm::DenseMap<const clang::Decl *, std::unique_ptr<Body>> Bodies;
  llvm::DenseSet<const clang::FunctionDecl *> Noted;
  llvm::DenseSet<const clang::VarDecl *> Changed, Filled;
  bool AllNoted = false;
};

/// The function that a call or construction names, if any.
const clang::FunctionDecl *calleeOf(const clang::Expr *Call);
/// Whether something of this type is no state: locks, output streams, allocators.
bool isStateless(clang::QualType T);
bool isOutputStream(clang::QualType T);
/// The author says that what is declared or stands there is no input:
/// [[clang::annotate("st-ignore")]].
bool isIgnored(const clang::Decl *D);

} // namespace stcache::state

#endif // STCACHE_CORE_STATEBODY_H
